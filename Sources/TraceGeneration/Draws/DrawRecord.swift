public import Domain

/// All draws of a trace from the distributions of its workload.
struct DrawRecord: Sendable {
  /// By sampler of the program.
  var program: [DrawTally]
  /// By class: pauses of closed ones.
  var pauses: [DrawTally?] = []
  /// Streams of shared copies whose size was drawn: each is drawn again by every session.
  private var copies: Set<UInt64> = []

  init(program: [DrawTally]) { self.program = program }

  /// Whether the size that this stream gives is drawn for the first time.
  mutating func isFirst(_ stream: RandomStream) -> Bool { copies.insert(stream.bits).inserted }
}

extension TraceGenerator {
  /// Counts from now on what is drawn from each distribution of the workload.
  public mutating func recordDraws() {
    let program = builder.program
    let tallies = program.samplers.indices.map { index in
      DrawTally(
        program.distributions[index].value, program.samplers[index],
        place: program.distributions[index].place)
    }
    var record = DrawRecord(program: tallies)
    record.pauses = classes.enumerated().map { index, plan in
      guard case .closed(let closed) = plan.arrival, let sampler = closed.pause,
        let distribution = workload.classes[index].arrivals.pause
      else { return nil }
      return DrawTally(
        distribution, sampler, place: "traffic.\(workload.classes[index].name).sessions.pause")
    }
    builder.draws = record
  }

  /// What was drawn since `recordDraws`, beside what the file declares, in the order of the file:
  /// context, tools, agents, traffic.
  public func distributionChecks() -> [DistributionCheck] {
    guard let draws = builder.draws else { return [] }
    return (draws.program + draws.pauses.compactMap { $0 } + stayTallies()).map(\.check)
  }

  /// Stays of switching rates: each source's are walked through once more.
  private func stayTallies() -> [DrawTally] {
    var tallies: [DrawTally] = []
    for (index, plan) in classes.enumerated() {
      guard case .open(let open) = plan.arrival, case .rate(let rate, _) = open.process,
        let curve = workload.classes[index].arrivals.process.switching
      else { continue }
      let place = "traffic.\(workload.classes[index].name).sessions.\(curve.process).switching"
      var found = zip(curve.states, rate.states).enumerated().map { number, pair in
        DrawTally(pair.0.stay, pair.1.stay, place: "\(place).\(number).for")
      }
      for source in sources(of: index, open) {
        var walk = RateWalk()
        walk.visitStays(rate, stream: source) { found[$0].add($1) }
      }
      tallies += found
    }
    return tallies
  }

  private func sources(of index: Int, _ plan: ArrivalPlan) -> [RandomStream] {
    let stream = classes[index].stream
    guard let clients = plan.clients else { return [stream] }
    return (0..<clients.count).map { stream.numbered($0) }
  }
}

extension Arrivals.Process {
  /// The states of a switching rate, and the word that the process is written with.
  fileprivate var switching: (process: String, states: [RateCurve.State])? {
    let (word, curve): (String, RateCurve)
    switch self {
    case .poisson(let rate): (word, curve) = ("poisson", rate)
    case .gamma(let rate, _): (word, curve) = ("gamma", rate)
    case .weibull(let rate, _): (word, curve) = ("weibull", rate)
    case .steady(let rate): (word, curve) = ("steady", rate)
    case .atOnce, .concurrency, .schedule: return nil
    }
    guard case .switching(let states) = curve else { return nil }
    return (word, states)
  }
}
