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
  return radixSorted(samples, key: \.key)
}

/// The same of bare keys.
func sortedKeys(_ keys: consuming [UInt64]) -> [UInt64] {
  guard keys.count > 256 else { return keys.sorted() }
  return radixSorted(keys, key: \.self)
}

private let digitBits: UInt64 = 11
private let digitCount = 1 << 11

@inline(__always)
private func radixSorted<Element>(
  _ elements: consuming [Element], key: (Element) -> UInt64
) -> [Element] {
  // What was given is sorted where it is, so that there are two copies and never three.
  var counts = digitCounts(elements, key)
  var from = elements
  var into = from
  for place in 0..<6 {
    let shift = digitBits * UInt64(place)
    let digits = place * digitCount..<(place + 1) * digitCount
    let one = digits.lowerBound + Int(key(from[0]) >> shift & UInt64(digitCount - 1))
    if Int(counts[one]) == from.count { continue }
    var sum: UInt32 = 0
    for index in digits { (counts[index], sum) = (sum, sum + counts[index]) }
    distribute(from, into: &into, places: &counts) {
      digits.lowerBound + Int(key($0) >> shift & UInt64(digitCount - 1))
    }
    swap(&from, &into)
  }
  return from
}

/// How often each digit has each value, counted in one walk for all digits.
@inline(__always)
private func digitCounts<Element>(
  _ elements: [Element], _ key: (Element) -> UInt64
) -> [UInt32] {
  var counts = [UInt32](repeating: 0, count: 6 * digitCount)
  var total = counts.mutableSpan
  for element in elements {
    var rest = key(element)
    for place in 0..<6 {
      total[place * digitCount + Int(rest & UInt64(digitCount - 1))] &+= 1
      rest >>= digitBits
    }
  }
  return counts
}

@inline(__always)
private func distribute<Element>(
  _ source: [Element], into target: inout [Element], places: inout [UInt32],
  digit: (Element) -> Int
) {
  var target = target.mutableSpan
  var places = places.mutableSpan
  for element in source {
    let digit = digit(element)
    target[Int(places[digit])] = element
    places[digit] &+= 1
  }
}
