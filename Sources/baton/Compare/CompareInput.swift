import Domain
import TraceFormats
import TraceGeneration
import WorkloadLanguage

/// What a user compares on: a workload file or a trace.
enum CompareInput {
  /// Whether a file holds a trace rather than YAML, from its name and first bytes.
  static func isTrace(_ input: Input, _ format: TraceFormat?) throws -> Bool {
    if format != nil { return true }
    if input.name.hasSuffix(".yaml") || input.name.hasSuffix(".yml") { return false }
    guard let first = try input.chunks()() else { return false }
    let start = first.first { $0 > UInt8(ascii: " ") }
    // JSON lines, or the header of a table: keys of YAML are lower case.
    return start == UInt8(ascii: "{") || start.map { (0x41...0x5A).contains($0) } ?? false
  }

  static func trace(
    _ input: Input, format: TraceFormat?, model: String, name: String
  ) throws -> ScenarioInput {
    @Sendable func open() throws -> any TraceSource {
      do throws(TraceError) {
        return try TraceReader.open(format: format, model: model, chunks: try chunks(of: input))
      } catch {
        throw Failure.trace(error, in: input.name)
      }
    }
    let header = try open().header
    return ScenarioInput(
      name: name, input: input.name, workload: header.workload, load: 1, isTrace: true,
      header: header, open: { _ in try open() })
  }

  static func workload(
    _ file: WorkloadFile, input: String, load: Double, seed: UInt64, name: String
  ) throws -> ScenarioInput {
    ScenarioInput(
      name: name, input: input, workload: file.workload.name, load: load, isTrace: false,
      header: try file.generator(seed: seed, load: load).header,
      open: { try file.generator(seed: $0, load: load) })
  }
}
