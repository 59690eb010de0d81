/// What the comparisons of a study add up to.
public struct StudyReport: Hashable, Sendable {
  public var study: VerdictStudy
  public var comparisons: Int
  public var cells: [Cell]

  /// One shift under one plan of seeds.
  public struct Cell: Hashable, Sendable {
    var shift: Double
    var plan: VerdictStudy.SeedPlan
    /// Mean over comparisons.
    var seeds: Double
    /// Comparisons that called anything different that is the same.
    var alarmed: Rate
    /// Metrics that were.
    var alarms: Rate
    /// Of the shifted metric.
    var classes: [ClassVerdicts]
  }

  public struct ClassVerdicts: Hashable, Sendable {
    var name: String
    /// In the order of `Verdict.allCases`.
    var counts: [Int]
    func rate(_ verdict: Verdict) -> Rate {
      let index = Verdict.allCases.firstIndex(of: verdict) ?? 0
      return Rate(hits: counts[index], of: counts.reduce(0, +))
    }
  }

  /// - Parameter outcomes: Of each comparison, as `VerdictStudy.outcomes` orders them; not empty.
  public init(_ study: VerdictStudy, _ outcomes: [[VerdictStudy.Outcome]]) {
    precondition(!outcomes.isEmpty, "a study has a comparison")
    (self.study, comparisons) = (study, outcomes.count)
    cells = study.shifts.indices.flatMap { shift in
      study.stops.indices.map { stop in
        Cell(
          shift: study.shifts[shift], plan: study.stops[stop],
          outcomes.map { $0[shift * study.stops.count + stop] })
      }
    }
  }
}

extension StudyReport.Cell {
  init(shift: Double, plan: VerdictStudy.SeedPlan, _ outcomes: [VerdictStudy.Outcome]) {
    (self.shift, self.plan) = (shift, plan)
    seeds = Double(outcomes.reduce(0) { $0 + $1.seeds }) / Double(outcomes.count)
    alarmed = Rate(hits: outcomes.count { $0.alarms > 0 }, of: outcomes.count)
    alarms = Rate(
      hits: outcomes.reduce(0) { $0 + $1.alarms }, of: outcomes.reduce(0) { $0 + $1.unshifted })
    let names = Set(outcomes.flatMap { $0.shifted.keys }).sorted()
    classes = names.map { name in
      StudyReport.ClassVerdicts(
        name: name,
        counts: Verdict.allCases.map { verdict in
          outcomes.count { $0.shifted[name] == verdict }
        })
    }
  }
}

/// A share of trials, and how well they pin it down.
public struct Rate: Hashable, Sendable {
  var hits: Int
  var of: Int

  /// 0 where there were no trials.
  var share: Double { of == 0 ? 0 : Double(hits) / Double(of) }

  /// 95 % interval (Wilson, Journal of the American Statistical Association 22, 1927).
  var interval: (low: Double, high: Double) {
    guard of > 0 else { return (0, 1) }
    let (n, z) = (Double(of), 1.959964)
    let center = share + z * z / (2 * n)
    let reach = z * (share * (1 - share) / n + z * z / (4 * n * n)).squareRoot()
    let whole = 1 + z * z / n
    return (max(0, (center - reach) / whole), min(1, (center + reach) / whole))
  }
}
