import Domain

/// What the time of sessions is spent on: their critical paths (replay semantics, §8).
extension Simulation {
  /// Keeps the critical path of a session that ends now.
  mutating func recordPath(_ slot: Int32) {
    let session = Int(slot)
    guard let outcome = result.sessions.last else { return }
    let isKept = attribution.longest.admits(outcome, in: header)
    let start = sessions[session].start
    var path = PathWalk(since: start, keepsSpans: isKept)
    swap(&path.row, &pathRow)
    for place in path.row.indices { path.row[place] = 0 }
    var record = -1
    var last: Ticks = -1
    for index in sessions[session].trails.indices {
      let complete = sessions[session].trails[index].complete
      if complete >= last, complete >= 0 { (record, last) = (index, complete) }
    }
    path.add(.other, from: record < 0 ? start : last, to: now)
    while record >= 0 {
      var before = predecessor(session, record)
      var reached = walk(session, record, along: &path)
      if sessions[session].nodes[record].record.kind == .speech {
        reached = walkPart(session, before, until: reached, into: &path.row)
        before = predecessor(session, before)
      }
      let from = before < 0 ? start : sessions[session].trails[before].complete
      path.add(.other, from: from, to: reached)
      record = before
    }
    addRequests(session, into: &path.row)
    attribution.sessions.append(contentsOf: path.row)
    if isKept { attribution.longest.insert(LongSession(outcome, spans: path.spans.reversed())) }
    swap(&path.row, &pathRow)
  }

  /// Adds the time of a record, from its completion back.
  ///
  /// - Returns: How far back that reaches.
  private mutating func walk(
    _ session: Int, _ record: Int, along path: inout PathWalk
  ) -> Ticks {
    let trail = sessions[session].trails[record]
    let node = sessions[session].nodes[record].record
    switch node.kind {
    case .request:
      pathOutcomes.append(trail.outcome)
      return trail.due
    case .wait:
      let component: Component =
        switch node.cause {
        case .tool: .tool
        case .pause: .pause
        case .think: .think
        case .listen: .listen
        }
      let length = min(Ticks(nanoseconds: node.delay), trail.complete - trail.ready)
      path.add(component, from: trail.complete - length, to: trail.complete)
      return trail.complete - length
    case .speech:
      path.add(.speech, from: trail.ready, to: trail.complete)
      return trail.ready
    case .turnStart, .turnEnd, .join: return trail.complete
    }
  }

  /// A request up to a moment before its end, its components in proportion, rounded down, the rest
  /// as FFN; `other` if it was cancelled.
  ///
  /// - Returns: How far back that reaches.
  private mutating func walkPart(
    _ session: Int, _ record: Int, until end: Ticks, into row: inout [Ticks]
  ) -> Ticks {
    let trail = sessions[session].trails[record]
    guard trail.outcome >= 0 else { return end }
    let parts = attribution.request(trail.outcome)
    let whole = Int128(parts.reduce(0, +))
    guard whole > 0 else { return end }
    var left = end - trail.due
    for (place, part) in parts.enumerated() {
      let share = Ticks(Int128(part) * Int128(end - trail.due) / whole)
      row[place] += share
      left -= share
    }
    row[Component.ffn.index] += left
    return trail.due
  }

  /// Adds the rows of the requests on the path. Mostly these are all that the session had, and
  /// their sum is at hand; their rows lie where they ended, far from each other.
  private mutating func addRequests(_ session: Int, into row: inout [Ticks]) {
    if pathOutcomes.count == sessions[session].finished {
      for place in 0..<Attribution.requestWidth { row[place] += sessions[session].rowSum[place] }
    } else {
      for outcome in pathOutcomes {
        let first = outcome * Attribution.requestWidth
        for place in 0..<Attribution.requestWidth {
          row[place] += attribution.requests[first + place]
        }
      }
    }
    pathOutcomes.removeAll(keepingCapacity: true)
  }

  /// The first of a record's dependencies that was complete when it became ready; −1 for the start
  /// of the session. Of a speech it is its request, which may be complete later, or never.
  private mutating func predecessor(_ session: Int, _ record: Int) -> Int {
    let node = sessions[session].nodes[record].record
    let ready = sessions[session].trails[record].ready
    if node.firstDependency < 0 { return record - 1 }
    let first = Int(node.firstDependency)
    if node.kind == .speech { return Int(sessions[session].dependencies[first]) }
    for place in first..<(first + Int(node.dependencyCount)) {
      let before = Int(sessions[session].dependencies[place])
      if sessions[session].trails[before].complete == ready { return before }
    }
    return -1
  }
}
