import Domain

/// Where the time of some requests, or of those of some sessions, was spent, and behind whom.
struct Places {
  /// Whose prompts interfered most; nil where nobody's did.
  let interferer: String?
  /// Ticks by engine, one row for each component of requests.
  private let ticks: [[Ticks]]
  /// Too few for a place that they share to say anything.
  private let isFew: Bool
  private let pools: [(name: String, engines: Range<Int>)]
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
    var first = 0
    pools = arm.pools.map { pool in
      first += pool.engines
      return (pool.name, first - pool.engines..<first)
    }
    isFew = rows.count < Places.few
    let most = blame.indices.max { blame[$0] < blame[$1] }
    interferer = most.flatMap { blame[$0] > 0 ? header.classes[$0].name : nil }
    // A request that was handed over was elsewhere before its last engine.
    let isSplit = arm.pools.contains { $0.role != .aggregated }
    isAtLast = Component.ofRequests.map { component in
      switch component {
      case .preemption, .transfer, .attention, .ffn, .exchange, .draft, .verify: true
      case .queue, .prefill, .interference, .reload, .jitter: !isSplit
      default: false
      }
    }
  }

  private static let few = 5

  /// The engine with most of a component: at least half of it, well above an even share of its
  /// pool, and above what it has of the middle's.
  func engine(of component: Component, besides middle: Places) -> Int? {
    guard !isFew, component.index < ticks.count, isAtLast[component.index] else { return nil }
    let row = ticks[component.index]
    let whole = row.reduce(0) { $0 + Double($1) }
    guard whole > 0, let most = row.indices.max(by: { row[$0] < row[$1] }) else { return nil }
    let beside = pools.first { $0.engines.contains(most) }?.engines.count ?? 1
    let share = Double(row[most]) / whole
    let isMore = share >= Places.more * middle.share(of: component, on: most)
    return beside > 1 && isMore && share >= max(0.5, 1.5 / Double(beside)) ? most : nil
  }

  private static let more = 1.25

  private func share(of component: Component, on engine: Int) -> Double {
    let whole = ticks[component.index].reduce(0) { $0 + Double($1) }
    return whole > 0 ? Double(ticks[component.index][engine]) / whole : 0
  }

  /// An engine's pool, and its number there.
  func name(_ engine: Int) -> String {
    guard let pool = pools.first(where: { $0.engines.contains(engine) }) else { return "\(engine)" }
    return "\(pool.name) engine \(engine - pool.engines.lowerBound)"
  }
}
