/// A measured value and the outcome it came from.
struct Sample {
  /// Bit pattern of a value that is not negative: it orders as the value does.
  var key: UInt64
  var row: Int32

  /// - Precondition: `value` is finite and not negative.
  init(_ value: Double, row: Int) {
    precondition(value >= 0 && value.isFinite, "\(value) can't be ranked")
    (key, self.row) = (abs(value).bitPattern, Int32(row))
  }

  var value: Double { Double(bitPattern: key) }
}

/// Sorts samples by value, ties in the order they came.
///
/// - Complexity: O(n), six passes of 11 bits at most; passes in which all agree are skipped.
func sortedByValue(_ samples: [Sample]) -> [Sample] {
  guard samples.count > 256 else { return samples.sorted { $0.key < $1.key } }
  var from = samples
  var into = samples
  for pass in 0..<6 {
    let shift = UInt64(11 * pass)
    var starts = [Int](repeating: 0, count: 2048)
    for sample in from { starts[Int(sample.key >> shift & 2047)] += 1 }
    if starts[Int(from[0].key >> shift & 2047)] == from.count { continue }
    var sum = 0
    for digit in 0..<2048 { (starts[digit], sum) = (sum, sum + starts[digit]) }
    for sample in from {
      let digit = Int(sample.key >> shift & 2047)
      into[starts[digit]] = sample
      starts[digit] += 1
    }
    swap(&from, &into)
  }
  return from
}
