/// What is paid for output tokens that come at some speed.
public struct PriceTier: Hashable, Sendable {
  public var name: String
  /// Least tokens per second of a user.
  public var speed: Double
  /// Per million output tokens.
  public var dollars: Figure
  public init(name: String, speed: Double, dollars: Figure) {
    (self.name, self.speed, self.dollars) = (name, speed, dollars)
  }
}
