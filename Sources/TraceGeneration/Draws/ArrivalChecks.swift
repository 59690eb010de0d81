public import Domain

extension TraceGenerator {
  /// The sessions that each rate declares beside those that started. Left out are classes without a
  /// rate, with a `total`, and those whose rate switches at random, which declares no number.
  ///
  /// - Parameter started: Sessions by class.
  public func arrivalChecks(started: [Int]) -> [ArrivalCheck] {
    classes.enumerated().compactMap { index, plan in
      guard case .open(let open) = plan.arrival, open.total == .max,
        case .rate(let rate, _) = open.process, rate.states.isEmpty
      else { return nil }
      let declared = open.load * rate.pieces.reduce(0) { $0 + $1.mass }
      let error = spread(of: workload.classes[index].arrivals, declared: declared)
      let off = abs(Double(started[index]) - declared)
      return ArrivalCheck(
        place: "traffic.\(workload.classes[index].name).sessions", declared: declared,
        started: started[index], deviates: error.map { off > $0 } ?? false)
    }
  }

  /// How far a number of sessions may be off; nil where there are too few to tell.
  ///
  /// A stationary renewal process of n gaps counts n ± cv·√n in the limit (Cox, Renewal Theory,
  /// 1962, §4.6); where clients have few gaps each, their sum is close to a Poisson process. A
  /// steady class is off by less than one for each of its clients.
  private func spread(of arrivals: Arrivals, declared: Double) -> Double? {
    let clients = Double(arrivals.clients?.count ?? 1)
    let cv: Double
    switch arrivals.process {
    case .steady: return 1 + DrawTally.errors * (clients / 4).squareRoot()
    case .gamma(_, let variation), .weibull(_, let variation): cv = variation
    default: cv = 1
    }
    let unit = clients > 1 ? max(cv, 1) : cv
    guard declared >= 100 * max(1, unit * unit) else { return nil }
    return 1 + DrawTally.errors * unit * declared.squareRoot()
  }
}
