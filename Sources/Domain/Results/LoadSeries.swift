/// How full the engines of each pool were over time, in spans of equal length; recorded with the
/// attribution.
///
/// Spans begin at 2²⁰ ns, about a millisecond, and double whenever a replay outgrows them, so that
/// there are at most `spans` of them.
public struct LoadSeries: Hashable, Sendable {
  public static let spans = 256
  /// Of a span: 2 to the power of `widthBits`, so that a moment's span is found by a shift.
  public var width: Ticks { 1 << Ticks(widthBits) }
  private var widthBits = 20 + Ticks.perNanosecond.trailingZeroBitCount
  /// In the plan's order.
  public private(set) var pools: [Pool]

  /// Sums over the engines of a pool, by span, of value × ticks.
  public struct Pool: Hashable, Sendable {
    /// Sequences that are admitted.
    public var running: [Int128] { sums.map(\.running) }
    /// Sequences in the engines' queues.
    public var queued: [Int128] { sums.map(\.queued) }
    /// KV blocks of admitted sequences: cached ones that none uses aren't counted.
    public var blocks: [Int128] { sums.map(\.blocks) }
    fileprivate var sums = [Span](repeating: Span(), count: LoadSeries.spans)
  }

  fileprivate struct Span: Hashable {
    var running: Int128 = 0
    var queued: Int128 = 0
    var blocks: Int128 = 0
  }

  public init(pools: Int) {
    self.pools = Array(repeating: Pool(), count: pools)
  }

  /// Adds what one engine had from one moment to another.
  ///
  /// - Complexity: O(spans that it touches).
  public mutating func add(
    _ pool: Int, from start: Ticks, to end: Ticks, running: Int, blocks: Int
  ) {
    guard end > start, running > 0 || blocks > 0 else { return }
    add(pool, from: start, to: end, Span(running: Int128(running), blocks: Int128(blocks)))
  }

  /// Adds what the queues of a pool's engines had together from one moment to another.
  ///
  /// - Complexity: O(spans that it touches).
  public mutating func add(_ pool: Int, from start: Ticks, to end: Ticks, queued: Int) {
    guard end > start, queued > 0 else { return }
    add(pool, from: start, to: end, Span(queued: Int128(queued)))
  }

  @inline(__always)
  private mutating func add(_ pool: Int, from start: Ticks, to end: Ticks, _ value: Span) {
    while end > width * Ticks(Self.spans) { widen() }
    var (from, span) = (start, Int(start >> Ticks(widthBits)))
    while from < end {
      let until = min(end, Ticks(span + 1) << Ticks(widthBits))
      let length = Int128(until - from)
      pools[pool].sums[span].running += length * value.running
      pools[pool].sums[span].queued += length * value.queued
      pools[pool].sums[span].blocks += length * value.blocks
      (from, span) = (until, span + 1)
    }
  }

  private mutating func widen() {
    widthBits += 1
    for pool in pools.indices {
      for span in 0..<Self.spans / 2 {
        let (one, other) = (pools[pool].sums[2 * span], pools[pool].sums[2 * span + 1])
        pools[pool].sums[span] = Span(
          running: one.running + other.running, queued: one.queued + other.queued,
          blocks: one.blocks + other.blocks)
      }
      for span in Self.spans / 2..<Self.spans { pools[pool].sums[span] = Span() }
    }
  }
}
