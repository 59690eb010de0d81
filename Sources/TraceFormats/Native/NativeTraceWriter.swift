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

  /// Writes a whole trace; `sink` takes what it is given and may leave the array as it is.
  public static func write(
    _ source: inout some TraceSource, sink: (inout [UInt8]) throws -> Void
  ) throws {
    var writer = NativeTraceWriter(header: source.header)
    var session = TraceSession()
    while try source.next(&session) {
      writer.append(session)
      if writer.bytes.count >= 1 << 18 { try writer.flush(sink) }
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

  private mutating func flush(_ sink: (inout [UInt8]) throws -> Void) rethrows {
    digestAll()
    try sink(&bytes)
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
  public mutating func append(_ session: TraceSession) {
    for context in session.sharedContexts {
      lengths.appendShared(context)
      bytes.write("{\"context\":", lengths.sharedCount)
      if context.parent != 0 { bytes.write(",\"extends\":", Int(context.parent)) }
      if context.keep >= 0 { bytes.write(",\"keep\":", Int(context.keep)) }
      bytes.write(",\"tokens\":", Int(context.tokens))
      bytes.endLine()
    }
    writeSessionLine(session)
    paths.write(session, lengths: &lengths, to: &bytes)
    counts.add(session)
  }

  private mutating func writeSessionLine(_ session: TraceSession) {
    bytes.append(contentsOf: classes[session.classIndex])
    bytes.write("/", session.number)
    bytes.append(UInt8(ascii: "\""))
    if session.tenant != "t1" {
      bytes.write(",\"tenant\":")
      session.tenant.write(to: &bytes)
    }
    if let start = session.start { bytes.write(",\"at\":", Int(start)) }
    if session.pause != 0 { bytes.write(",\"pause\":", Int(session.pause)) }
    if session.isEndedByWindow { bytes.write(",\"full\":true") }
    bytes.endLine()
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

  mutating func add(_ session: borrowing TraceSession) {
    sessions += 1
    records += session.records.count
    for record in session.records where record.kind == .request { requests += 1 }
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
