/// What decode steps of an engine cost and draft while so many engines of its pool decode, which
/// share racks or drafters (replay semantics, §4.3).
public struct Contention: Hashable, Sendable {
  /// Most engines of the pool that decode, this one included.
  public var engines: Int
  public var cost: StepCost
  public var speculation: Speculation?

  public init(engines: Int, cost: StepCost, speculation: Speculation? = nil) {
    (self.engines, self.cost, self.speculation) = (engines, cost, speculation)
  }
}

extension EnginePool {
  /// Index into `contention` while so many engines of the pool decode; nil without any. Past the
  /// last the last one holds.
  @inlinable public func level(decoding engines: Int) -> Int? {
    guard !contention.isEmpty else { return nil }
    return contention.firstIndex { engines <= $0.engines } ?? contention.count - 1
  }
}
