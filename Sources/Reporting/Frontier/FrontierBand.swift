public import Domain

/// The frontier of an arm once more with one assumed figure at an end of its range.
public struct FrontierEnd: Hashable, Sendable {
  public enum Outcome: Hashable, Sendable {
    /// The points that the arm's frontier rests on.
    case measured([FrontierVariant])
    /// The arm can't be there, and why.
    case refused(String)
  }

  public var assumed: AssumedParameter
  public var value: Double
  public var outcome: Outcome

  public init(_ assumed: AssumedParameter, at value: Double, _ outcome: Outcome) {
    (self.assumed, self.value, self.outcome) = (assumed, value, outcome)
  }

  /// Adds a point that was replayed at this end.
  public mutating func add(_ point: FrontierPoint, ofVariant index: Int) {
    guard case .measured(var variants) = outcome else { return }
    variants[index].points.append(point)
    outcome = .measured(variants)
  }

  var points: [FrontierPoint] {
    if case .measured(let variants) = outcome { variants.flatMap(\.points) } else { [] }
  }

  var reason: String? {
    if case .refused(let reason) = outcome { reason } else { nil }
  }

  /// `rubin-2026.layer-time 60 us`
  var text: String { "\(assumed.name) \(Quantity.figure(value, assumed.unit))" }
}

/// How far an arm's output moves at each speed while assumed figures, one at a time, go through
/// their ranges.
struct FrontierBand {
  /// The least or the most, and which figure leads there; nil for the figures as they are.
  struct Edge {
    var output: Double
    var end: FrontierEnd?
  }

  let base: Curve
  private let ends: [(end: FrontierEnd, curve: Curve)]

  /// - Returns: nil where no figure was tried.
  init?(_ arm: Frontier.Arm) {
    guard !arm.ends.isEmpty else { return nil }
    base = arm.curve
    ends = arm.ends.compactMap { end in
      guard case .measured(let variants) = end.outcome else { return nil }
      return (end, Curve(bestOf: Curve.all(variants)))
    }
  }

  /// At a speed; an output of 0 where users don't get that speed.
  func edges(at speed: Double) -> (low: Edge, high: Edge) {
    let usual = Edge(output: base.output(at: speed) ?? 0)
    var (low, high) = (usual, usual)
    for (end, curve) in ends {
      let output = curve.output(at: speed) ?? 0
      if output < low.output { low = Edge(output: output, end: end) }
      if output > high.output { high = Edge(output: output, end: end) }
    }
    return (low, high)
  }

  /// Speeds at which some curve bends or begins, the fastest first.
  var speeds: [Double] {
    Set((ends.map(\.curve) + [base]).flatMap { $0.vertices.map(\.speed) }).sorted(by: >)
  }

  /// Around the area between the edges, from the fastest speed to the slowest and back.
  var outline: [(x: Double, y: Double)] {
    // Just above a speed at which a curve begins, it isn't there yet.
    let all = speeds.flatMap { [$0 * (1 + 1e-9), $0] }.dropFirst()
    let found = all.map { (speed: $0, edges: edges(at: $0)) }
    return found.map { (x: $0.speed, y: $0.edges.high.output) }
      + found.reversed().map { (x: $0.speed, y: $0.edges.low.output) }
  }
}
