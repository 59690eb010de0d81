import Domain

/// What was found in a trace, and what a workload fitted to it can't say.
struct FitNotes {
  private(set) var findings: [String]
  private(set) var warnings: [String]

  init(_ sample: FitSample, _ fit: WorkloadFit) {
    (findings, warnings) = (fit.findings, fit.warnings)
    if let rows = sample.rows {
      let sessions = sample.requestsPerSession
      let several = sessions.count { $0 > 1 }
      findings.append(
        "\(sample.inputs.count) rows are \(sessions.count) conversations, \(several) of them with "
          + "more than one turn: a prompt that begins with all whole blocks of an earlier one is "
          + "its next turn"
          + (rows.bounds.count > 1 ? "; those of few turns are classes of their own" : ""))
      if rows.headTokens > 0 {
        findings.append("prompts begin with \(rows.headTokens) tokens that all share")
      }
      for agent in sample.agents where agent.known > 0.005 {
        let name = WorkloadFit.name(agent.name, or: "assistant")
        findings.append(
          "`\(name)`: \(percent(agent.knownTokens, agent.openingTokens)) of what follows in first "
            + "prompts was in an earlier session's: openings are drawn from a population of which "
            + "some come twice")
      }
      if sample.agents.contains(where: { $0.known > 0.005 }) {
        warnings.append("which openings are hot isn't written: all copies are equally likely")
      }
      if rows.bounds.count > 1 {
        warnings.append(
          "conversations that went on before the trace began or after it ended are taken for "
            + "shorter ones")
      }
      warnings.append(
        "the pause between turns is from sending to sending in the trace, so it has the time of "
          + "the answer in it")
    }
    if !sample.kinds.isEmpty {
      findings.append(
        "sessions are of \(sample.kinds.count) kinds, by requests in a turn and in the session: "
          + sample.kinds.map { "`\($0)`" }.joined(separator: ", "))
    }
    if let tick = CountSeries.tick(of: sample.sends.sorted()) {
      warnings.append(
        "the trace's clock has steps of \(text(tick)); the workload's moments are not rounded, so "
          + "figures over time are compared after rounding both")
    }
    if sample.rows == nil, sample.idealTokens == 0, sample.header.seed == nil {
      warnings.append("the trace says nothing of what prompts share: none is written")
    }
    if sample.requestsPerSession.count < 100 {
      warnings.append(
        (sample.isOneSession
          ? "one session is little" : "\(sample.requestsPerSession.count) sessions are few")
          + ": tails of the session's shape are guesses")
    }
    addHotCopies(fit.workload)
    addCorrelation(sample)
  }

  /// Copies that many sessions use have sizes that hang on the seed.
  private mutating func addHotCopies(_ workload: Workload) {
    let tenants = workload.classes.compactMap(\.tenants).first
    for context in workload.contexts {
      // Of each tenant's own, that of the busiest.
      let copies = context.sharedBy == .tenant ? tenants : context.copies
      guard case .zipf(let count, let exponent)? = copies,
        case .quantiles = context.tokens.form
      else { continue }
      let hottest = PopularityFit.weights(count, exponent)[0]
      guard hottest > 0.05 else { continue }
      warnings.append(
        "`\(context.name)`: its hottest copy is in \(Int((hottest * 100).rounded())) % of the "
          + "sessions and has another size under each seed, so ISL differs from seed to seed")
    }
  }

  /// Output in proportion to input, which the language does not have.
  private mutating func addCorrelation(_ sample: FitSample) {
    let found = Self.rankCorrelation(sample.inputs, sample.outputs)
    guard abs(found) > 0.2 else { return }
    warnings.append(
      "ISL and OSL have a rank correlation of \(Double((found * 100).rounded()) / 100); the "
        + "language draws them apart")
  }

  /// Spearman's rank correlation, of every n-th pair where there are more than 20,000.
  static func rankCorrelation(_ one: [Int], _ other: [Int]) -> Double {
    let step = max(1, one.count / 20_000)
    let places = Array(stride(from: 0, to: one.count, by: step))
    guard places.count > 20 else { return 0 }
    func ranks(_ values: [Int]) -> [Double] {
      let order = places.indices.sorted {
        (values[places[$0]], $0) < (values[places[$1]], $1)
      }
      var ranks = Array(repeating: 0.0, count: places.count)
      var first = 0
      while first < order.count {
        var last = first
        while last + 1 < order.count,
          values[places[order[last + 1]]] == values[places[order[first]]]
        { last += 1 }
        for index in first...last { ranks[order[index]] = Double(first + last) / 2 }
        first = last + 1
      }
      return ranks
    }
    let (a, b) = (ranks(one), ranks(other))
    let mean = Double(places.count - 1) / 2
    var (product, left, right) = (0.0, 0.0, 0.0)
    for index in a.indices {
      product += (a[index] - mean) * (b[index] - mean)
      left += (a[index] - mean) * (a[index] - mean)
      right += (b[index] - mean) * (b[index] - mean)
    }
    return left > 0 && right > 0 ? product / (left * right).squareRoot() : 0
  }

  private func percent(_ part: Int, _ whole: Int) -> String {
    let tenths = (Double(part) / Double(max(whole, 1)) * 1000).rounded() / 10
    return "\(tenths) %"
  }

  private func text(_ time: Nanoseconds) -> String {
    time % .second == 0 ? "\(time / .second) s" : "\(time / .millisecond) ms"
  }
}
