import Domain

/// Where the time of some requests, or of those of some sessions, was spent, and behind whom.
struct Places {
  /// Whose prompts interfered most; nil where nobody's did.
  let interferer: String?
  /// Ticks by engine, one row for each component of requests.
  private let ticks: [[Ticks]]
  /// Too few for a place that they share to say anything.
  private let isFew: Bool
  /// Which components of a row were spent at the engine that the row names.
  private let isAtLast: [Bool]

  /// - Parameter rows: Of requests, or of sessions where they are ranked.
  init(
    _ subject: Tail.Subject, _ rows: [Int], _ arm: ArmResult, _ header: TraceHeader,
    _ attribution: Attribution
  ) {
    let engines = arm.pools.reduce(0) { $0 + $1.engines }
    var ticks = Component.ofRequests.map { _ in [Ticks](repeating: 0, count: engines) }
    var blame = [Ticks](repeating: 0, count: header.classes.count)
    var members = rows
    if subject == .session {
      let sessions = SessionSet(rows, of: arm)
      members = arm.requests.indices.filter { sessions.contains(arm.requests[$0].session) }
    }
    for index in members {
      func spent(_ component: Component) -> Ticks {
        subject == .ttft
          ? attribution.beforeFirstToken(index, component)
          : attribution.requests[index * Attribution.requestWidth + component.index]
      }
      let engine = Int(attribution.engines[index])
      for component in Component.ofRequests where (0..<engines).contains(engine) {
        ticks[component.index][engine] += spent(component)
      }
      let interferer = Int(
        subject == .ttft
          ? attribution.earlyInterferers[index] : attribution.interferers[index])
      if interferer >= 0 { blame[interferer] += spent(.interference) }
    }
    self.ticks = ticks
    isFew = rows.count < Places.few
    let most = blame.indices.max { blame[$0] < blame[$1] }
    interferer = most.flatMap { blame[$0] > 0 ? header.classes[$0].name : nil }
    // A request that was handed over was elsewhere before its last engine.
    let isSplit = arm.pools.contains { $0.role != .aggregated }
    isAtLast = Component.ofRequests.map { component in
      switch component {
      case .preemption, .transfer, .attention, .ffn, .exchange, .draft: true
      case .queue, .prefill, .interference, .reload, .jitter: !isSplit
      default: false
      }
    }
  }

  private static let few = 5

  /// The engine with most of a component: at least half of it, and well above an even share.
  func engine(of component: Component) -> Int? {
    guard !isFew, component.index < ticks.count, isAtLast[component.index] else { return nil }
    let row = ticks[component.index]
    let whole = row.reduce(0) { $0 + Double($1) }
    guard row.count > 1, whole > 0,
      let most = row.indices.max(by: { row[$0] < row[$1] })
    else { return nil }
    return Double(row[most]) / whole >= max(0.5, 1.5 / Double(row.count)) ? most : nil
  }
}
