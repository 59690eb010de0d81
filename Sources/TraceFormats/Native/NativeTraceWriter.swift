public import Domain

/// Writes a trace in Baton's own format (`Docs/TraceFormat.md`).
///
/// Equal headers and sessions give equal bytes. Bytes are handed out in pieces of about 256 KiB.
public struct NativeTraceWriter {
  private var bytes: [UInt8] = []
  private var digest = TraceDigest()
  private var digested = 0
  /// By class, how lines of its sessions begin, up to the slash.
  private let classes: [[UInt8]]
  private var lengths = ContextLengths()
  private var paths = SessionWriting()
  private var counts = TraceCounts()

  public init(header: TraceHeader) {
    classes = header.classes.map { trafficClass in
      var name: [UInt8] = []
      trafficClass.name.write(to: &name)
      return Array("{\"session\":".utf8) + name.dropLast()
    }
    writeNativeHeader(header, to: &bytes)
  }

  /// Bytes that are worth a call of what takes them.
  public static let pieceSize = 1 << 18

  /// Writes a whole trace, piece by piece.
  public static func write(
    _ source: inout some TraceSource, sink: ([UInt8]) throws -> Void
  ) throws {
    var writer = NativeTraceWriter(header: source.header)
    var session = TraceSession()
    while try source.next(&session) {
      writer.append(session)
      if writer.pending >= pieceSize { try writer.flush(sink) }
    }
    writer.finish()
    try writer.flush(sink)
  }

  /// Bytes not yet taken.
  public var pending: Int { bytes.count }

  /// All bytes not yet taken; they are the caller's from now on.
  public mutating func takeBytes() -> [UInt8] {
    digestAll()
    defer { (bytes, digested) = ([], 0) }
    return bytes
  }

  /// Gives all bytes not yet taken to `sink` and keeps their room.
  public mutating func flush(_ sink: ([UInt8]) throws -> Void) rethrows {
    digestAll()
    try sink(bytes)
    bytes.removeAll(keepingCapacity: true)
    digested = 0
  }

  private mutating func digestAll() {
    digest.update(bytes, digested..<bytes.count)
    digested = bytes.count
  }

  /// Writes one session with the shared contexts it brings.
  ///
  /// - Precondition: the session is well formed, as `TraceSession` says.
  public mutating func append(_ session: borrowing TraceSession) {
    let shared = session.sharedContexts.span
    for index in shared.indices { write(shared[index]) }
    writeSessionLine(session)
    let records = session.records.span
    paths.write(
      records, session.contexts.span, session.dependencies.span, session.speeches.span,
      lengths: &lengths, to: &bytes)
    counts.add(records)
  }

  private mutating func write(_ context: SharedContext) {
    lengths.appendShared(context)
    bytes.append(addingCapacity: 160) { line in
      line.write("{\"context\":", lengths.sharedCount)
      if context.parent != 0 { line.write(",\"extends\":", Int(context.parent)) }
      if context.keep >= 0 { line.write(",\"keep\":", Int(context.keep)) }
      line.write(",\"tokens\":", Int(context.tokens))
      line.write("}\n")
    }
  }

  private mutating func writeSessionLine(_ session: borrowing TraceSession) {
    let opening = classes[session.classIndex]
    let (number, start, pause) = (session.number, session.start, session.pause)
    let (isEndedByWindow, isUsual) = (session.isEndedByWindow, session.tenant == "t1")
    bytes.append(addingCapacity: opening.count + 200) { line in
      line.write(opening)
      line.write("/", number)
      line.write("\"")
      if isUsual { Self.finishSessionLine(start, pause, isEndedByWindow, &line) }
    }
    guard !isUsual else { return }
    bytes.write(",\"tenant\":")
    session.tenant.write(to: &bytes)
    bytes.append(addingCapacity: 200) { line in
      Self.finishSessionLine(start, pause, isEndedByWindow, &line)
    }
  }

  private static func finishSessionLine(
    _ start: Nanoseconds?, _ pause: Nanoseconds, _ isEndedByWindow: Bool,
    _ line: inout OutputSpan<UInt8>
  ) {
    if let start { line.write(",\"at\":", Int(start)) }
    if pause != 0 { line.write(",\"pause\":", Int(pause)) }
    if isEndedByWindow { line.write(",\"full\":true") }
    line.write("}\n")
  }

  /// Writes the last line: without it a reader takes the trace for truncated.
  public mutating func finish() {
    digestAll()
    bytes.write("{\"end\":", counts.sessions)
    bytes.write(",\"requests\":", counts.requests)
    bytes.write(",\"records\":", counts.records)
    bytes.append(contentsOf: ",\"digest\":".utf8)
    digest.text.write(to: &bytes)
    bytes.endLine()
  }
}

/// What the last line of a native trace counts.
struct TraceCounts: Hashable {
  var sessions = 0
  var requests = 0
  var records = 0

  /// Takes in the records of a session.
  mutating func add(_ all: Span<TraceRecord>) {
    sessions += 1
    records += all.count
    for index in all.indices where all[index].kind == .request { requests += 1 }
  }
}

extension [UInt8] {
  mutating func write(_ text: StaticString) {
    // Static text is where it says for as long as the program runs.
    unsafe append(
      contentsOf: UnsafeBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  mutating func write(_ text: StaticString, _ number: Int) {
    write(text)
    number.write(to: &self)
  }

  mutating func endLine() {
    write("}\n")
  }
}
