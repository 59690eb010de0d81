import Domain

/// Walks the outcomes of an arm once and fills in the summary of every group.
struct Summarizer {
  private let arm: ArmResult
  private let header: TraceHeader
  private let groups: Groups
  private let window: MeasuredWindow
  private var summaries: [GroupSummary]
  /// Of all, then of each class.
  private(set) var curves: [Curves]
  private var refusedInWindow: [Int]
  private var cutShort: [Int]
  private var finishedOverall: [Int]
  private var cached: [Int64]
  /// Dollars per second for the output of what finished in the window.
  private(set) var revenueRate = 0.0

  init(_ arm: ArmResult, _ header: TraceHeader, _ groups: Groups) {
    (self.arm, self.header, self.groups) = (arm, header, groups)
    window = MeasuredWindow(arm, header)
    summaries = groups.names.map(GroupSummary.init(name:))
    curves = groups.names[..<groups.classes.upperBound].map(Curves.init(name:))
    refusedInWindow = Array(repeating: 0, count: groups.count)
    cutShort = refusedInWindow
    finishedOverall = refusedInWindow
    cached = Array(repeating: 0, count: groups.count)
  }

  mutating func addRequests() {
    let owners = arm.requests.map(Groups.Owner.init)
    let measured = countRequests(owners)
    let first = samples(measured) { $0.outputTokens > 0 ? Double($0.firstToken) : nil }
    add(groups.sorted(first, owners), perSecond: 1e9, \.ttft, \.ttft)
    let stall = samples(measured) { $0.outputTokens > 0 ? Double($0.stall) : nil }
    add(groups.sorted(stall, owners), perSecond: 1e9, \.stall)
    let last = samples(measured) { Double($0.last) }
    add(groups.sorted(last, owners), perSecond: 1e9, \.e2e, \.e2e)
    let each = samples(measured) { $0.timePerOutputToken }
    let times = groups.sorted(each, owners)
    add(times, perSecond: 1, \.tpot, \.tpot)
    let tpsPerUser = rates(each, times, owners)
    for group in summaries.indices { summaries[group].tpsPerUser = tpsPerUser[group] }
  }

  /// Sets a metric of all groups, and the curve of those that have any.
  private mutating func add(
    _ columns: Groups.Columns, perSecond: Double,
    _ metric: WritableKeyPath<GroupSummary, Quantiles?>,
    _ curve: WritableKeyPath<Curves, [Double]>? = nil
  ) {
    let found = groups.quantiles(sorted: columns, perSecond: perSecond)
    for group in summaries.indices { summaries[group][keyPath: metric] = found[group] }
    guard let curve else { return }
    for group in curves.indices {
      curves[group][keyPath: curve] = Curves.values(
        sorted: columns.values(of: group), perSecond: perSecond)
    }
  }

  /// Tokens, rates and goodput, which cover more than what was sent in the window.
  ///
  /// - Returns: The rows of what was sent in it.
  private mutating func countRequests(_ owners: [Groups.Owner]) -> [Int32] {
    let goodness = Goodness(arm, header)
    var measured: [Int32] = []
    var totals = RequestTotals(groups, window)
    var revenue = RevenueCount(arm.prices, classes: header.classes.count)
    var run = RequestTally()
    var owner = owners.first
    for (row, request) in arm.requests.enumerated() {
      if owners[row] != owner {
        owner.map { totals.add(run, of: $0) }
        (owner, run) = (owners[row], RequestTally())
      }
      let isInWindow = window.contains(request.sent + request.last, of: request.classIndex)
      let isMeasured = window.contains(request.sent, of: request.classIndex)
      if isInWindow { revenue.add(request) }
      if isMeasured { measured.append(Int32(row)) }
      run.add(
        request, isInWindow: isInWindow, isMeasured: isMeasured,
        isGood: isMeasured && goodness.isGood(request))
    }
    owner.map { totals.add(run, of: $0) }
    revenueRate = revenue.rate(window)
    for group in summaries.indices {
      let total = totals.total(group)
      finishedOverall[group] = Int(total.finished)
      (summaries[group].inputTokens, summaries[group].outputTokens) = (total.input, total.output)
      (cached[group], summaries[group].requests) = (total.cached, Int(total.measured))
      summaries[group].requestRate = totals.rate(group, \.finishedInWindow)
      summaries[group].promptTokenRate = totals.rate(group, \.inputInWindow)
      summaries[group].tokenRate = totals.rate(group, \.outputInWindow)
    }
    judge(totals)
    return measured
  }

