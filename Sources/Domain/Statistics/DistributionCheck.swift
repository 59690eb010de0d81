/// One distribution of a workload file: what it declares, and what was drawn from it.
public struct DistributionCheck: Hashable, Sendable {
  /// Where it stands in the file, as `--set` names it: `agents.coder.steps.1.repeat`.
  public var place: String
  public var quantity: Distribution.Quantity
  public var draws = 0
  public var statistics: [Statistic] = []

  public init(place: String, quantity: Distribution.Quantity) {
    (self.place, self.quantity) = (place, quantity)
  }

  /// Whether anything drawn can't be taken for what is declared.
  public var deviates: Bool { statistics.contains(where: \.deviates) }

  public struct Statistic: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable { case p50, p99, mean }
    public var kind: Kind
    /// In the place's unit: tokens, a count, or nanoseconds.
    public var declared: Double
    /// nil without draws.
    public var observed: Double?
    /// It would be this far off less than once in 100,000 times if values were drawn as declared.
    public var deviates: Bool

    public init(kind: Kind, declared: Double, observed: Double?, deviates: Bool) {
      (self.kind, self.declared) = (kind, declared)
      (self.observed, self.deviates) = (observed, deviates)
    }
  }
}
