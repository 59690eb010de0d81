import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Which percentages of a sample to write, so that the lines between them are as near as so many
/// lines can be.
///
/// The largest distance of a curve is that of its worst line, so the best curve of k points ends in
/// the best one of k − 1 points: dynamic programming finds it.
struct QuantileChoice {
  private let percents: [Double]
  private let zs: [Double]
  private let logs: [Double]
  /// Distinct values, their logarithms, and the shares of the sample below and at most each.
  private let steps: [(logarithm: Double, below: Double, atMost: Double)]
  /// By candidate: distinct values up to its quantile.
  private let ends: [Int]

  /// - Precondition: `percents` rise, and there are two or more.
  init(_ sample: SampleSet, _ percents: [Double]) {
    self.percents = percents
    zs = percents.map { normalQuantile($0 / 100) }
    let values = percents.map { max(sample.quantile($0 / 100), 1) }
    logs = values.map { log(Double($0)) }
    let count = Double(sample.count)
    var before = 0
    var steps: [(logarithm: Double, below: Double, atMost: Double)] = []
    var ends: [Int] = []
    for step in sample.steps {
      while ends.count < values.count, values[ends.count] < step.value { ends.append(steps.count) }
      steps.append(
        (log(Double(step.value) + 0.5), Double(before) / count, Double(step.atMost) / count))
      before = step.atMost
    }
    while ends.count < values.count { ends.append(steps.count) }
    (self.steps, self.ends) = (steps, ends)
  }

  /// The best choice of two points, of three, and so on, each with the last percentage.
  func choices(most: Int) -> [[Double]] {
    let count = percents.count
    var errors = Array(repeating: Array(repeating: 0.0, count: count), count: count)
    for first in 0..<count {
      for last in (first + 1)..<max(count, first + 1) {
        errors[first][last] = error(first, last, ends[first]..<ends[last])
      }
    }
    let heads = (0..<count).map { first in
      (0..<count).map { $0 > first ? error(first, $0, 0..<ends[first]) : 0 }
    }
    let tails = (0..<count).map { first in
      (0..<count).map { $0 > first ? error(first, $0, ends[$0]..<steps.count) : 0 }
    }
    // By last two points of a curve: its error without the tail, and the point before them.
    var best = (0..<count).map { first in
      (0..<count).map { last in
        last > first ? max(heads[first][last], errors[first][last]) : Double.infinity
      }
    }
    var before: [[[Int]]] = []
    var found: [[Double]] = []
    for size in 2...most {
      if size > 2 {
        var next = Array(repeating: Array(repeating: Double.infinity, count: count), count: count)
        var from = Array(repeating: Array(repeating: -1, count: count), count: count)
        for middle in 0..<count {
          guard let first = (0..<count).min(by: { best[$0][middle] < best[$1][middle] }),
            best[first][middle] < .infinity
          else { continue }
          for last in (middle + 1)..<max(count, middle + 1) {
            next[middle][last] = max(best[first][middle], errors[middle][last])
            from[middle][last] = first
          }
        }
        best = next
        before.append(from)
      }
      if let choice = choice(best, tails, before) { found.append(choice) }
    }
    return found
  }

  private func choice(
    _ best: [[Double]], _ tails: [[Double]], _ before: [[[Int]]]
  ) -> [Double]? {
    var end: (error: Double, first: Int, last: Int)?
    // The tail matters more than its share: the last point is the last percentage.
    let last = percents.count - 1
    for first in 0..<last {
      let error = max(best[first][last], tails[first][last])
      if error < end?.error ?? .infinity { end = (error, first, last) }
    }
    guard var (_, first, final) = end else { return nil }
    var places = [final, first]
    for from in before.reversed() {
      (first, final) = (from[first][final], first)
      places.append(first)
    }
    return places.reversed().map { percents[$0] }
  }

  /// Largest distance between the sample and the line through two points, over some of its values.
  private func error(_ first: Int, _ last: Int, _ range: Range<Int>) -> Double {
    let slope = (logs[last] - logs[first]) / (zs[last] - zs[first])
    var largest = 0.0
    // A thousandth of the values shows the shape.
    let stride = max(1, range.count / 400)
    var index = range.lowerBound
    while index < range.upperBound {
      let step = steps[index]
      let law =
        slope > 0
        ? normalProbability(zs[first] + (step.logarithm - logs[first]) / slope)
        : (step.logarithm >= logs[first] ? percents[last] / 100 : percents[first] / 100)
      largest = max(largest, abs(law - step.atMost))
      index += stride
    }
    return largest
  }
}