  private func samples(_ rows: [Int32], _ value: (RequestOutcome) -> Double?) -> [Sample] {
    var samples: [Sample] = []
    samples.reserveCapacity(rows.count)
    for row in rows {
      if let value = value(arm.requests[Int(row)]) { samples.append(Sample(value, row: Int(row))) }
    }
    return samples
  }

  /// Tokens a second, of requests that take time for their tokens.
  private func rates(
    _ times: [Sample], _ sorted: Groups.Columns, _ owners: [Groups.Owner]
  ) -> [Quantiles?] {
    // The faster, the less time: what is sorted already needs no second sorting.
    if let least = sorted.all.first, least > 0 {
      return groups.quantiles(sorted: sorted.reversed { 1 / $0 }, perSecond: 1)
    }
    let rates = times.compactMap { time in
      time.value > 0 ? Sample(1 / time.value, row: Int(time.row)) : nil
    }
    return groups.quantiles(rates, perSecond: 1, owners: owners)
  }

  private mutating func judge(_ totals: RequestTotals) {
    var lateInWindow = [Int](repeating: 0, count: groups.count)
    // A refusal ends its session, so sessions cut short count refused requests.
    for session in arm.sessions where session.isCutShort {
      let isMeasured = window.contains(session.start, of: session.classIndex)
      groups.forEach(Groups.Owner(session.classIndex, session.tenant)) { group in
        cutShort[group] += 1
        if isMeasured { refusedInWindow[group] += 1 }
      }
    }
    // A turn that the next one overtook was late: nobody got its answer.
    for request in arm.cancelled
    where request.isLate && window.contains(request.sent, of: request.classIndex) {
      groups.forEach(Groups.Owner(request)) { lateInWindow[$0] += 1 }
    }
    for group in summaries.indices {
      let judged = summaries[group].requests + refusedInWindow[group] + lateInWindow[group]
      guard judged > 0 else { continue }
      summaries[group].goodput = GroupSummary.Goodput(
        fraction: Double(totals.total(group).good) / Double(judged),
        requestsPerSecond: totals.rate(group, \.good),
        tokensPerSecond: totals.rate(group, \.goodOutput))
    }
  }

  mutating func addTurns() {
    var lengths: [Sample] = []
    var responses: [Sample] = []
    var silences: [Sample] = []
    var underruns = [Int](repeating: 0, count: groups.count)
    for (row, turn) in arm.turns.enumerated()
    where window.contains(turn.start, of: turn.classIndex) {
      // A turn that was cut off before its end has no length.
      if turn.length >= 0 { lengths.append(Sample(Double(turn.length), row: row)) }
      if turn.silence >= 0 { silences.append(Sample(Double(turn.silence), row: row)) }
      if turn.hasUnderrun {
        groups.forEach(Groups.Owner(turn.classIndex, turn.tenant)) { underruns[$0] += 1 }
      }
      if turn.response >= 0 { responses.append(Sample(Double(turn.response), row: row)) }
      groups.forEach(Groups.Owner(turn.classIndex, turn.tenant)) { summaries[$0].turns += 1 }
    }
    let owners = arm.turns.map { Groups.Owner($0.classIndex, $0.tenant) }
    let turn = groups.quantiles(lengths, perSecond: 1e9, owners: owners)
    let response = groups.quantiles(responses, perSecond: 1e9, owners: owners)
    let silence = groups.quantiles(silences, perSecond: 1e9, owners: owners)
    for group in summaries.indices {
      (summaries[group].turn, summaries[group].response) = (turn[group], response[group])
      summaries[group].silence = silence[group]
      summaries[group].underruns = silence[group].map {
        Double(underruns[group]) / Double($0.count)
      }
    }
  }

