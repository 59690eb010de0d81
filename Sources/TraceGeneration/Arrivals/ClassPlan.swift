import Domain

/// A traffic class, ready to start sessions.
struct ClassPlan: Sendable {
  enum Arrival: Sendable {
    case open(ArrivalPlan)
    case closed(ClosedPlan)
  }

  /// Where all its draws come from.
  let stream: RandomStream
  let agent: Int
  /// Index of the class's model, −1 for none.
  let model: Int
  let arrival: Arrival
  private let tenants: Population
  private let tenantTable: WeightTable

  /// A class that starts a session when another ends.
  struct ClosedPlan: Sendable {
    var slots: Int
    var sessions: Int
    var start: Nanoseconds
    var end: Nanoseconds
    var over: Nanoseconds
    var pause: Sampler?
    var total: Int?

    /// When a session starts that fills a slot for the first time; nil for those that follow
    /// others.
    func start(of session: Int) -> Nanoseconds? {
      guard session < slots else { return nil }
      let share = Double(session) / Double(slots)
      let moment = start + Nanoseconds((Double(over) * share).rounded())
      return moment < end ? moment : nil
    }
  }

  init(
    _ trafficClass: TrafficClass, duration: Nanoseconds, load: Double, root: RandomStream,
    models: [String]
  ) throws(GenerationError) {
    stream = root.named(trafficClass.name)
    agent = trafficClass.agent
    model = trafficClass.model.flatMap { models.firstIndex(of: $0) } ?? Program.none
    tenants = trafficClass.tenants ?? .equal(1)
    let place = "class `\(trafficClass.name)`"
    tenantTable = try WeightTable(checking: tenants, place: "`tenants` of \(place)")
    arrival = try ClassPlan.arrival(
      trafficClass.arrivals, duration: duration, load: load, place: "`sessions` of \(place)")
  }

  private static func arrival(
    _ arrivals: Arrivals, duration: Nanoseconds, load: Double, place: String
  ) throws(GenerationError) -> Arrival {
    let start = arrivals.start
    let limits = [start, arrivals.over, arrivals.length ?? 0, Nanoseconds(arrivals.total ?? 0)]
    guard limits.allSatisfy({ $0 >= 0 && $0 <= Ticks.horizonNanoseconds }) else {
      throw .invalid(place: place, problem: "has an impossible limit")
    }
    let end = min(duration, arrivals.length.map { start + $0 } ?? duration)
    if case .concurrency(let count) = arrivals.process {
      let slots = try scaled(count, by: load, place: place)
      let pause = try arrivals.pause.map { (pause) throws(GenerationError) in
        try Sampler(pause, place: "pause in \(place)")
      }
      return .closed(
        ClosedPlan(
          slots: slots, sessions: slots == 0 ? 0 : arrivals.total ?? max(256, 16 * slots),
          start: start, end: end, over: arrivals.over, pause: pause, total: arrivals.total))
    }
    let length = max(end - start, 0).inSeconds
    let process = try process(arrivals, length: length, load: load, place: place)
    var clients: WeightTable?
    if case .rate = process, let population = arrivals.clients {
      clients = try WeightTable(checking: population, place: "clients in \(place)")
      guard population.count <= WeightTable.largestCount else {
        throw .invalid(
          place: "clients in \(place)",
          problem: "has more than \(WeightTable.largestCount) members")
      }
    }
    return .open(
      ArrivalPlan(
        process: process, start: start, end: end, total: arrivals.total ?? .max, clients: clients,
        load: load))
  }

  /// What starts sessions of an open class.
  private static func process(
    _ arrivals: Arrivals, length: Double, load: Double, place: String
  ) throws(GenerationError) -> ArrivalPlan.Process {
    func rate(_ curve: RateCurve, _ gaps: Shape?) throws(GenerationError) -> ArrivalPlan.Process {
      let plan = try RatePlan(curve, spikes: arrivals.spikes, length: length, place: place)
      return .rate(plan, gaps: gaps)
    }
    func shape(
      _ family: Distribution.Family, _ cv: Double
    ) throws(GenerationError) -> Shape {
      guard cv >= 1e-3 && cv <= Shape.largestVariation else {
        throw .invalid(place: place, problem: "has a `cv` that is not from 0.001 to 1000")
      }
      return Shape(family, cv: cv)
    }
    switch arrivals.process {
    case .poisson(let curve): return try rate(curve, .exponential)
    case .gamma(let curve, let cv): return try rate(curve, shape(.gamma, cv))
    case .weibull(let curve, let cv): return try rate(curve, shape(.weibull, cv))
    case .steady(let curve): return try rate(curve, nil)
    case .schedule(let moments):
      guard moments.first ?? 0 >= 0, zip(moments, moments.dropFirst()).allSatisfy(<=) else {
        throw .invalid(place: place, problem: "has moments that do not rise")
      }
      return .schedule(moments)
    case .atOnce(let count), .concurrency(let count):
      return .atOnce(try scaled(count, by: load, place: place))
    }
  }

  /// A count times the load, rounded up but for what only rounding has added.
  private static func scaled(
    _ count: Int, by load: Double, place: String
  ) throws(GenerationError) -> Int {
    let product = Double(count) * load
    guard count >= 0 && product < 1e9 else {
      throw .invalid(place: place, problem: "has an impossible number of sessions")
    }
    return Int((product - 1e-9).rounded(.up))
  }

  /// Name of the tenant that a session, or a client, draws.
  func tenant(_ stream: RandomStream) -> String {
    let index = tenantTable.index(at: stream.named(Use.tenant).uniform)
    if case .named(let members) = tenants { return members[index].name }
    return "t\(index + 1)"
  }

  /// What the trace's header says of the class.
  func traceClass(_ trafficClass: TrafficClass) -> TraceClass {
    var described = TraceClass(
      name: trafficClass.name, priority: trafficClass.priority, deadline: trafficClass.deadline,
      slo: trafficClass.slo)
    if case .atOnce = trafficClass.arrivals.process { described.isMeasuredWhole = true }
    if case .closed(let closed) = arrival {
      described.closed = TraceClass.ClosedLoop(
        sessions: closed.sessions, until: closed.end, total: closed.total)
    }
    return described
  }
}
