import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// What a Poisson process whose rate switches between states does to counts: its index of
/// dispersion and its empty windows, in closed form (Fischer and Meier-Hellstern, Performance
/// Evaluation 18, 1993).
struct SwitchingModel {
  /// Per second, and mean stay in seconds; the next state is any other, equally likely.
  var rates: [Double]
  var stays: [Double]

  /// Share of the time that each state has.
  private var shares: [Double] {
    let total = stays.reduce(0, +)
    return stays.map { $0 / total }
  }
  var rate: Double { zip(shares, rates).reduce(0) { $0 + $1.0 * $1.1 } }

  /// Expected index of dispersion of the counts in all whole windows of a length, as a sample of
  /// them has it: less than that of the process, since the sample's own mean is taken off.
  ///
  /// - Parameter windows: lengths in whole seconds, rising.
  func dispersion(windows: [Int], length: Double) -> [Double] {
    let step = min(0.5, (stays.min() ?? 1) / 4)
    let ends = windows + windows.map { Int(length) / $0 * $0 }
    let variances = excess(at: ends.map(Double.init), step: step)
    return windows.indices.map { index in
      let window = Double(windows[index])
      let count = (length / window).rounded(.down)
      let here = rate * window + variances[index]
      let whole = rate * window * count + variances[windows.count + index]
      return (here - whole / (count * count)) / (rate * window)
    }
  }

  /// Variance of the counts in [0, w) beyond that of a Poisson process: 2∫(w − τ)C(τ)dτ, with C
  /// the autocovariance of the rate.
  private func excess(at ends: [Double], step: Double) -> [Double] {
    let move = Matrix.exponential(generator, step)
    let order = ends.indices.sorted { ends[$0] < ends[$1] }
    var result = Array(repeating: 0.0, count: ends.count)
    let weights = vector(rates)
    let square = rate * rate
    var state = vector(shares) * weights
    var (area, moment, time) = (0.0, 0.0, 0.0)
    var before = (state * weights).sum() - square
    let start = before
    var next = 0
    while next < order.count {
      let end = ends[order[next]]
      if time >= end || before <= 1e-6 * start {
        result[order[next]] = 2 * (end * area - moment)
        next += 1
        continue
      }
      state = move.applied(to: state)
      let here = (state * weights).sum() - square
      area += (before + here) / 2 * step
      moment += (before * time + here * (time + step)) / 2 * step
      time += step
      before = here
    }
    return result
  }

  /// The share of windows of so many seconds without any.
  func empty(window: Double) -> Double {
    var killed = generator
    for state in rates.indices { killed.rows[state][state] -= rates[state] }
    return Matrix.exponential(killed, window).applied(to: vector(shares)).sum()
  }

  private func vector(_ values: [Double]) -> SIMD4<Double> {
    var vector = SIMD4<Double>.zero
    for index in values.indices { vector[index] = values[index] }
    return vector
  }

  private var generator: Matrix {
    let others = Double(max(stays.count - 1, 1))
    var matrix = Matrix()
    for row in stays.indices {
      for column in stays.indices {
        matrix.rows[row][column] = row == column ? -1 / stays[row] : 1 / (stays[row] * others)
      }
    }
    return matrix
  }

  /// Four states at most; those that don't exist are never entered.
  private struct Matrix {
    var rows = [SIMD4<Double>](repeating: .zero, count: 4)

    func applied(to vector: SIMD4<Double>) -> SIMD4<Double> {
      vector[0] * rows[0] + vector[1] * rows[1] + vector[2] * rows[2] + vector[3] * rows[3]
    }

    func times(_ other: Matrix) -> Matrix {
      Matrix(rows: rows.map { other.applied(to: $0) })
    }

    /// exp(matrix · time), by halving the time until a short series does.
    static func exponential(_ matrix: Matrix, _ time: Double) -> Matrix {
      let largest = matrix.rows.flatMap { [abs($0.min()), abs($0.max())] }.max() ?? 0
      var (halvings, part) = (0, time)
      while largest * part > 0.25 {
        part /= 2
        halvings += 1
      }
      var term = Matrix()
      for index in 0..<4 { term.rows[index][index] = 1 }
      var sum = term
      for power in 1...10 {
        term = term.times(matrix)
        for row in 0..<4 {
          term.rows[row] *= part / Double(power)
          sum.rows[row] += term.rows[row]
        }
      }
      for _ in 0..<halvings { sum = sum.times(sum) }
      return sum
    }
  }
}