  mutating func addSessions() {
    var lengths: [Sample] = []
    var working: [Sample] = []
    var due = [Int](repeating: 0, count: groups.count)
    var missed = due
    var ended = ClassCounts(groups, window)
    for (row, session) in arm.sessions.enumerated() {
      count(session, in: &ended)
      guard window.contains(session.start, of: session.classIndex) else { continue }
      groups.forEach(Groups.Owner(session.classIndex, session.tenant)) {
        summaries[$0].sessions += 1
      }
      if let deadline = header.classes[Int(session.classIndex)].deadline {
        let isMissed = session.isCutShort || session.total > deadline
        groups.forEach(Groups.Owner(session.classIndex, session.tenant)) { group in
          due[group] += 1
          if isMissed { missed[group] += 1 }
        }
      }
      if session.isCutShort { continue }
      lengths.append(Sample(Double(session.length), row: row))
      working.append(Sample(Double(session.withoutThink), row: row))
    }
    let owners = arm.sessions.map { Groups.Owner($0.classIndex, $0.tenant) }
    add(groups.sorted(lengths, owners), perSecond: 1e9, \.session, \.session)
    let withoutThink = groups.quantiles(working, perSecond: 1e9, owners: owners)
    for group in summaries.indices {
      summaries[group].sessionRate = ended.rate(group)
      summaries[group].sessionWithoutThink = withoutThink[group]
      if due[group] > 0 {
        summaries[group].deadlineMisses = Double(missed[group]) / Double(due[group])
      }
    }
  }

  private func count(_ session: SessionOutcome, in ended: inout ClassCounts) {
    let end = session.start + session.total
    guard !session.isCutShort, window.contains(end, of: session.classIndex) else { return }
    groups.forEach(Groups.Owner(session.classIndex, session.tenant)) {
      ended.add($0, session.classIndex)
    }
  }

  mutating func addGaps() {
    var pooled = [GapHistogram](repeating: GapHistogram(), count: groups.count)
    for group in arm.gaps {
      pooled[0].merge(group.histogram)
      pooled[groups.classes.lowerBound + group.classIndex].merge(group.histogram)
      pooled[groups.agents.lowerBound + group.agent].merge(group.histogram)
      pooled[groups.models.lowerBound + group.model].merge(group.histogram)
      guard group.tenant < GapGroup.mostTenants else { continue }
      pooled[groups.tenants.lowerBound + group.tenant].merge(group.histogram)
    }
    for group in summaries.indices {
      summaries[group].itl = Quantiles(pooled[group])
      summaries[group].stepGap =
        pooled[group].hasZeros ? Quantiles(pooled[group].withoutZeros) : summaries[group].itl
    }
    for group in curves.indices {
      curves[group].itl = Curves.values(pooled[group])
      curves[group].stepGap =
        pooled[group].hasZeros ? Curves.values(pooled[group].withoutZeros) : curves[group].itl
    }
  }

  /// Shares of requests by what became of them, over everything.
  private mutating func addShares() {
    var stopped = [Int](repeating: 0, count: groups.count)
    for request in arm.cancelled {
      groups.forEach(Groups.Owner(request)) { stopped[$0] += 1 }
    }
    for group in summaries.indices {
      let arrived = finishedOverall[group] + cutShort[group] + stopped[group]
      guard arrived > 0 else { continue }
      summaries[group].cancelled = Double(stopped[group]) / Double(arrived)
      // Which agent and model a refused request was of isn't kept.
      guard group < groups.agents.lowerBound else { continue }
      summaries[group].refused = Double(cutShort[group]) / Double(arrived)
    }
  }

  /// Shares that cover everything, and the summaries.
  mutating func finished() -> [GroupSummary] {
    for group in summaries.indices {
      if summaries[group].inputTokens > 0 {
        summaries[group].cacheHit = Double(cached[group]) / Double(summaries[group].inputTokens)
      }
    }
    addShares()
    if arm.tokens.input > 0 {
      summaries[0].cacheHit = Double(arm.tokens.cached) / Double(arm.tokens.input)
    }
    return summaries
  }
}
