import Domain

/// What one replay of one load says: all that a frontier or a search for capacity needs of it.
public struct PointFigures: Hashable, Sendable {
  /// What users of one class, or of all, got.
  public struct Group: Hashable, Sendable {
    public var name: String
    /// Median, in tokens per second.
    public var tpsPerUser: Double?
    /// In seconds.
    public var ttftMedian: Double?
    public var ttftTail: Double?
    /// Share of requests, and output tokens of good ones per second.
    public var goodput: Double?
    public var goodTokensPerSecond: Double?

    public init(
      name: String, tpsPerUser: Double?, ttftMedian: Double?, ttftTail: Double?, goodput: Double?,
      goodTokensPerSecond: Double?
    ) {
      (self.name, self.tpsPerUser) = (name, tpsPerUser)
      (self.ttftMedian, self.ttftTail) = (ttftMedian, ttftTail)
      (self.goodput, self.goodTokensPerSecond) = (goodput, goodTokensPerSecond)
    }

    init(_ group: GroupSummary) {
      self.init(
        name: group.name, tpsPerUser: group.tpsPerUser?.p50, ttftMedian: group.ttft?.p50,
        ttftTail: group.ttft?.p99, goodput: group.goodput?.fraction,
        goodTokensPerSecond: group.goodput?.tokensPerSecond)
    }
  }

  /// One assertion's value: seconds for durations, else as its metric says.
  public struct Judged: Hashable, Sendable {
    public var text: String
    public var value: Double?
    public var passed: Bool
    public init(text: String, value: Double?, passed: Bool) {
      (self.text, self.value, self.passed) = (text, value, passed)
    }
  }

  /// `all` and the classes, found by name.
  public var groups: [Group]
  /// Of the whole platform, idle racks too.
  public var watts: Double
  /// Output tokens per second and megawatt, and with prompt tokens.
  public var outputPerMegawatt: Double?
  public var totalPerMegawatt: Double?
  /// nil unless the platform states a price.
  public var dollarsPerMillionTokens: Double?
  public var revenuePerMegawattHour: Double?
  /// Requests that arrived.
  public var requests: Int
  public var backlog: Backlog
  public var assertions: [Judged]

  public init(
    groups: [Group], watts: Double, outputPerMegawatt: Double?, totalPerMegawatt: Double?,
    dollarsPerMillionTokens: Double?, requests: Int, backlog: Backlog, assertions: [Judged]
  ) {
    (self.groups, self.watts, self.requests) = (groups, watts, requests)
    (self.outputPerMegawatt, self.totalPerMegawatt) = (outputPerMegawatt, totalPerMegawatt)
    self.dollarsPerMillionTokens = dollarsPerMillionTokens
    (self.backlog, self.assertions) = (backlog, assertions)
  }

  public init(_ report: ArmReport, backlog: Backlog) {
    let summary = report.summary
    self.init(
      groups: ([summary.all] + summary.classes.filter { $0.name != "all" }).map(Group.init),
      watts: summary.efficiency.watts,
      outputPerMegawatt: summary.efficiency.outputTokensPerSecondPerMegawatt,
      totalPerMegawatt: summary.efficiency.totalTokensPerSecondPerMegawatt,
      dollarsPerMillionTokens: summary.efficiency.dollarsPerMillionOutputTokens,
      requests: summary.counts.arrived, backlog: backlog,
      assertions: report.assertions.map {
        Judged(text: $0.assertion.text, value: $0.value, passed: $0.passed)
      })
    revenuePerMegawattHour = summary.efficiency.revenuePerMegawattHour
  }

  public func group(_ name: String) -> Group? { groups.first { $0.name == name } }
}
