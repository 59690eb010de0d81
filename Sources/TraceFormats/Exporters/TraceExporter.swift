public import Domain

/// Writes a trace in another tool's format.
///
/// Sessions are appended in the trace's order. Formats with moments get their rows in order of
/// time, for which those of sessions that overlap are held back. Equal traces give equal bytes.
public struct TraceExporter {
  let options: ExportOptions
  let header: TraceHeader
  var bytes: [UInt8] = []
  public internal(set) var report: ExportReport
  var numbers: BlockNumbers
  var times: ExportTimes
  var graph = RequestGraph()
  var losses = ExportLosses()
  var ids: [Int] = []
  var starts: ExportStarts
  var rows = RowQueue()
  /// By shared context at the root: the prefix that prompts through it have.
  var prefixes: [Int: String] = [:]

  public init(header: TraceHeader, options: ExportOptions) {
    (self.header, self.options) = (header, options)
    report = ExportReport(options.format)
    numbers = BlockNumbers(blockTokens: options.blockTokens ?? header.blocks?.tokens ?? 512)
    times = ExportTimes(tokenTime: options.tokenTime)
    starts = ExportStarts(header.classes)
    losses.note(header)
    if options.format == .blis { writeBLISColumns() }
  }

  /// Bytes not yet taken.
  public var pending: Int { bytes.count }

  /// All bytes not yet taken; they are the caller's from now on.
  public mutating func takeBytes() -> [UInt8] {
    defer { bytes = [] }
    return bytes
  }

  public mutating func append(_ session: borrowing TraceSession) {
    numbers.begin(session)
    times.place(session)
    graph.build(session, times)
    guard let start = starts.start(of: session, length: times.length) else {
      report.notStarted += 1
      return
    }
    guard session.records.contains(where: { $0.kind == .request }) else { return }
    losses.note(session, graph)
    // Later sessions of open classes start no earlier, so what is before can be written.
    if header.classes[session.classIndex].closed == nil { rows.flush(before: start, to: &bytes) }
    report.sessions += 1
    switch options.format {
    case .mooncake, .vllm: writeMooncake(session, start)
    case .agenticMooncake: writeAgentic(session, start)
    case .aiperf: writeAIPerf(session, start)
    case .blis: writeBLIS(session, start)
    case .otel: writeSpans(session, start)
    }
  }

  /// Writes what was held back; the report is then complete.
  public mutating func finish() {
    rows.flush(before: .max, to: &bytes)
    report.account = account
  }

  /// What a tool reads beside the rows: BLIS's YAML header; nil for the other formats.
  public var sideFile: String? { options.format == .blis ? blisHeader : nil }

  /// Indices of a session's requests.
  func requests(_ session: borrowing TraceSession) -> [Int] {
    session.records.indices.filter { session.records[$0].kind == .request }
  }
}

/// Rows that wait for those of later sessions to be put in order: a binary heap.
struct RowQueue {
  private var rows: [(time: Nanoseconds, number: Int, bytes: [UInt8])] = []
  private var count = 0

  mutating func add(_ bytes: [UInt8], at time: Nanoseconds) {
    rows.append((time, count, bytes))
    count += 1
    var child = rows.count - 1
    while child > 0, isBefore(child, (child - 1) / 2) {
      rows.swapAt(child, (child - 1) / 2)
      child = (child - 1) / 2
    }
  }

  mutating func flush(before time: Nanoseconds, to output: inout [UInt8]) {
    while let first = rows.first, first.time < time || time == .max {
      output.append(contentsOf: first.bytes)
      rows.swapAt(0, rows.count - 1)
      rows.removeLast()
      var parent = 0
      while true {
        var least = parent
        for child in [2 * parent + 1, 2 * parent + 2]
        where child < rows.count && isBefore(child, least) {
          least = child
        }
        guard least != parent else { break }
        rows.swapAt(parent, least)
        parent = least
      }
    }
  }

  private func isBefore(_ one: Int, _ other: Int) -> Bool {
    (rows[one].time, rows[one].number) < (rows[other].time, rows[other].number)
  }
}

extension [UInt8] {
  mutating func writeText(_ text: String) { append(contentsOf: text.utf8) }

  /// A number of larger units, as short as it is exact.
  ///
  /// - Parameter digits: decimal digits of the unit in nanoseconds: 6 for milliseconds.
  mutating func writeTime(_ time: Nanoseconds, digits: Int) {
    var unit: Nanoseconds = 1
    for _ in 0..<digits { unit *= 10 }
    (time / unit).write(to: &self)
    var rest = time % unit
    guard rest != 0 else { return }
    append(UInt8(ascii: "."))
    while rest != 0 {
      unit /= 10
      append(UInt8(ascii: "0") + UInt8(rest / unit))
      rest %= unit
    }
  }

  mutating func writeList(_ numbers: [Int]) {
    append(UInt8(ascii: "["))
    for (place, number) in numbers.enumerated() {
      if place > 0 { write(", ") }
      number.write(to: &self)
    }
    append(UInt8(ascii: "]"))
  }
}
