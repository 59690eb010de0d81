import Domain

/// The sessions of a source that has to be read whole first: its requests are scattered, or its
/// rows are to be put in order.
///
/// Memory grows with the number of requests, about 150 bytes each.
struct CollectedSource<Reader: ItemReader>: ImportedTrace {
  private(set) var header: TraceHeader
  private(set) var report: ImportReport
  private var draft: ImportDraft
  private var groups: [RequestGroups.Group] = []
  private var order: [Int32] = []
  private var assembly = SessionAssembly()
  private var indices: [Int32] = []
  /// Inputs by the number of their first item.
  private var files: [(first: Int32, name: String?)] = []

  init(_ feed: ImportFeed, _ options: ImportOptions) throws(TraceError) {
    var reader = Reader(options)
    header = ImportedHeader.make(
      reader, options,
      fingerprint: ImportedHeader.fingerprint(options.format.rawValue, feed.lines))
    report = ImportReport(format: options.format.rawValue)
    draft = ImportDraft(reader)
    var feed = feed
    try collect(&feed, &reader, isLenient: options.isLenient)
    if options.infersSessions, Reader.shape == .sessions, reader.blocks != nil {
      inferSessions(&draft)
    }
    var bad = reader.finish(&draft)
    var placing = RequestGroups(draft)
    placing.leaveOut(&bad, draft)
    placing.place(&bad, draft, options, countsFromStart: reader.countsFromStart)
    var reported = Set<Int32>()
    for (index, error) in bad.sorted(by: { $0.key < $1.key }) {
      let item = draft.requests[index].item
      var error = error
      error.input = files.last { $0.first <= item }?.name
      guard options.isLenient else { throw error }
      if reported.insert(item).inserted { report.skip(error) }
    }
    (groups, order) = (placing.groups.reversed(), placing.order)
    report.outside = placing.outside
    (header.tools, header.agents) = (draft.tools.names, draft.agents.names)
    header.blocks = reader.blocks
    header.account = ImportedHeader.account(reader, draft, options)
    if options.infersSessions, Reader.shape == .sessions, reader.blocks != nil {
      header.account.append(
        FieldAccount(
          "session", .inferred, "a prompt that extends an earlier one with its output follows it"))
      header.account.removeAll { $0 == .sessionPerRow }
    }
    if let cut = placing.cutSilence { header.account.append(cut) }
    (report.account, report.absent) = (header.account, reader.absent(in: draft))
  }

  private mutating func collect(
    _ feed: inout ImportFeed, _ reader: inout Reader, isLenient: Bool
  ) throws(TraceError) {
    while try feed.next() {
      if try feed.readStart(&reader, &draft) { continue }
      let mark = draft.mark
      report.items += 1
      if files.isEmpty || files[files.count - 1].name != feed.name {
        files.append((Int32(truncatingIfNeeded: report.items), feed.name))
      }
      do throws(TraceError) {
        try feed.read(&reader, &draft)
        if Reader.shape == .documents, draft.requests.count == mark.requests { report.empty += 1 }
        guard draft.requests.count < Int(Int32.max) else {
          throw TraceError("too many requests to be put in order", line: feed.lines.line)
        }
        if Reader.shape != .scattered { draft.makeItemSession(from: mark) }
        for index in mark.requests..<draft.requests.count {
          draft.requests[index].item = Int32(truncatingIfNeeded: report.items)
          if draft.requests[index].session < 0 {
            draft.requests[index].session = draft.loneSession(of: index)
          }
          if Reader.shape == .sessions, let time = draft.requests[index].time {
            report.disorder.add(time, line: draft.requests[index].line)
          }
        }
      } catch {
        let located = feed.located(error)
        guard isLenient else { throw located }
        report.skip(located, bytes: feed.takePassed())
        draft.rollBack(to: mark)
      }
    }
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    guard let group = groups.popLast() else { return false }
    indices.removeAll(keepingCapacity: true)
    indices.append(contentsOf: order[group.range])
    ImportedHeader.begin(&session, number: report.sessions, start: group.start)
    if let tenant = draft.tenants[group.session] { session.tenant = tenant }
    assembly.write(indices, of: &draft, start: group.start, to: &session)
    report.sessions += 1
    report.requests += indices.count
    for index in indices where draft.requests[Int(index)].input == 0 { report.emptyPrompts += 1 }
    return true
  }
}

extension ImportDraft {
  /// Gives an item's requests a session of their own, if they are in none yet, and lets them name
  /// each other by their places in the whole input.
  fileprivate mutating func makeItemSession(from mark: Mark) {
    let session = Int32(sessions.number("item \(mark.requests)"))
    for index in mark.requests..<requests.count {
      if requests[index].session < 0 { requests[index].session = session }
      if case .extends(let other, let keep) = requests[index].prompt {
        requests[index].prompt = .extends(request: other + Int32(mark.requests), keep: keep)
      }
    }
    for index in mark.dependencies..<dependencies.count {
      dependencies[index] += Int32(mark.requests)
    }
  }
}

/// Joins rows into sessions: one follows another if its prompt holds all of that one's and is long
/// enough to hold its output too. The latest such is taken, and each is followed once.
///
/// - Complexity: O(blocks of all prompts).
private func inferSessions(_ draft: inout ImportDraft) {
  var ends: [Int: Int] = [:]
  let block = draft.tree.blockTokens
  let inOrder = draft.requests.indices.sorted {
    (draft.requests[$0].time ?? 0, $0) < (draft.requests[$1].time ?? 0, $1)
  }
  for index in inOrder {
    guard case .chain(let last, let blocks) = draft.requests[index].prompt else { continue }
    let request = draft.requests[index]
    let full = request.input / block
    var (name, count, fullName) = (last, Int(blocks), -1)
    while count > 0, name >= 0 {
      if count == full { fullName = name }
      if let other = ends[name] {
        let earlier = draft.requests[other]
        if earlier.input / block == count, request.input >= earlier.input + earlier.output {
          ends[name] = nil
          draft.requests[index].session = earlier.session
          draft.requests[index].keepsTime = true
          draft.requests[index].beginsTurn = true
          draft.requests[index].dependencies = draft.list(CollectionOfOne(other))
          break
        }
      }
      name = draft.tree.before(name)
      count -= 1
    }
    while fullName < 0, count > full, name >= 0 {
      name = draft.tree.before(name)
      count -= 1
      if count == full { fullName = name }
    }
    if fullName >= 0 { ends[fullName] = index }
  }
}
