import Domain
import Glibc
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

private func readTrace(_ bytes: [UInt8], _ format: TraceFormat) {
  var pending: [UInt8]? = bytes
  guard
    var source = try? TraceReader.open(
      format: format, model: "m",
      chunks: {
        defer { pending = nil }
        return pending
      })
  else { return }
  var session = TraceSession()
  while (try? source.next(&session)) == true {}
}
