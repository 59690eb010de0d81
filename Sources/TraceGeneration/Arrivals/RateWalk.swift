import Domain

/// The rate of a class over its active window, cut into pieces where the formula changes.
struct RatePlan: Sendable {
  /// Length of the active window in seconds.
  var length: Double
  var spikes: SpikeTable
  /// The pieces of a curve that is the same for all sources; empty for a switching one.
  var pieces: [RatePiece] = []
  var states: [State] = []
  /// Picks the first state, in proportion to mean stays.
  var firstState: WeightTable?

  /// Sessions per second beyond which nanoseconds can't tell starts apart.
  static let largestRate = 1e9

  struct State: Sendable {
    var rate: Double
    var stay: Sampler
  }

  init(
    _ curve: RateCurve, spikes: [Arrivals.Spike], length: Double, place: String
  ) throws(GenerationError) {
    self.length = length
    self.spikes = SpikeTable(
      spikes.map { ($0.at.inSeconds, $0.at.inSeconds + $0.duration.inSeconds, $0.times) })
    for spike in spikes where !(spike.times >= 0 && spike.times < .infinity && spike.duration >= 0)
    {
      throw .invalid(place: place, problem: "has an impossible spike")
    }
    if case .switching(let states) = curve {
      try prepare(states, place: place)
    } else {
      for piece in try RatePlan.formulas(curve, length: length, place: place) { cut(piece) }
    }
  }

  private mutating func prepare(_ states: [RateCurve.State], place: String) throws(GenerationError)
  {
    guard states.count >= 2 else {
      throw .invalid(place: place, problem: "switches between fewer than two states")
    }
    for state in states {
      try RatePlan.check(state.rate, place: place)
      self.states.append(State(rate: state.rate, stay: try Sampler(state.stay, place: place)))
    }
    let means = self.states.map(\.stay.mean)
    guard means.allSatisfy({ $0 > 0 }) else {
      throw .invalid(place: place, problem: "has a state that takes no time")
    }
    firstState = WeightTable(means)
  }

  /// Splits a piece at the edges of spikes.
  private mutating func cut(_ piece: RatePiece) {
    var time = piece.start
    while time < piece.end {
      let end = min(spikes.edge(after: time), piece.end)
      pieces.append(piece.part(from: time, to: end, factor: spikes.factor(at: time)))
      time = end
    }
  }

  private static func check(_ rate: Double, place: String) throws(GenerationError) {
    guard rate >= 0 && rate <= RatePlan.largestRate else {
      throw .invalid(place: place, problem: "has an impossible rate")
    }
  }

  private static func formulas(
    _ curve: RateCurve, length: Double, place: String
  ) throws(GenerationError) -> [RatePiece] {
    switch curve {
    case .constant(let rate):
      try check(rate, place: place)
      return [RatePiece(start: 0, end: length, law: .line(from: rate, to: rate))]
    case .phases(let phases):
      var pieces: [RatePiece] = []
      var (time, rate) = (0.0, 0.0)
      for phase in phases {
        try check(phase.from, place: place)
        try check(phase.to, place: place)
        rate = phase.to
        let end = time + phase.duration.inSeconds
        guard end > time else { continue }
        let whole = RatePiece(start: time, end: end, law: .line(from: phase.from, to: phase.to))
        if time < length { pieces.append(whole.part(from: time, to: min(end, length), factor: 1)) }
        time = end
      }
      if time < length {
        pieces.append(RatePiece(start: time, end: length, law: .line(from: rate, to: rate)))
      }
      return pieces
    case .wave(let mean, let peak, let period, let peakAt):
      try check(mean, place: place)
      guard period > 0, mean <= peak, peak <= 2 * mean else {
        throw .invalid(place: place, problem: "has an impossible wave")
      }
      let law = RatePiece.Law.wave(
        mean: mean, swing: peak - mean, turning: 2 * .pi / period.inSeconds,
        peak: peakAt.inSeconds)
      return [RatePiece(start: 0, end: length, law: law)]
    case .switching: return []
    }
  }
}

/// Walks along a rate plan to the moments where its integral reaches given values, which rise.
struct RateWalk: Sendable {
  private var index = 0
  private var piece = RatePiece(start: 0, end: 0, law: .line(from: 0, to: 0))
  private var massBefore = 0.0
  private var pieceMass = 0.0
  private var state = -1
  private var stayEnd = 0.0
  private var stays = 0

  /// Seconds from the class's start, or nil if that is after the active window.
  ///
  /// - Parameter stream: names the source; used by switching curves only.
  mutating func time(of mass: Double, plan: RatePlan, stream: RandomStream) -> Double? {
    while mass > massBefore + pieceMass || pieceMass <= 0 {
      massBefore += pieceMass
      let next = plan.states.isEmpty ? takePiece(plan) : takeStay(plan, stream: stream)
      guard let next else { return nil }
      piece = next
      pieceMass = next.mass
    }
    return piece.time(of: mass - massBefore)
  }

  private mutating func takePiece(_ plan: RatePlan) -> RatePiece? {
    guard index < plan.pieces.count else { return nil }
    index += 1
    return plan.pieces[index - 1]
  }

  private mutating func takeStay(_ plan: RatePlan, stream: RandomStream) -> RatePiece? {
    let time = piece.end
    guard time < plan.length else { return nil }
    while time >= stayEnd { change(plan, stream: stream) }
    let end = min(stayEnd, plan.spikes.edge(after: time), plan.length)
    let rate = plan.states[state].rate
    return RatePiece(
      start: time, end: end, law: .line(from: rate, to: rate),
      factor: plan.spikes.factor(at: time))
  }

  @discardableResult
  private mutating func change(_ plan: RatePlan, stream: RandomStream) -> Int {
    let pick = stream.named(Use.state).numbered(stays).uniform
    if state < 0 {
      state = plan.firstState?.index(at: pick) ?? 0
    } else {
      let others = plan.states.count - 1
      let other = min(Int(pick * Double(others)), others - 1)
      state = other < state ? other : other + 1
    }
    let stay = plan.states[state].stay.draw(stream.named(Use.stay).numbered(stays))
    // A stay of nothing still takes a nanosecond, so that time goes on.
    stayEnd += max(Nanoseconds(stay), 1).inSeconds
    stays += 1
    return stay
  }

  /// Goes through the stays of a source that begin in the active window.
  mutating func visitStays(
    _ plan: RatePlan, stream: RandomStream, _ body: (_ state: Int, _ stay: Int) -> Void
  ) {
    while stayEnd < plan.length {
      let stay = change(plan, stream: stream)
      body(state, stay)
    }
  }
}
