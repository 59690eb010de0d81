/// The rate of a class: how many sessions it declares, and how many started.
public struct ArrivalCheck: Hashable, Sendable {
  /// Where it stands in the file, as `--set` names it: `traffic.users.sessions`.
  public var place: String
  /// Integral of the rate over the class's active window, times the load.
  public var declared: Double
  public var started: Int
  /// It would be this far off less than once in 100,000 times if sessions started as declared.
  public var deviates: Bool

  public init(place: String, declared: Double, started: Int, deviates: Bool) {
    (self.place, self.declared) = (place, declared)
    (self.started, self.deviates) = (started, deviates)
  }
}
