/// When decoding sequences need their next KV block: each once every `period` tokens, at its phase.
///
/// Steps are counted in tokens: boundaries are the engine's positions, 1 apart without speculation.
struct BlockNeeds: ~Copyable {
  /// By phase: sequences that need a block at positions ≡ phase modulo the block size.
  private var counts: Column<Int32>
  /// Of `width` phases each: large blocks have more phases than an engine has sequences.
  private var sums: Column<Int32>
  private static let width = 16
  private var total: Int = 0
  private let period: Int64

  init(blockTokens: Int) {
    counts = Column(repeating: 0, count: blockTokens)
    sums = Column(repeating: 0, count: blockTokens / BlockNeeds.width + 1)
    period = Int64(blockTokens)
  }

  /// Phase of a sequence that holds `stored` tokens of KV at boundary `step`.
  func phase(step: Int64, stored: Int64) -> Int32 {
    let ahead = (period - stored % period) % period
    return Int32((step + ahead) % period)
  }

  mutating func add(_ phase: Int32) {
    counts[Int(phase)] += 1
    sums[Int(phase) / BlockNeeds.width] += 1
    total += 1
  }

  mutating func remove(_ phase: Int32) {
    counts[Int(phase)] -= 1
    sums[Int(phase) / BlockNeeds.width] -= 1
    total -= 1
  }

  /// How often the `count` positions up to `step` are at a phase.
  func passes(of phase: Int32, upTo step: Int64, count: Int64) -> Int64 {
    let behind = ((step - Int64(phase)) % period + period) % period
    return behind < count ? (count - 1 - behind) / period + 1 : 0
  }

  func atBoundary(_ step: Int64) -> Int { Int(counts[Int(step % period)]) }

  /// Blocks needed at the `count` boundaries after `step`.
  ///
  /// - Complexity: O(block size / 16 + 16).
  func after(_ step: Int64, count: Int64) -> Int {
    guard count > 0, total > 0 else { return 0 }
    var sum = Int(count / period) * total
    let phase = Int((step + 1) % period)
    let end = phase + Int(count % period)
    sum += self.sum(phase..<min(end, counts.count))
    if end > counts.count { sum += self.sum(0..<(end - counts.count)) }
    return sum
  }

  /// Sequences at phases of a range.
  private func sum(_ range: Range<Int>) -> Int {
    var sum = 0
    var phase = range.lowerBound
    while phase < range.upperBound {
      if phase % BlockNeeds.width == 0, phase + BlockNeeds.width <= range.upperBound {
        sum += Int(sums[phase / BlockNeeds.width])
        phase += BlockNeeds.width
      } else {
        sum += Int(counts[phase])
        phase += 1
      }
    }
    return sum
  }

  /// A bound on the blocks needed at any `count` boundaries in a row.
  func most(count: Int64) -> Int { Int(count / period + 1) * total }

  /// The first of the `limit` boundaries after `step` at which more than `available` blocks are
  /// needed in all, or `limit` if none is.
  func firstExceeding(_ available: Int, after step: Int64, limit: Int64) -> Int64 {
    if most(count: limit) <= available { return limit }
    guard total > 0 else { return limit }
    let turns = Int64(available / total)
    var count = turns * period
    if count >= limit { return limit }
    var sum = Int(turns) * total
    var phase = Int((step + 1 + count) % period)
    while count < limit {
      count += 1
      sum += Int(counts[phase])
      if sum > available { return count }
      phase = phase + 1 == counts.count ? 0 : phase + 1
    }
    return limit
  }
}
