import Domain
import Foundation
import TraceFormats
import TraceGeneration
import WorkloadLanguage

/// What a user compares on: workload files, traces, or an experiment that names some.
enum CompareInput {
  enum Kind {
    case workload, trace, experiment

    init(of input: Input, _ format: TraceFormat?) throws {
      if try CompareInput.isTrace(input, format) {
        self = .trace
      } else {
        let kind = FileKind(of: SourceText(name: input.name, bytes: try input.bytes()))
        self = kind == .experiment ? .experiment : .workload
      }
    }
  }

  /// Whether a file holds a trace rather than YAML, from its name and first bytes.
  static func isTrace(_ input: Input, _ format: TraceFormat?) throws -> Bool {
    if format != nil { return true }
    if input.name.hasSuffix(".yaml") || input.name.hasSuffix(".yml") { return false }
    guard let first = try input.chunks()() else { return false }
    let start = first.first { $0 > UInt8(ascii: " ") }
    // JSON lines, or the header of a table: keys of YAML are lower case.
    return start == UInt8(ascii: "{") || start.map { (0x41...0x5A).contains($0) } ?? false
  }

  /// Every subject of an experiment at every load.
  ///
  /// - Parameter input: What the command line names; its bytes may come from standard input.
  static func scenarios(
    of experiment: Experiment, input: Input, format: TraceFormat?, catalog: Catalog
  ) throws -> [ScenarioInput] {
    let loads = experiment.loads ?? [1]
    func opened(_ path: String) throws -> Input { path == input.name ? input : try Input(path) }
    var scenarios = try experiment.subjects.flatMap { subject -> [ScenarioInput] in
      switch subject {
      case .trace(let path):
        let model = experiment.model ?? ReplayCommand.usualModel
        return [try trace(try opened(path), format: format, model: model, name: path)]
      case .workload(let path) where experiment.name.isEmpty:
        let file = try WorkloadFile(
          opened(path), overrides: experiment.changes, catalog: catalog)
        return try loads.map { try workload(file, input: path, load: $0, experiment) }
      case .workload(let path):
        let bytes = try Input(path).bytes()
        let loaded = LoadedFile(name: path, bytes: bytes)
        let file = try known(loaded, experiment.changes, catalog)
        return try loads.map { try workload(file, input: path, load: $0, experiment) }
      case .shipped(let name):
        let file = try known(WorkloadFile.resolver.load(name, ""), experiment.changes, catalog)
        return try loads.map { try workload(file, input: name, load: $0, experiment) }
      }
    }
    if experiment.model != nil, scenarios.allSatisfy({ $0.isTrace && $0.header.account.isEmpty }) {
      throw Failure.input(
        "`\(input.name)` says itself what models it uses", help: "leave --model out")
    }
    let files = Set(scenarios.map { URL(filePath: $0.name).lastPathComponent })
    for index in scenarios.indices {
      if experiment.name.isEmpty {
        scenarios[index].name = ""
      } else if scenarios[index].isTrace, files.count == scenarios.count {
        scenarios[index].name = URL(filePath: scenarios[index].name).lastPathComponent
      } else if loads.count > 1 {
        scenarios[index].name += " x\(Number.text(scenarios[index].load))"
      }
    }
    return scenarios
  }

  /// A workload that an experiment file names: it has been checked, and its warnings told.
  private static func known(
    _ loaded: LoadedFile?, _ changes: [String], _ catalog: Catalog
  ) throws -> WorkloadFile {
    guard let loaded, let workload = WorkloadFile.read(loaded, changes, catalog).workload else {
      throw Failure.machine("`\(loaded?.name ?? "")` has changed while it was read")
    }
    return WorkloadFile(workload, catalog: catalog)
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
      name: name, input: input.name, workload: header.workload, load: 1,
      work: .trace(header), header: header, open: { _ in try open() })
  }

  private static func workload(
    _ file: WorkloadFile, input: String, load: Double, _ experiment: Experiment
  ) throws -> ScenarioInput {
    try workload(
      file, input: input, load: load, seed: experiment.firstSeed, name: file.workload.name)
  }

  static func workload(
    _ file: WorkloadFile, input: String, load: Double, seed: UInt64, name: String
  ) throws -> ScenarioInput {
    ScenarioInput(
      name: name, input: input, workload: file.workload.name, load: load,
      work: .workload(file.workload), header: try file.generator(seed: seed, load: load).header,
      open: { try file.generator(seed: $0, load: load) })
  }
}

/// Numbers in names.
enum Number {
  /// `1.5`, and `2` for 2.
  static func text(_ value: Double) -> String {
    value == value.rounded() && abs(value) < 1e15 ? "\(Int(value))" : "\(value)"
  }
}
