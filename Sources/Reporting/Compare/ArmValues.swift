import Domain

/// What one replay says of every metric that can be gated, class by class.
///
/// A comparison needs no more of an arm than this, so a baseline can be kept in a file.
public struct ArmValues: Hashable, Sendable {
  public var policy: String
  public var platform: String
  /// In the header's order.
  public var classes: [Group]
  /// Metrics of the platform as a whole.
  public var whole: Group

  public struct Group: Hashable, Sendable {
    public var name: String
    /// Whether anything at all was measured.
    public var isServed: Bool
    /// In the order of `GatedMetric.all`: in seconds for durations, shares as fractions.
    public var values: [Double?]

    /// - Parameter values: By the name of the metric; others are nil.
    public init(name: String, isServed: Bool, values: [String: Double]) {
      (self.name, self.isServed) = (name, isServed)
      self.values = GatedMetric.all.map { values[$0.name] }
    }

    init(_ group: GroupSummary, _ arm: ArmSummary) {
      (name, isServed) = (group.name, !group.isEmpty)
      values = GatedMetric.all.map { $0.value(group, arm) }
    }

    public func value(_ metric: GatedMetric) -> Double? {
      metric.position.flatMap { values[$0] }
    }
  }

  public init(policy: String, platform: String, classes: [Group], whole: Group) {
    (self.policy, self.platform) = (policy, platform)
    (self.classes, self.whole) = (classes, whole)
  }

  public init(_ arm: ArmSummary) {
    (policy, platform) = (arm.policy, arm.platform)
    classes = arm.classes.map { Group($0, arm) }
    whole = Group(arm.all, arm)
  }

  /// The group that a metric is judged in; the whole for metrics of the platform.
  func group(_ className: String, _ metric: GatedMetric) -> Group? {
    metric.isOfPlatform ? whole : classes.first { $0.name == className }
  }
}
