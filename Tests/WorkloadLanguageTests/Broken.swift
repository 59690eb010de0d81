import TestSupport
import Testing
import WorkloadLanguage

/// A file with something wrong in it: marks stand where diagnostics are expected, in order.
struct Broken: Sendable, CustomTestStringConvertible {
  var title: String
  var codes: [String]
  var marked: MarkedText
  var files: [String: String] = [:]
  var overrides: [String] = []
  var kind = FileKind.workload

  init(
    _ title: String, _ codes: String..., files: [String: String] = [:], overrides: [String] = [],
    kind: FileKind = .workload, text: () -> String
  ) {
    self.kind = kind
    (self.title, self.codes, self.files, self.overrides) = (title, codes, files, overrides)
    marked = MarkedText(text())
  }

  /// The first diagnostic is in the text of `--set`, at this column.
  func marking(column: Int) -> Broken {
    var result = self
    result.marked.marks[1] = .init(line: 1, column: column)
    return result
  }

  var testDescription: String { title }

  func read() -> [Diagnostic] {
    let files = files
    let resolver = FileResolver(shipped: ["chat", "copilot", "rag"]) { name, _ in
      files[name].map { LoadedFile(name: name, bytes: Array($0.utf8)) }
    }
    if kind == .experiment {
      return ExperimentReader.read(
        source: SourceText(name: "ours.yaml", text: marked.text),
        surroundings: BrokenExperiments.surroundings(resolver), overrides: overrides
      ).diagnostics
    }
    return WorkloadReader.read(
      source: SourceText(name: "ours.yaml", text: marked.text), resolver: resolver,
      overrides: overrides, models: [KnownModel(name: "gpt-oss-120b", window: 131_072)]
    ).diagnostics
  }

  // Whole files around the part that a case is about.

  static func agent(_ keys: String, more: String = "") -> String {
    """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    context:
      system: {tokens: 1k, shared-by: everyone}
      document: {tokens: 2k, shared-by: session}
    tools:
      search: {latency: 80ms, result: 700}
      fetch: {latency: 1s, result: 2k}
    agents:
      coder:
    \(indented(keys, 4))
    \(more)traffic:
      users: {agent: coder, sessions: {poisson: 1/s}}
    """.replacingUnused()
  }

  static func steps(_ steps: String, more: String = "") -> String {
    agent("input: 10\nsteps:\n\(indented(steps, 2))", more: more)
  }

  static func tool(_ keys: String) -> String {
    """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    tools:
      search: \(keys)
    agents:
      coder:
        input: 10
        steps:
          - call: search
          - generate: 5
    traffic:
      users: {agent: coder, sessions: {poisson: 1/s}}
    """
  }

  static func traffic(_ keys: String, more: String = "") -> String {
    """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    agents:
      coder: {input: 10, steps: [{generate: 5}]}
    traffic:
      users:
    \(indented(keys, 4))
    \(more)
    """
  }

  static func asserting(_ assertion: String) -> String {
    traffic("agent: coder\nsessions: {poisson: 1/s}", more: "assert:\n  - \(assertion)\n")
  }

  static func indented(_ text: String, _ count: Int) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { $0.isEmpty ? "" : String(repeating: " ", count: count) + $0 }.joined(separator: "\n")
  }
}

extension String {
  /// Takes out contexts and tools of the frame that the case does not use.
  fileprivate func replacingUnused() -> String {
    var lines = split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for name in ["system", "document", "search", "fetch"] {
      let uses = lines.filter { $0.contains(name) }
      guard uses.count == 1, let index = lines.firstIndex(of: uses[0]) else { continue }
      lines.remove(at: index)
    }
    for section in ["context:", "tools:"] {
      guard let index = lines.firstIndex(of: section), !lines[index + 1].hasPrefix(" ") else {
        continue
      }
      lines.remove(at: index)
    }
    return lines.joined(separator: "\n")
  }
}
