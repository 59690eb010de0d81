extension Plan {
  /// The same plan with KV blocks of another size; each engine keeps its capacity in tokens.
  public func withBlocks(of tokens: Int) -> Plan {
    guard tokens != blockTokens else { return self }
    var plan = self
    for pool in plan.pools.indices {
      plan.pools[pool].kvBlocks = plan.pools[pool].kvBlocks * blockTokens / tokens
      if let host = plan.pools[pool].host {
        plan.pools[pool].host?.blocks = host.blocks * blockTokens / tokens
      }
      if let swap = plan.pools[pool].swap {
        plan.pools[pool].swap?.blocks = swap.blocks * blockTokens / tokens
      }
    }
    for store in plan.stores.indices {
      plan.stores[store].blocks = plan.stores[store].blocks * blockTokens / tokens
    }
    plan.blockTokens = tokens
    return plan
  }
}
