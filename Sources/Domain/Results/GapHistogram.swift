/// Counts of gaps between tokens in log-linear buckets: 1,024 to each doubling of a gap, so that a
/// percentile is at most 0.1 % off.
///
/// Gaps come as arithmetic progressions of ticks, thousands at a time, and are put into buckets on
/// unrounded ticks: a replay that jumps and one that walks fill the same buckets.
public struct GapHistogram: Hashable, Sendable {
  /// Gaps of no length: tokens that came with the one before.
  public private(set) var zeros: UInt64 = 0
  /// By bucket, from `firstBucket` to the largest seen.
  public private(set) var counts: [UInt64] = []
  /// The start of the doubling that the smallest seen is in.
  public private(set) var firstBucket = 0
  public private(set) var count: UInt64 = 0
  /// Of all gaps, in ticks; past 64 bits in long replays.
  public private(set) var sum: UInt128 = 0
  public private(set) var maximum: Ticks = 0

  public init() {}

  /// One whose parts are known.
  public init(
    zeros: UInt64, counts: [UInt64], firstBucket: Int, sum: UInt128, maximum: Ticks
  ) {
    (self.zeros, self.counts, self.firstBucket) = (zeros, counts, firstBucket)
    (self.sum, self.maximum) = (sum, maximum)
    count = counts.reduce(zeros, &+)
  }

  static let fractionBits = 10

  /// The bucket a gap falls into. Gaps below 2¹¹ ticks (half a nanosecond) are exact.
  static func bucket(of gap: Ticks) -> Int {
    let width = 64 - gap.leadingZeroBitCount
    guard width > fractionBits + 1 else { return Int(gap) }
    let shift = width - fractionBits - 1
    return (shift << fractionBits) + Int(gap >> Ticks(shift))
  }

  /// The smallest gap of a bucket.
  static func lowerEdge(of bucket: Int) -> Ticks {
    guard bucket >= 2 << fractionBits else { return Ticks(bucket) }
    let shift = (bucket >> fractionBits) - 1
    return Ticks(bucket - (shift << fractionBits)) << Ticks(shift)
  }

  /// Adds `weight` gaps of one length. Zero gaps are the tokens that arrive together.
  public mutating func add(_ gap: Ticks, weight: UInt64) {
    add(gap, to: GapHistogram.bucket(of: gap), weight: weight)
    sum += UInt128(gap) * UInt128(weight)
    maximum = max(maximum, gap)
  }

  /// Adds `weight` of each of the `terms` gaps `first`, `first + difference`, …
  ///
  /// - Complexity: O(buckets touched), one for nearly every run.
  public mutating func add(first: Ticks, difference: Ticks, terms: Int, weight: UInt64) {
    guard terms > 0 else { return }
    let last = first + difference * Ticks(terms - 1)
    var done = 0
    var value = first
    while done < terms {
      let bucket = GapHistogram.bucket(of: value)
      let edge = GapHistogram.lowerEdge(of: bucket + 1)
      let fits = last < edge ? terms - done : Int((edge - value + difference - 1) / difference)
      add(value, to: bucket, weight: weight * UInt64(fits))
      done += fits
      value += difference * Ticks(fits)
    }
    let pairs = UInt128(first) + UInt128(last)
    sum += UInt128(weight) * (pairs * UInt128(terms) / 2)
    maximum = max(maximum, last)
  }

  /// Adds `weight` of each of some gaps.
  ///
  /// - Complexity: O(gaps), each a lookup.
  public mutating func add(_ gaps: ArraySlice<Ticks>, weight: UInt64) {
    var (total, longest) = (Ticks(0), Ticks(0))
    for gap in gaps {
      add(gap, to: GapHistogram.bucket(of: gap), weight: weight)
      total += gap
      longest = max(longest, gap)
    }
    sum += UInt128(total) * UInt128(weight)
    maximum = max(maximum, longest)
  }

  /// Gaps between the moments at which tokens come: without those between tokens of one step.
  public var withoutZeros: GapHistogram {
    var others = self
    others.removeZeros(zeros)
    return others
  }

  /// Takes back `weight` of the gaps of length zero: tokens that a step would have yielded to
  /// sequences that needed fewer.
  public mutating func removeZeros(_ weight: UInt64) {
    zeros -= weight
    count -= weight
  }

  public mutating func merge(_ other: GapHistogram) {
    if !other.counts.isEmpty {
      reach(other.firstBucket)
      reach(other.firstBucket + other.counts.count - 1)
      let offset = other.firstBucket - firstBucket
      for (place, weight) in other.counts.enumerated() { counts[offset + place] += weight }
    }
    zeros += other.zeros
    count += other.count
    sum += other.sum
    maximum = max(maximum, other.maximum)
  }

  /// Nearest-rank percentile in ticks, at most 0.1 % below the exact one; nil when empty.
  ///
  /// - Parameter share: In (0, 1].
  public func quantile(_ share: Double) -> Ticks? {
    count > 0 ? quantiles([share])[0] : nil
  }

  /// Several of them in one walk.
  ///
  /// - Parameter shares: In (0, 1], rising.
  /// - Precondition: Not empty.
  public func quantiles(_ shares: [Double]) -> [Ticks] {
    precondition(count > 0, "a distribution of something")
    var (seen, place) = (zeros, 0)
    let counts = counts.span
    return shares.map { share in
      let rank = max(1, UInt64((share * Double(count)).rounded(.up)))
      if rank >= count { return maximum }
      if rank <= zeros { return 0 }
      while seen < rank {
        seen += counts[place]
        place += 1
      }
      return min(maximum, GapHistogram.lowerEdge(of: firstBucket + place - 1))
    }
  }

  /// Whether some tokens came with the one before.
  public var hasZeros: Bool { zeros > 0 }

  private mutating func add(_ gap: Ticks, to bucket: Int, weight: UInt64) {
    count += weight
    if bucket == 0 {
      zeros += weight
      return
    }
    if UInt(bitPattern: bucket - firstBucket) >= UInt(counts.count) { reach(bucket) }
    counts[bucket - firstBucket] += weight
  }

  /// Makes `counts` hold a bucket.
  private mutating func reach(_ bucket: Int) {
    let start = bucket & ~((1 << GapHistogram.fractionBits) - 1)
    if counts.isEmpty {
      firstBucket = start
    } else if start < firstBucket {
      counts.insert(contentsOf: repeatElement(0, count: firstBucket - start), at: 0)
      firstBucket = start
    }
    let missing = bucket + 1 - firstBucket - counts.count
    if missing > 0 { counts.append(contentsOf: repeatElement(0, count: missing)) }
  }
}
