/// Memory beyond an engine's own that keeps what its cache has had (replay semantics, §5.1, 5.2).
public struct MemoryTier: Hashable, Sendable {
  /// Blocks of KV cache that it holds.
  public var blocks: Int
  /// The way back, for tokens that the engine doesn't hold any more.
  public var reload: Plan.Transfer
  public init(blocks: Int, reload: Plan.Transfer) { (self.blocks, self.reload) = (blocks, reload) }
}

/// How engines of a pool reach a tier that they share with others.
public struct StoreAccess: Hashable, Sendable {
  /// Index into `Plan.stores`.
  public var index: Int
  /// Per token of KV over the engine's own link, the one over which KV is handed over to it.
  public var perToken: Ticks
  public init(index: Int, perToken: Ticks) { (self.index, self.perToken) = (index, perToken) }
}
