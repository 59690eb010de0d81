import Domain

/// Numbers the groups that outcomes are counted in: all, then classes, tenants and agents.
struct Groups {
  let names: [String]
  private let firstTenant: Int
  private let firstAgent: Int

  init(_ arm: ArmResult, _ header: TraceHeader) {
    firstTenant = 1 + header.classes.count
    firstAgent = firstTenant + arm.tenants.count
    names = ["all"] + header.classes.map(\.name) + arm.tenants + header.agents
  }

  var count: Int { names.count }
  var classes: Range<Int> { 1..<firstTenant }
  var tenants: Range<Int> { firstTenant..<firstAgent }
  var agents: Range<Int> { firstAgent..<count }

  /// Calls `body` with each group of an outcome; `agent` is nil for turns and sessions.
  func forEach(_ classIndex: UInt8, _ tenant: Int32, _ agent: UInt16?, _ body: (Int) -> Void) {
    body(0)
    body(1 + Int(classIndex))
    body(firstTenant + Int(tenant))
    if let agent { body(firstAgent + Int(agent)) }
  }

  /// Distribution of one metric in each group.
  ///
  /// - Parameters:
  ///   - perSecond: Of the samples' unit; 1 for rates and seconds.
  ///   - owner: Class, tenant and agent of a row.
  /// - Complexity: O(samples); sorted once for all groups.
  func quantiles(
    _ samples: [Sample], perSecond: Double,
    owner: (Int) -> (UInt8, Int32, UInt16?)
  ) -> [Quantiles?] {
    var columns = [[Double]](repeating: [], count: count)
    for sample in sortedByValue(samples) {
      let (classIndex, tenant, agent) = owner(Int(sample.row))
      forEach(classIndex, tenant, agent) { columns[$0].append(sample.value) }
    }
    return columns.map { Quantiles(sorted: $0, perSecond: perSecond) }
  }
}
