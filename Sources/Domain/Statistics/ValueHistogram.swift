/// Counts of whole numbers, in memory that doesn't grow with how many there are.
///
/// Values below 2^`bits` are counted one by one, so ranks among them are exact. Larger ones fall
/// into 2^(`bits` − 1) equal parts of each octave, which is at most 2^−`bits` off. Smallest,
/// largest, sum and count are exact.
public struct ValueHistogram: Hashable, Sendable {
  private let bits: Int
  private var counts: [Int] = []
  public private(set) var count = 0
  public private(set) var smallest = Int.max
  public private(set) var largest = Int.min
  private var sum: Int128 = 0

  /// - Parameter bits: 18 counts all below 262,144 one by one.
  public init(bits: Int) { self.bits = bits }

  /// - Precondition: `value` is not negative.
  public mutating func add(_ value: Int) {
    let slot = slot(of: value)
    if slot >= counts.count {
      counts.append(contentsOf: repeatElement(0, count: slot + 1 - counts.count))
    }
    counts[slot] += 1
    count += 1
    sum += Int128(value)
    smallest = min(smallest, value)
    largest = max(largest, value)
  }

  /// nil without values.
  public var mean: Double? { count > 0 ? Double(sum) / Double(count) : nil }

  public var total: Int { Int(clamping: sum) }

  /// The value of nearest rank: the smallest one that at least this share is at or below.
  ///
  /// - Complexity: O(slots).
  public func quantile(_ share: Double) -> Int? {
    guard count > 0 else { return nil }
    let rank = Int((share * Double(count) - 1e-9).rounded(.up))
    return value(atRank: min(max(rank, 1), count))
  }

  /// The value that `rank` − 1 values stand before, in rising order.
  public func value(atRank rank: Int) -> Int {
    var seen = 0
    for (slot, held) in counts.enumerated() {
      seen += held
      if seen >= rank { return min(max(middle(of: slot), smallest), largest) }
    }
    return largest
  }

  /// How many values are in a range, as far as slots tell them apart.
  public func count(in range: Range<Int>) -> Int {
    guard range.lowerBound < range.upperBound, !counts.isEmpty else { return 0 }
    let first = slot(of: max(range.lowerBound, 0))
    let last = min(slot(of: range.upperBound), counts.count)
    return first < last ? counts[first..<last].reduce(0, +) : 0
  }

  private func slot(of value: Int) -> Int {
    guard value >> bits != 0 else { return value }
    let octave = Int.bitWidth - value.leadingZeroBitCount - bits
    return (1 << bits) + ((octave - 1) << (bits - 1)) + (value >> octave) - (1 << (bits - 1))
  }

  private func middle(of slot: Int) -> Int {
    guard slot >> bits != 0 else { return slot }
    let beyond = slot - (1 << bits)
    let octave = (beyond >> (bits - 1)) + 1
    let part = (beyond & ((1 << (bits - 1)) - 1)) + (1 << (bits - 1))
    return (part << octave) + (1 << (octave - 1))
  }
}
