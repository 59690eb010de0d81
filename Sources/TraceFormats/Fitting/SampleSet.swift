import Domain

/// Whole numbers that were seen, in rising order: tokens, counts or nanoseconds.
struct SampleSet {
  let values: [Int]

  init(_ values: [Int]) { self.values = values.sorted() }

  var count: Int { values.count }
  var mean: Double {
    count > 0 ? values.reduce(0.0) { $0 + Double($1) } / Double(count) : 0
  }

  /// The value of nearest rank.
  ///
  /// - Precondition: there are values.
  func quantile(_ share: Double) -> Int {
    let rank = Int((share * Double(count) - 1e-9).rounded(.up))
    return values[min(max(rank, 1), count) - 1]
  }

  /// How many values are at most this.
  func atMost(_ value: Int) -> Int {
    var (low, high) = (0, count)
    while low < high {
      let middle = (low + high) / 2
      if values[middle] <= value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// Distinct values with the number of values at most each.
  var steps: [(value: Int, atMost: Int)] {
    var steps: [(value: Int, atMost: Int)] = []
    for (index, value) in values.enumerated() {
      if let last = steps.last, last.value == value {
        steps[steps.count - 1].atMost = index + 1
      } else {
        steps.append((value, index + 1))
      }
    }
    return steps
  }

  /// The largest distance between the distribution functions of two samples (Kolmogorov and
  /// Smirnov).
  ///
  /// - Complexity: O(values of both).
  func distance(to other: SampleSet) -> Double {
    guard count > 0, other.count > 0 else { return count == other.count ? 0 : 1 }
    var (here, there, largest) = (0, 0, 0.0)
    while here < count, there < other.count {
      let value = min(values[here], other.values[there])
      while here < count, values[here] == value { here += 1 }
      while there < other.count, other.values[there] == value { there += 1 }
      largest = max(
        largest, abs(Double(here) / Double(count) - Double(there) / Double(other.count)))
    }
    return largest
  }

  /// The same against a law, given the probability that a value is at most x.
  func distance(to law: (Int) -> Double) -> Double {
    var (before, largest) = (0, 0.0)
    for step in steps {
      let share = Double(count)
      largest = max(
        largest, abs(law(step.value) - Double(step.atMost) / share),
        abs(law(step.value - 1) - Double(before) / share))
      before = step.atMost
    }
    return largest
  }
}
