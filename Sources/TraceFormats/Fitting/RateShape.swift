import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A rate over time: equal steps, or straight lines between equally spaced moments, as many as the
/// counts ask for.
struct RateShape {
  /// Per second: of the steps, or at the ends of the lines.
  private(set) var rates: [Double]
  private(set) var isLines = false
  private let length: Double

  /// The mean rate all the time.
  init(constant series: CountSeries) {
    length = series.length.inSeconds
    rates = [TextNumber.rate(series.rate)]
  }

  /// By Schwarz's criterion, with the likelihood divided by how much neighbouring counts differ
  /// beyond chance, so that bursts are not taken for a trend.
  init(_ series: CountSeries) {
    length = series.length.inSeconds
    let tick = max(1, Int(series.tick / .second))
    let window = max(1, Int(length / 120) / tick) * tick
    let counts = series.counts(window: window).map(Double.init)
    rates = [TextNumber.rate(series.rate)]
    guard counts.count >= 24 else { return }
    var differences = 0.0
    for (one, next) in zip(counts, counts.dropFirst()) {
      differences += (next - one) * (next - one)
    }
    let mean = counts.reduce(0, +) / Double(counts.count)
    let excess = max(1, differences / Double(2 * (counts.count - 1)) / max(mean, 1e-9))
    var best = (score: Double.infinity, rates: rates, isLines: false)
    for parts in [1, 2, 3, 4, 6, 8, 10, 11, 12] {
      for isLines in [false, true] where parts < 12 || !isLines {
        let tried = RateShape.fitted(parts, isLines, counts, window: Double(window), length)
        var shape = self
        (shape.rates, shape.isLines) = (tried.map(TextNumber.rate), isLines)
        var likelihood = 0.0
        for (place, count) in counts.enumerated() {
          let from = Double(place * window)
          let held = shape.integral(from + Double(window)) - shape.integral(from)
          let expected = max(held, 1e-9)
          likelihood += count * log(expected) - expected
        }
        let score =
          -2 * likelihood / excess + Double(tried.count) * log(Double(counts.count))
        if score < best.score - 1e-9 { best = (score, shape.rates, isLines) }
      }
    }
    (rates, isLines) = (best.rates, best.isLines)
  }

  /// Least squares of the counts: means of steps, or ends of lines.
  private static func fitted(
    _ parts: Int, _ isLines: Bool, _ counts: [Double], window: Double, _ length: Double
  ) -> [Double] {
    let size = isLines ? parts + 1 : parts
    var matrix = Array(repeating: Array(repeating: 0.0, count: size + 1), count: size)
    for (place, count) in counts.enumerated() {
      let position = (Double(place) + 0.5) * window / length * Double(parts)
      let part = min(Int(position), parts - 1)
      let share = isLines ? position - Double(part) : 0
      let weights = isLines ? [(part, 1 - share), (part + 1, share)] : [(part, 1.0)]
      for (row, left) in weights {
        for (column, right) in weights { matrix[row][column] += left * right }
        matrix[row][size] += left * count / window
      }
    }
    return solved(matrix).map { max($0, 0) }
  }

  /// Gauss's elimination; a row without anything gives 0.
  private static func solved(_ rows: [[Double]]) -> [Double] {
    var rows = rows
    let size = rows.count
    for pivot in 0..<size where rows[pivot][pivot] > 1e-12 {
      for row in 0..<size where row != pivot {
        let factor = rows[row][pivot] / rows[pivot][pivot]
        guard factor != 0 else { continue }
        for column in pivot...size { rows[row][column] -= factor * rows[pivot][column] }
      }
    }
    return (0..<size).map { rows[$0][$0] > 1e-12 ? rows[$0][size] / rows[$0][$0] : 0 }
  }

  private var parts: Int { isLines ? rates.count - 1 : rates.count }

  /// Expected starts in [0, `time`).
  func integral(_ time: Double) -> Double {
    let width = length / Double(parts)
    let part = min(max(Int(time / width), 0), parts - 1)
    let rest = time - Double(part) * width
    guard isLines else {
      return rates[..<part].reduce(0) { $0 + $1 * width } + rates[part] * rest
    }
    let before = (0..<part).reduce(0.0) { $0 + (rates[$1] + rates[$1 + 1]) / 2 * width }
    let slope = (rates[part + 1] - rates[part]) / width
    return before + rates[part] * rest + slope * rest * rest / 2
  }

  var curve: RateCurve {
    guard isLines || rates.count > 1 else { return .constant(max(rates[0], 1e-6)) }
    // Whole seconds read better; the last rate holds to the end.
    let width = Nanoseconds(length / Double(parts)) * .second
    return .phases(
      (0..<parts).map { part in
        RateCurve.Phase(
          duration: width, from: rates[part], to: isLines ? rates[part + 1] : rates[part])
      })
  }
}
