/// Host memory of an engine, which keeps what its cache has had (replay semantics, §5.1).
public struct HostTier: Hashable, Sendable {
  /// Blocks of KV cache that it holds.
  public var blocks: Int
  /// The way back, for tokens that the engine doesn't hold any more.
  public var reload: Plan.Transfer
  public init(blocks: Int, reload: Plan.Transfer) { (self.blocks, self.reload) = (blocks, reload) }
}
