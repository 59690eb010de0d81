/// How full the engines of each pool were over time, in spans of equal length; recorded with the
/// attribution.
///
/// Spans begin at 1 ms and double whenever a replay outgrows them, so that there are at most
/// `spans` of them.
public struct LoadSeries: Hashable, Sendable {
  public static let spans = 256
  /// Of a span.
  public private(set) var width: Ticks = 1000 * 1000 * .perNanosecond
  /// In the plan's order.
  public private(set) var pools: [Pool]

  /// Sums over the engines of a pool, by span, of value × ticks.
  public struct Pool: Hashable, Sendable {
    /// Sequences that are admitted.
    public fileprivate(set) var running: [Int128]
    /// Sequences in the engines' queues.
    public fileprivate(set) var queued: [Int128]
    /// KV blocks of admitted sequences: cached ones that none uses aren't counted.
    public fileprivate(set) var blocks: [Int128]
  }

  public init(pools: Int) {
    let none = [Int128](repeating: 0, count: Self.spans)
    self.pools = Array(repeating: Pool(running: none, queued: none, blocks: none), count: pools)
  }

  /// Adds what one engine had from one moment to another.
  ///
  /// - Complexity: O(spans that it touches).
  public mutating func add(
    _ pool: Int, from start: Ticks, to end: Ticks, running: Int, blocks: Int
  ) {
    guard end > start, running > 0 || blocks > 0 else { return }
    while end > width * Ticks(Self.spans) { widen() }
    Self.forEachSpan(from: start, to: end, width) { span, length in
      pools[pool].running[span] += length * Int128(running)
      pools[pool].blocks[span] += length * Int128(blocks)
    }
  }

  /// Adds what the queues of a pool's engines had together from one moment to another.
  ///
  /// - Complexity: O(spans that it touches).
  public mutating func add(_ pool: Int, from start: Ticks, to end: Ticks, queued: Int) {
    guard end > start, queued > 0 else { return }
    while end > width * Ticks(Self.spans) { widen() }
    Self.forEachSpan(from: start, to: end, width) { span, length in
      pools[pool].queued[span] += length * Int128(queued)
    }
  }

  @inline(__always)
  private static func forEachSpan(
    from start: Ticks, to end: Ticks, _ width: Ticks, _ body: (Int, Int128) -> Void
  ) {
    var (from, span) = (start, Int(start / width))
    while from < end {
      let until = min(end, Ticks(span + 1) * width)
      body(span, Int128(until - from))
      (from, span) = (until, span + 1)
    }
  }

  private mutating func widen() {
    width *= 2
    for pool in pools.indices {
      Self.fold(&pools[pool].running)
      Self.fold(&pools[pool].queued)
      Self.fold(&pools[pool].blocks)
    }
  }

  private static func fold(_ values: inout [Int128]) {
    for span in 0..<values.count / 2 { values[span] = values[2 * span] + values[2 * span + 1] }
    for span in values.count / 2..<values.count { values[span] = 0 }
  }
}
