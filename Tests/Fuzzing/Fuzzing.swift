import Domain
import Glibc
import Synchronization
import TraceFormats
import TraceGeneration
import WorkloadLanguage

private typealias Input = @convention(c) (UnsafePointer<UInt8>?, Int) -> CInt

/// libFuzzer's own loop.
@_silgen_name("LLVMFuzzerRunDriver")
private func runDriver(
  _ count: UnsafeMutablePointer<CInt>,
  _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>>,
  _ input: Input
) -> CInt

/// SwiftPM makes the module's own function the entry point, so libFuzzer's is called from here.
@_cdecl("Fuzzing_main")
public func runFuzzer(
  _ count: CInt, _ arguments: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>
) -> CInt {
  var (count, arguments) = unsafe (count, arguments)
  return unsafe runDriver(&count, &arguments, readOneInput)
}

/// What libFuzzer calls with each input. `BATON_READER` says which reader gets it: `workload` (the
/// default), `platform`, `experiment`, `generate`, or a trace format.
private func readOneInput(_ start: UnsafePointer<UInt8>?, _ count: Int) -> CInt {
  let bytes = unsafe [UInt8](UnsafeBufferPointer(start: start, count: count))
  switch reader {
  case .workload: readWorkload(bytes)
  case .platform: readPlatform(bytes)
  case .experiment: readExperiment(bytes)
  case .generate: generate(bytes)
  case .trace(let format): readTrace(bytes, format)
  }
  return 0
}

private enum Reader {
  case workload, platform, experiment, generate
  case trace(TraceFormat)
}

private let reader: Reader = {
  let name = unsafe getenv("BATON_READER").map { unsafe String(cString: $0) } ?? "workload"
  switch name {
  case "workload": return .workload
  case "platform": return .platform
  case "experiment": return .experiment
  case "generate": return .generate
  default:
    guard let format = TraceFormat(rawValue: name) else { fatalError("no reader \(name)") }
    return .trace(format)
  }
}()

private func readWorkload(_ bytes: [UInt8]) {
  let source = SourceText(name: "fuzz.yaml", bytes: bytes)
  let (workload, diagnostics) = WorkloadReader.read(source: source)
  precondition((workload == nil) == diagnostics.hasErrors, "a value or errors")
  _ = diagnostics.rendered() + diagnostics.json
}

private func readPlatform(_ bytes: [UInt8]) {
  let source = SourceText(name: "fuzz.yaml", bytes: bytes)
  let (_, _, diagnostics) = CatalogReader.platform(source, in: Catalog())
  _ = diagnostics.rendered() + diagnostics.json
}

/// One workload that ships is known.
private func readExperiment(_ bytes: [UInt8]) {
  let source = SourceText(name: "fuzz.yaml", bytes: bytes)
  let chat = """
    workload: chat
    model: m
    duration: 1m
    agents: {a: {input: 10, steps: [{generate: 5}]}}
    traffic: {users: {agent: a, sessions: {poisson: 1/s}}}
    """
  let files = FileResolver(shipped: ["chat"]) { name, _ in
    name == "chat" ? LoadedFile(name: "chat.yaml", bytes: Array(chat.utf8)) : nil
  }
  let (experiment, diagnostics) = ExperimentReader.read(
    source: source, surroundings: ExperimentSurroundings(files: files))
  precondition((experiment == nil) == diagnostics.hasErrors, "a value or errors")
  _ = diagnostics.rendered() + diagnostics.json
}

/// The first sessions of what reads as a workload.
private func generate(_ bytes: [UInt8]) {
  let source = SourceText(name: "fuzz.yaml", bytes: bytes)
  guard let workload = WorkloadReader.read(source: source).workload,
    var generator = try? TraceGenerator(workload: workload, seed: 1, fingerprint: "")
  else { return }
  var session = TraceSession()
  for _ in 0..<20 {
    guard let more = try? generator.next(&session), more else { return }
  }
}

/// Reads it as it stands and leniently; what is read must be a trace that Baton's own reader takes,
/// must be exported in every format, and with what is reported must be all that is there.
private func readTrace(_ bytes: [UInt8], _ format: TraceFormat) {
  _ = tellsCounts
  for isLenient in [false, true] {
    guard var source = open(bytes, format, isLenient: isLenient) else { continue }
    let isWhole = check(&source)
    guard isWhole, let imported = source as? any ImportedTrace else { continue }
    let report = imported.report
    counts.items += report.items
    counts.leftOut += report.skipped
    checkNothingIsLost(report, bytes, format)
    if isLenient, format == .weka || format == .otel { checkNextDocument(report, bytes, format) }
  }
}

/// Rows that were present and that were left out, told at the end.
private var counts: (items: Int, leftOut: Int) {
  get { counted.withLock { $0 } }
  set { counted.withLock { $0 = newValue } }
}
private let counted = Mutex((items: 0, leftOut: 0))

private let tellsCounts: Void = {
  atexit { print("rows: \(counts.items), of which left out: \(counts.leftOut)") }
  return
}()

