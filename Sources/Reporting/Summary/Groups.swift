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

  /// Who an outcome belongs to, in few bytes, as it is looked up in random order.
  struct Owner {
    var tenant: Int32
    /// nil for turns and sessions.
    var agent: UInt16?
    var classIndex: UInt8

    init(_ classIndex: UInt8, _ tenant: Int32, _ agent: UInt16? = nil) {
      (self.classIndex, self.tenant, self.agent) = (classIndex, tenant, agent)
    }
  }

  /// Calls `body` with each group of an outcome.
  @inline(__always)
  func forEach(_ owner: Owner, _ body: (Int) -> Void) {
    body(0)
    body(1 + Int(owner.classIndex))
    body(firstTenant + Int(owner.tenant))
    if let agent = owner.agent { body(firstAgent + Int(agent)) }
  }

  /// Distribution of one metric in each group.
  ///
  /// - Parameters:
  ///   - perSecond: Of the samples' unit; 1 for rates and seconds.
  ///   - owners: By row of the samples.
  /// - Complexity: O(samples); sorted once for all groups.
  func quantiles(_ samples: [Sample], perSecond: Double, owners: [Owner]) -> [Quantiles?] {
    var ends = [Int](repeating: 0, count: count)
    for sample in samples { forEach(owners[Int(sample.row)]) { ends[$0] += 1 } }
    var total = 0
    var next = ends
    for group in ends.indices {
      next[group] = total
      total += ends[group]
      ends[group] = total
    }
    let starts = next
    // The sorted values of each group, one group after the other.
    var columns = [Double](repeating: 0, count: total)
    for sample in sortedByValue(samples) {
      forEach(owners[Int(sample.row)]) { group in
        columns[next[group]] = sample.value
        next[group] += 1
      }
    }
    return ends.indices.map {
      Quantiles(sorted: columns[starts[$0]..<ends[$0]], perSecond: perSecond)
    }
  }
}
