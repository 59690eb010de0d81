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
    var scenarios = try experiment.subjects.flatMap { subject -> [ScenarioInput] in
      if case .trace(let path) = subject {
        let model = experiment.model ?? ReplayCommand.usualModel
        let opened = path == input.name ? input : try Input(path)
        return [try trace(opened, format: format, model: model, name: path)]
      }
      guard let (file, name) = try workload(subject, of: experiment, input, catalog) else {
        return []
      }
      return try loads.map { load in
        try workload(
          file, input: name, load: load, seed: experiment.firstSeed, name: file.workload.name)
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

  /// A workload of an experiment, as the user named its file.
  ///
  /// - Returns: nil for a trace.
  static func workload(
    _ subject: Experiment.Subject, of experiment: Experiment, _ input: Input, _ catalog: Catalog
  ) throws -> (file: WorkloadFile, input: String)? {
    switch subject {
    case .trace: return nil
    case .workload(let path) where experiment.name.isEmpty:
      let opened = path == input.name ? input : try Input(path)
      return (
        try WorkloadFile(opened, overrides: experiment.changes, catalog: catalog), path
      )
    case .workload(let path):
      let loaded = LoadedFile(name: path, bytes: try Input(path).bytes())
      return (try known(loaded, experiment.changes, catalog), path)
    case .shipped(let name):
      return (try known(WorkloadFile.resolver.load(name, ""), experiment.changes, catalog), name)
    }
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
