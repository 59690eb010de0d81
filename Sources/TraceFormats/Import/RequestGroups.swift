import Domain

/// The sessions of requests that were collected, in order of their starts.
struct RequestGroups {
  struct Group {
    /// Slice of `order`.
    var range: Range<Int>
    var session: Int32
    var start: Nanoseconds
  }

  private(set) var groups: [Group] = []
  /// Indices of requests, session by session.
  private(set) var order: [Int32] = []
  private(set) var outside = 0
  /// What became of silence that makes the source longer than a replay.
  private(set) var cutSilence: FieldAccount?
  private var isOut: [Bool]

  /// More can't be written as one session of a trace, with its waits and turns.
  static let mostRequests = 200_000

  init(_ draft: borrowing ImportDraft) {
    isOut = Array(repeating: false, count: draft.requests.count)
  }

  /// Leaves out bad requests, those of the same item, and those that wait for them.
  ///
  /// - Complexity: O(requests and dependencies).
  mutating func leaveOut(_ bad: inout [Int: TraceError], _ draft: borrowing ImportDraft) {
    guard !bad.isEmpty else { return }
    var dependents: [Int32: [Int32]] = [:]
    var items: [Int32: [Int32]] = [:]
    for index in draft.requests.indices {
      items[draft.requests[index].item, default: []].append(Int32(index))
      for place in draft.requests[index].dependencies ?? 0..<0 {
        dependents[draft.dependencies[place], default: []].append(Int32(index))
      }
    }
    var next = bad.keys.sorted()
    for index in next { isOut[index] = true }
    while let index = next.popLast() {
      let same = items[draft.requests[index].item] ?? []
      for other in same + (dependents[Int32(index)] ?? []) where !isOut[Int(other)] {
        isOut[Int(other)] = true
        next.append(Int(other))
        bad[Int(other)] = TraceError(
          "it waits for a request that was left out", line: draft.requests[Int(other)].line)
      }
      items[draft.requests[index].item] = nil
    }
  }

  /// Orders requests within sessions and sessions by their start.
  mutating func place(
    _ bad: inout [Int: TraceError], _ draft: borrowing ImportDraft, _ options: ImportOptions,
    countsFromStart: Bool
  ) {
    group(draft)
    var kept: [Group] = []
    var clock = ImportClock(countsFromStart: countsFromStart, window: options.window)
    if let earliest = draft.requests.lazy.compactMap(\.time).min() { _ = clock.place(earliest) }
    var arrivals = ArrivalTimes(options.arrivals ?? .atOnce, seed: options.seed)
    var isSorted: [Group] = []
    for group in groups {
      if let error = sort(group.range, draft) {
        leaveOut(group, &bad, draft, error)
      } else {
        isSorted.append(group)
      }
    }
    groups = isSorted
    if options.arrivals != nil { sortByTime(draft) }
    let silence =
      options.arrivals == nil && options.window == nil
      ? SilenceCut(
        groups.map { group in
          draft.requests[Int(order[group.range.lowerBound])].time
        }) : nil
    cutSilence = silence?.account
    for var group in groups {
      let first = draft.requests[Int(order[group.range.lowerBound])]
      guard group.range.count <= Self.mostRequests else {
        leaveOut(
          group, &bad, draft,
          TraceError(
            "a session of \(group.range.count) requests", line: first.line,
            help: "it may have \(Self.mostRequests) at most"))
        continue
      }
      if let late = beyondReplay(group, draft) {
        leaveOut(group, &bad, draft, .tooLate(line: draft.requests[Int(late)].line))
        continue
      }
      var start: Nanoseconds?
      if options.arrivals == nil, let time = first.time {
        switch clock.place(silence?.moved(time) ?? time) {
        case .at(let moment): start = moment
        case .outside:
          outside += Set(group.range.map { draft.requests[Int(order[$0])].item }).count
          continue
        case .tooEarly, .tooLate: break
        }
      } else if options.arrivals == nil, clock.origin != nil {
        leaveOut(group, &bad, draft, .someTimes(line: first.line))
        continue
      } else {
        start = arrivals.next()
      }
      guard let start else {
        leaveOut(group, &bad, draft, .tooLate(line: first.line))
        continue
      }
      group.start = start
      kept.append(group)
    }
    groups = kept.enumerated().sorted {
      ($0.element.start, $0.offset) < ($1.element.start, $1.offset)
    }
    .map(\.element)
  }

