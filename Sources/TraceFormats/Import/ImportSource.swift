import Domain

/// The sessions of a source whose items are sessions, one at a time.
///
/// Memory grows with the longest item, and with what the reader keeps for finding equal content.
struct ImportSource<Reader: ItemReader>: ImportedTrace {
  private(set) var header: TraceHeader
  private(set) var report: ImportReport
  private var reader: Reader
  private var draft: ImportDraft
  private var feed: ImportFeed
  private var clock: ImportClock
  private var arrivals: ArrivalTimes
  private let isLenient: Bool
  /// Starts are drawn also where the source has times.
  private let drawsStarts: Bool
  /// Whether items say when they start: all or none do.
  private var hasTimes: Bool?
  private var assembly = SessionAssembly()
  private var indices: [Int32] = []
  private var last: Nanoseconds = 0
  private let options: ImportOptions

  init(_ feed: ImportFeed, _ options: ImportOptions) throws(TraceError) {
    let reader = Reader(options)
    (self.reader, self.feed, self.options) = (reader, feed, options)
    draft = ImportDraft(reader)
    draft.tree.isEager = true
    clock = ImportClock(countsFromStart: reader.countsFromStart, window: options.window)
    arrivals = ArrivalTimes(options.arrivals ?? .atOnce, seed: options.seed)
    (isLenient, drawsStarts) = (options.isLenient, options.arrivals != nil)
    report = ImportReport(format: options.format.rawValue)
    header = ImportedHeader.make(
      reader, options,
      fingerprint: ImportedHeader.fingerprint(options.format.rawValue, feed.lines))
    if Reader.shape != .documents {
      header.account = Self.foreseen(feed, reader, draft, options)
    }
  }

  /// The account as far as the lines tell that are held already: mostly that of all.
  private static func foreseen(
    _ feed: ImportFeed, _ reader: Reader, _ draft: ImportDraft, _ options: ImportOptions
  ) -> [FieldAccount] {
    var (feed, reader, draft) = (feed, reader, draft)
    while feed.isWithin(LineFeed.identityBytes) {
      do throws(TraceError) {
        if try feed.readStart(&reader, &draft) { continue }
        try feed.read(&reader, &draft)
      } catch {}
      draft.clear()
    }
    return ImportedHeader.account(reader, draft, options)
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    while try feed.next() {
      if try feed.readStart(&reader, &draft) { continue }
      let line = feed.lines.line
      report.items += 1
      do throws(TraceError) {
        try feed.read(&reader, &draft)
        let isWritten = try write(&session, line: line)
        draft.clear()
        if isWritten { return true }
      } catch {
        let located = feed.located(error)
        guard isLenient else { throw located }
        report.skip(located, bytes: feed.takePassed())
        draft.clear()
      }
    }
    report.account = ImportedHeader.account(reader, draft, options)
    report.absent = reader.absent(in: draft)
    return false
  }

  /// Makes a session of what the item brought; false if that is nothing, or out of the window.
  private mutating func write(
    _ session: inout TraceSession, line: Int
  ) throws(TraceError) -> Bool {
    guard let first = draft.requests.first else {
      if Reader.shape == .documents { report.empty += 1 }
      return false
    }
    var start: Nanoseconds
    if !drawsStarts {
      hasTimes = hasTimes ?? (first.time != nil)
      guard hasTimes == (first.time != nil) else { throw .someTimes(line: line) }
    }
    if !drawsStarts, let time = first.time {
      switch clock.place(time) {
      case .at(let moment): start = moment
      case .outside:
        report.outside += 1
        return false
      case .tooEarly: throw .backInTime(line: line)
      case .tooLate: throw .tooLate(line: line)
      }
      guard start >= last else { throw .backInTime(line: line) }
    } else {
      guard let time = arrivals.next() else { throw .tooLate(line: line) }
      start = time
    }
    last = start
    report.sessions += 1
    report.requests += draft.requests.count
    for index in draft.requests.indices where draft.requests[index].input == 0 {
      report.emptyPrompts += 1
    }
    if draft.requests.count == 1, assembly.writeAlone(first, of: &draft, to: &session) {
      ImportedHeader.begin(&session, number: report.sessions - 1, start: start)
      return true
    }
    indices.removeAll(keepingCapacity: true)
    indices.append(contentsOf: draft.requests.indices.lazy.map(Int32.init))
    ImportedHeader.begin(&session, number: report.sessions - 1, start: start)
    assembly.write(indices, of: &draft, start: start, to: &session)
    return true
  }
}

extension TraceError {
  static func tooLate(line: Int) -> TraceError {
    TraceError(
      "the timestamp is more than 13 days after the first", line: line, column: 1,
      help: "a replay spans 13 days at most; `baton import --window 2d..9d` takes a part")
  }

  static func someTimes(line: Int) -> TraceError {
    TraceError(
      "some say when they start and some don't", line: line, column: 1,
      help: "`--arrivals` draws starts for all")
  }

  static func backInTime(line: Int) -> TraceError {
    TraceError(
      "timestamps go back in time", line: line, column: 1,
      help: "sort the rows by time, or let `baton import --sort` do it")
  }
}

extension DroppedFields {
  /// Those that no account speaks of yet.
  func account(beside known: [FieldAccount]) -> [FieldAccount] {
    let spoken = Set(known.map(\.field))
    return zip(names, lines).filter { !spoken.contains($0.0) }.map {
      FieldAccount($0, .dropped, "Baton has no place for it; line \($1)")
    }
  }
}
