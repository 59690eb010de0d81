import Domain

/// Numbers the groups that outcomes are counted in: all, then classes, tenants, agents and
/// models.
struct Groups {
  let names: [String]
  private let firstTenant: Int
  private let firstAgent: Int
  private let firstModel: Int

  init(_ arm: ArmResult, _ header: TraceHeader) {
    firstTenant = 1 + header.classes.count
    firstAgent = firstTenant + arm.tenants.count
    firstModel = firstAgent + header.agents.count
    names = ["all"] + header.classes.map(\.name) + arm.tenants + header.agents + header.models
  }

  var count: Int { names.count }
  var classes: Range<Int> { 1..<firstTenant }
  var tenants: Range<Int> { firstTenant..<firstAgent }
  var agents: Range<Int> { firstAgent..<firstModel }
  var models: Range<Int> { firstModel..<count }

  /// Who an outcome belongs to, in few bytes, as it is looked up in random order.
  struct Owner: Equatable {
    var tenant: Int32
    /// Of a request.
    var agent: UInt16 = 0
    var model: UInt16 = 0
    var classIndex: UInt8
    var isRequest = false

    /// Of a turn or a session.
    init(_ classIndex: UInt8, _ tenant: Int32) {
      (self.classIndex, self.tenant) = (classIndex, tenant)
    }

    init(_ request: RequestOutcome) {
      (classIndex, tenant, isRequest) = (request.classIndex, request.tenant, true)
      (agent, model) = (request.agent, request.model)
    }

    init(_ request: CancelledOutcome) {
      (classIndex, tenant, isRequest) = (request.classIndex, request.tenant, true)
      (agent, model) = (request.agent, request.model)
    }
  }

  /// Calls `body` with each group of an outcome.
  @inline(__always)
  func forEach(_ owner: Owner, _ body: (Int) -> Void) {
    body(0)
    body(1 + Int(owner.classIndex))
    body(firstTenant + Int(owner.tenant))
    guard owner.isRequest else { return }
    body(firstAgent + Int(owner.agent))
    body(firstModel + Int(owner.model))
  }

  /// Distribution of one metric in each group.
  ///
  /// - Parameters:
  ///   - perSecond: Of the samples' unit; 1 for rates and seconds.
  ///   - owners: By row of the samples.
  /// - Complexity: O(samples); sorted once for all groups.
  func quantiles(_ samples: [Sample], perSecond: Double, owners: [Owner]) -> [Quantiles?] {
    quantiles(sorted: sorted(samples, owners), perSecond: perSecond)
  }

  /// Sorted values of all groups.
  struct Columns {
    /// Of every sample.
    var all: [Double]
    /// Of the groups that have some samples and not all, one group after the other.
    var parts: [Double] = []
    /// By group: its part, nil for all of them.
    var ranges: [Range<Int>?]

    func values(of group: Int) -> ArraySlice<Double> {
      ranges[group].map { parts[$0] } ?? all[...]
    }

    /// The same of `change` of each value, which turns their order around.
    func reversed(_ change: (Double) -> Double) -> Columns {
      var other = self
      for (index, value) in all.enumerated() { other.all[all.count - 1 - index] = change(value) }
      for case let range? in ranges where !range.isEmpty {
        for index in range {
          other.parts[range.lowerBound + range.upperBound - 1 - index] = change(parts[index])
        }
      }
      return other
    }
  }

  /// - Complexity: O(samples); sorted once for all groups.
  func sorted(_ samples: [Sample], _ owners: [Owner]) -> Columns {
    var counts = [Int](repeating: 0, count: count)
    for sample in samples { forEach(owners[Int(sample.row)]) { counts[$0] += 1 } }
    var total = 0
    let ranges: [Range<Int>?] = counts.map { size in
      if size == samples.count { return nil }
      total += size
      return total - size..<total
    }
    guard total > 0 else {
      let keys = sortedKeys(samples.map(\.key))
      return Columns(all: keys.map { Double(bitPattern: $0) }, ranges: ranges)
    }
    let order = sortedByValue(samples)
    var next = ranges.map { $0?.lowerBound ?? -1 }
    var parts = [Double](repeating: 0, count: total)
    for sample in order {
      forEach(owners[Int(sample.row)]) { group in
        guard next[group] >= 0 else { return }
        parts[next[group]] = sample.value
        next[group] += 1
      }
    }
    return Columns(all: order.map(\.value), parts: parts, ranges: ranges)
  }

  /// Distribution in each group.
  func quantiles(sorted columns: Columns, perSecond: Double) -> [Quantiles?] {
    let all = Quantiles(sorted: columns.all[...], perSecond: perSecond)
    return columns.ranges.indices.map { group in
      columns.ranges[group] == nil
        ? all : Quantiles(sorted: columns.values(of: group), perSecond: perSecond)
    }
  }
}