  /// A request that keeps a time which no replay of its session reaches.
  private func beyondReplay(_ group: Group, _ draft: borrowing ImportDraft) -> Int32? {
    guard let first = draft.requests[Int(order[group.range.lowerBound])].time else { return nil }
    return order[group.range].first { index in
      let request = draft.requests[Int(index)]
      guard request.keepsTime, let time = request.time else { return false }
      let (offset, overflows) = time.subtractingReportingOverflow(first)
      return overflows || offset >= Int(Ticks.horizonNanoseconds)
    }
  }

  /// Reports every request of a session that can't be had.
  private func leaveOut(
    _ group: Group, _ bad: inout [Int: TraceError], _ draft: borrowing ImportDraft,
    _ error: TraceError
  ) {
    for place in group.range {
      let index = Int(order[place])
      bad[index] = TraceError(
        error.message, line: draft.requests[index].line, help: error.help)
    }
  }

  /// Starts that are drawn are given out in the order of the source's times.
  private mutating func sortByTime(_ draft: borrowing ImportDraft) {
    let requests = draft.requests
    let times = groups.map { requests[Int(order[$0.range.lowerBound])].time ?? 0 }
    groups = groups.indices.sorted { (times[$0], $0) < (times[$1], $1) }.map { groups[$0] }
  }

  /// Fills `order` session by session, in the order in which sessions were met.
  private mutating func group(_ draft: borrowing ImportDraft) {
    var counts = [Int](repeating: 0, count: draft.sessions.names.count)
    var met: [Int32] = []
    for index in draft.requests.indices where !isOut[index] {
      let session = draft.requests[index].session
      if counts[Int(session)] == 0 { met.append(session) }
      counts[Int(session)] += 1
    }
    var ends = counts
    var next = 0
    for session in met {
      groups.append(
        Group(range: next..<(next + counts[Int(session)]), session: session, start: 0))
      ends[Int(session)] = next
      next += counts[Int(session)]
    }
    order = Array(repeating: 0, count: next)
    for index in draft.requests.indices where !isOut[index] {
      let session = Int(draft.requests[index].session)
      order[ends[session]] = Int32(index)
      ends[session] += 1
    }
  }

  /// Puts a session's requests in order of time, and what is needed before what needs it.
  ///
  /// - Returns: what is wrong if they wait for each other in a circle.
  private mutating func sort(
    _ range: Range<Int>, _ draft: borrowing ImportDraft
  ) -> TraceError? {
    let requests = draft.requests
    if range.allSatisfy({ requests[Int(order[$0])].time != nil }) {
      order[range].sort {
        (requests[Int($0)].time ?? 0, $0) < (requests[Int($1)].time ?? 0, $1)
      }
    }
    guard range.contains(where: { requests[Int(order[$0])].dependencies != nil }) else {
      return nil
    }
    var done = Set<Int32>()
    var sorted: [Int32] = []
    var path: [(request: Int32, next: Int)] = []
    var isOpen = Set<Int32>()
    for root in order[range] where !done.contains(root) {
      path.append((root, 0))
      isOpen.insert(root)
      while let (request, next) = path.last {
        let dependencies = requests[Int(request)].dependencies ?? 0..<0
        if next < dependencies.count {
          path[path.count - 1].next += 1
          let other = draft.dependencies[dependencies.lowerBound + next]
          if isOpen.contains(other) {
            return TraceError(
              "requests wait for each other in a circle", line: requests[Int(request)].line)
          }
          if !done.contains(other) {
            path.append((other, 0))
            isOpen.insert(other)
          }
        } else {
          path.removeLast()
          isOpen.remove(request)
          done.insert(request)
          sorted.append(request)
        }
      }
    }
    guard sorted.count == range.count else {
      return TraceError(
        "a request waits for one of another session",
        line: requests[Int(order[range.lowerBound])].line)
    }
    order.replaceSubrange(range, with: sorted)
    return nil
  }
}
