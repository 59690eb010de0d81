public import Domain

extension ArmResult {
  /// Pooled gaps by class, agent, model and name of the tenant, whatever its number.
  public var namedGaps: [[String]: GapHistogram] {
    let named = gaps.map { group in
      let name =
        group.tenant < GapGroup.mostTenants ? tenants[group.tenant] : "all others"
      return (["\(group.classIndex)", "\(group.agent)", "\(group.model)", name], group.histogram)
    }
    return Dictionary(uniqueKeysWithValues: named)
  }
}