private func open(
  _ bytes: [UInt8], _ format: TraceFormat, isLenient: Bool
) -> (any TraceSource)? {
  var options = ImportOptions(model: "m")
  (options.isLenient, options.length) = (isLenient, 60_000_000_000)
  // ServeGen's clients have two files: the input is cut at its first empty line.
  let cut = format == .servegen ? bytes.firstRange(of: [0x0A, 0x0A]) : nil
  var inputs = [input("chunk-0-trace.csv", Array(bytes[..<(cut?.lowerBound ?? bytes.count)]))]
  if let cut { inputs.append(input("chunk-0-dataset.json", Array(bytes[cut.upperBound...]))) }
  return try? TraceReader.open(format: format, inputs, options)
}

/// Whatever stands before it, a document on a line of its own is an item, and WEKA's is read. It
/// tells how documents lie, so damage before it may be fewer items than without; then it is read.
private func checkNextDocument(
  _ before: ImportReport, _ bytes: [UInt8], _ format: TraceFormat
) {
  let document =
    format == .weka
    ? #"{"id":"z","requests":[{"t":0,"type":"n","in":0,"out":1,"hash_ids":[]}]}"#
    : #"{"spans":[{"name":"chat m","start_time":"2026-02-25T10:00:00Z","#
      + #""end_time":"2026-02-25T10:00:01Z","attributes":{"gen_ai.operation.name":"chat"}}]}"#
  guard var source = open(bytes + [0x0A] + Array(document.utf8), format, isLenient: true) else {
    fatalError("a document more, and none are read")
  }
  var session = TraceSession()
  while let more = try? source.next(&session), more {}
  guard let after = (source as? any ImportedTrace)?.report else { return }
  precondition(
    after.items > before.items || after.items - after.skipped > before.items - before.skipped,
    "a damaged document hides the next one")
  if format == .weka {
    precondition(after.requests > before.requests, "a damaged document hides the next one")
  }
}

private func input(_ name: String, _ bytes: [UInt8]) -> ImportInput {
  var pending: [UInt8]? = bytes
  return ImportInput(name: name) {
    defer { pending = nil }
    return pending
  }
}

/// True if the source was read to its end without an error.
private func check(_ source: inout some TraceSource) -> Bool {
  var writer = NativeTraceWriter(header: source.header)
  var exporters = ExportFormat.allCases.map {
    TraceExporter(header: source.header, options: ExportOptions(format: $0))
  }
  var session = TraceSession()
  var (count, isWhole) = (0, false)
  while count < 5000 {
    guard let more = try? source.next(&session) else { break }
    if !more {
      isWhole = true
      break
    }
    writer.append(session)
    count += 1
    for index in exporters.indices {
      exporters[index].append(session)
      _ = exporters[index].takeBytes()
    }
  }
  writer.finish()
  for index in exporters.indices { exporters[index].finish() }
  var written: [UInt8]? = writer.takeBytes()
  do throws(TraceError) {
    var reader = try NativeTraceReader {
      defer { written = nil }
      return written
    }
    while try reader.next(&session) { count -= 1 }
  } catch {
    fatalError("Baton doesn't read what it imported: \(error.message), line \(error.line)")
  }
  precondition(count == 0, "sessions are lost")
  return isWhole
}

/// Rows read and rows reported are the rows that are there, counted here without a reader.
private func checkNothingIsLost(_ report: ImportReport, _ bytes: [UInt8], _ format: TraceFormat) {
  switch format {
  // Clients are drawn from.
  case .baton, .servegen: return
  // Documents have any number of lines; a collector's hold parts of traces.
  case .weka:
    let told = report.sessions + report.skipped + report.outside + report.empty
    precondition(told == report.items, "a document is neither a session nor reported")
    return
  case .otel: return
  default: break
  }
  let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
  let text = bytes.starts(with: mark) ? bytes[3...] : bytes[...]
  let present = text.split(separator: UInt8(ascii: "\n")).count(where: holdsSomething)
  let heads: ClosedRange<Int> =
    switch format {
    case .azure, .burstgpt, .tracelabCSV, .lengths: min(present, 1)...1
    // Its second version may begin with a line that names it; the other's header may be YAML.
    case .agenticMooncake, .blis: 0...1
    default: 0...0
    }
  precondition(heads.contains(present - report.items), "rows are lost or counted twice")
  switch format {
  // Rows of these may hold pieces, tools, several requests or a header's keys.
  case .ragpulse, .dynamo, .llmservingsim, .appliedCompute, .aiperfTurns, .blis: return
  default: break
  }
  let told = report.requests + report.skipped + report.outside
  precondition(told == report.items, "a row is neither a request nor reported")
}

/// Whether a line is more than spaces and a carriage return at its end.
private func holdsSomething(_ line: ArraySlice<UInt8>) -> Bool {
  let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
  return line.contains { $0 != UInt8(ascii: " ") && $0 != UInt8(ascii: "\t") }
}
