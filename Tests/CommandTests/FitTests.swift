import Foundation
import TestSupport
import Testing

private let publicTraces = ProcessInfo.processInfo.environment["BATON_TRACES"]

@Suite("fit")
struct FitTests {
  private struct Fitted {
    var file: String
    var report: [String: Any]

    /// The report's figure by its name.
    func figure(
      _ name: String
    ) throws -> (trace: Double, fit: Double, mean: Double, isNear: Bool) {
      let figures = report["figures"] as? [[String: Any]] ?? []
      let found = try #require(figures.first { $0["name"] as? String == name }, "\(name)")
      return (
        try #require(found["trace"] as? Double), try #require(found["fit"] as? Double),
        try #require(found["mean"] as? Double), found["near"] as? Bool ?? false
      )
    }

    func distance(_ name: String) throws -> Double {
      let spreads = report["spreads"] as? [[String: Any]] ?? []
      let found = try #require(spreads.first { $0["name"] as? String == name }, "\(name)")
      return try #require(found["distance"] as? Double)
    }

    /// The first number after a text.
    func number(_ text: String) throws -> Double {
      let start = try #require(file.firstRange(of: text), "\(text) in\n\(file)")
      let digits = file[start.upperBound...].prefix { $0.isNumber || $0 == "." }
      return try #require(Double(digits))
    }
  }

  private func fitted(
    _ trace: String, _ options: String...
  ) throws -> Fitted {
    var found: Fitted?
    try CompareTests.files([:]) { folder in
      let path = "\(folder)/fitted.yaml"
      let result = try Baton.run(
        ["fit", trace, "-o", path, "--json"] + options)
      #expect(result.code == 0 && result.errors.isEmpty, "\(result.errors)")
      let report = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
      let file = try String(contentsOfFile: path, encoding: .utf8)
      let check = try Baton.run("check", path)
      #expect(
        check.code == 0 && !(check.errors + check.text).contains("warning"),
        "\(check.errors)\n\(file)")
      found = Fitted(file: file, report: try #require(report))
    }
    let fitted = try #require(found)
    let lines = fitted.file.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.count <= 81 && lines.allSatisfy { $0.count <= 100 })
    #expect(!fitted.file.contains("file:"))
    for braces in fitted.file.matches(of: /\{[^{}]*\}/) {
      #expect(braces.output.matches(of: /\bp[0-9.]+:/).count <= 12, "\(braces.output)")
    }
    return fitted
  }

  /// A trace of a workload.
  private func trace(_ text: String, _ body: (String) throws -> Void) throws {
    try CompareTests.files(["ours.yaml": text]) { folder in
      let made = try Baton.run(
        "generate", "\(folder)/ours.yaml", "--seed", "4", "-o", "\(folder)/ours.jsonl")
      #expect(made.code == 0, "\(made.errors)")
      try body("\(folder)/ours.jsonl")
    }
  }

  private func near(_ value: Double, _ wanted: Double, _ share: Double) -> Bool {
    abs(value / wanted - 1) <= share
  }

  @Test("a generated trace gives back what it was generated with")
  func recovers() throws {
    let text = """
      workload: ours
      model: gpt-oss-120b
      duration: 30m
      tenants: {zipf: 10}
      context:
        system: {tokens: 3k, shared-by: everyone}
        guide: {tokens: 900, shared-by: tenant}
      tools:
        search: {latency: {p50: 200ms, p99: 2s}, result: {p50: 700, p99: 4k}}
        ticket: {latency: 250ms, result: 80}
      agents:
        clerk:
          context: [system, guide]
          turns: {mean: 4}
          think: {p50: 20s, p99: 2m}
          input: {p50: 80, p99: 1k}
          steps:
            - repeat: 1..4
              steps:
                - generate: {p50: 60, p99: 300}
                - call: {search: 3, ticket: 1}
            - generate: {p50: 300, p99: 900}
      traffic:
        callers: {agent: clerk, sessions: {poisson: 1/s}, slo: {ttft: 1s}}

      """
    try trace(text) { path in
      let found = try fitted(path, "--seeds", "2")
      #expect(found.report["near"] as? Bool == true, "\(found.report)")
      for (place, wanted, share) in [
        ("poisson: ", 1, 0.07), ("turns: {mean: ", 4, 0.06), ("think: {p50: ", 20, 0.06),
        ("input: {p50: ", 80, 0.06), ("ticket: {latency: ", 250, 0), ("system: {tokens: ", 3, 0),
        ("search: {latency: {p50: ", 200, 0.06), ("tenants: {zipf: ", 10, 0.2),
        ("shared: {tokens: ", 900, 0), ("- generate: {p50: ", 60, 0.06),
        ("result: {p50: ", 700, 0.06),
      ] as [(String, Double, Double)] {
        let value = try found.number(place)
        #expect(near(value, wanted, share), "\(place)\n\(found.file)")
      }
      for line in [
        "- repeat: 1..4", "shared-by: tenant}", "slo: {ttft: 1s}", "result: 80}",
        "model: gpt-oss-120b", "duration: 30m",
      ] { #expect(found.file.contains(line), "\(line)\n\(found.file)") }
    }
  }

  @Test("bursts of independent gaps, and of a rate that switches, are told apart")
  func processes() throws {
    func workload(_ sessions: String) -> String {
      """
      workload: ours
      model: gpt-oss-120b
      duration: 1h
      agents:
        caller: {input: {p50: 500, p99: 4k}, steps: [{generate: {p50: 100, p99: 900}}]}
      traffic:
        callers: {agent: caller, sessions: {\(sessions)}}

      """
    }
    try trace(workload("gamma: 2/s, cv: 3")) { path in
      let found = try fitted(path, "--seeds", "1")
      let (rate, cv) = (try found.number("gamma: "), try found.number("cv: "))
      #expect(near(rate, 2, 0.15) && near(cv, 3, 0.15), "\(found.file)")
    }
    let switching =
      "poisson: {switching: [{rate: 0/s, for: {mean: 1m}}, {rate: 8/s, for: {mean: 20s}}]}"
    try trace(workload(switching)) { path in
      let found = try fitted(path, "--seeds", "1")
      #expect(found.file.contains("switching: [{rate: 0/s"), "\(found.file)")
      for window in ["1", "10", "60"] {
        #expect(try found.figure("index of dispersion, \(window) s").isNear, "\(found.report)")
      }
    }
  }

  @Test("turns that are due, what becomes of late ones, and how much they hold come back")
  func timedTurns() throws {
    func workload(_ keys: String) -> String {
      """
      workload: ours
      model: gpt-oss-120b
      duration: 30m
      context:
        file: {tokens: {p50: 1.6k, p99: 7k}, shared-by: session}
      agents:
        typist:
          context: [file]
          turns: {p50: 20, p99: 90}
          every: {p50: 2.5s, p99: 20s}
          input: {p50: 60, p99: 500}
          steps: [{generate: {p50: 18, p99: 90}}]
          \(keys)
      traffic:
        typists: {agent: typist, sessions: {poisson: 1/s}}

      """
    }
    for keys in [
      "history: 0\n    when-late: cancel", "history: 0\n    when-late: overlap", "history: 3",
    ] {
      try trace(workload(keys)) { path in
        let found = try fitted(path, "--seeds", "2")
        let (input, output) = (try found.distance("ISL"), try found.distance("OSL"))
        #expect(input <= 0.06 && output <= 0.05, "\(input), \(output)")
        #expect(try found.figure("prefix reuse").isNear && found.figure("requests/s").isNear)
        for line in keys.split(separator: "\n") {
          let key = line.trimmingCharacters(in: .whitespaces)
          #expect(found.file.contains("    \(key)\n"), "\(found.file)")
        }
        #expect(near(try found.number("every: {p50: "), 2.5, 0.05), "\(found.file)")
        #expect(near(try found.number("input: {p50: "), 60, 0.05), "\(found.file)")
      }
    }
  }

  @Test("reasoning that goes when its turn is over is no short history")
  func reasoningGoes() throws {
    let text = """
      workload: ours
      model: gpt-oss-120b
      duration: 10m
      tools:
        search: {latency: {p50: 200ms, p99: 2s}, result: {p50: 700, p99: 4k}}
      agents:
        thinker:
          turns: 4..10
          think: {p50: 5s, p99: 1m}
          input: {p50: 80, p99: 1k}
          steps:
            - repeat: 1..3
              steps:
                - generate: {p50: 60, p99: 300}
                  reasoning: {p50: 300, p99: 2k}
                - call: search
            - generate: {p50: 300, p99: 900}
              reasoning: {p50: 500, p99: 2k}
      traffic:
        users: {agent: thinker, sessions: {poisson: 1/s}}

      """
    try trace(text) { path in
      let found = try fitted(path, "--seeds", "2")
      #expect(!found.file.contains("history:") && !found.file.contains("opening"), "\(found.file)")
      #expect(try found.distance("ISL") <= 0.05)
    }
  }

  @Test("one session is fitted as one, and rounds that hold part of a prompt follow it")
  func oneSession() throws {
    let rows = "Tests/TraceFormatsTests/Foreign"
    for name in ["otel.json", "applied-compute.jsonl", "dynamo.jsonl", "tracelab.jsonl"] {
      let found = try fitted("\(rows)/\(name)", "--seeds", "1")
      #expect(found.file.contains("at-once: 1}"), "\(name)\n\(found.file)")
    }
    let rounds = try fitted("\(rows)/tracelab-csv.csv", "--seeds", "1")
    #expect(!rounds.file.contains("left out"), "\(rounds.file)")
  }

  @Test("equal traces give equal files and reports")
  func repeatable() throws {
    let one = try Baton.run("fit", "traces/tiny.jsonl", "-o", "-")
    let other = try Baton.run("fit", "traces/tiny.jsonl", "-o", "-")
    #expect(one.code == 0 && one.output == other.output && one.errors == other.errors)
    #expect(one.text.contains("workload: tiny") && one.errors.contains("to know before signing"))
  }

  @Test("what can't be fitted is told")
  func refused() throws {
    #expect(try Baton.run("fit", "traces/tiny.jsonl").code == 64)
    #expect(try Baton.run("fit", "traces/tiny.jsonl", "-o", "-", "--seeds", "0").code == 64)
    let empty = try Baton.run(["fit", "-", "-o", "-"], input: Data())
    #expect(empty.code == 2 && empty.errors.contains("the trace is empty"))
    let folder = try Baton.run("fit", "traces/tiny.jsonl", "-o", "workloads")
    #expect(folder.code == 2 && folder.errors.contains("is a folder"))
  }

  @Test(
    "public traces come back: lengths, dispersion and reuse",
    .enabled(if: publicTraces != nil),
    arguments: [
      "azure/AzureLLMInferenceTrace_code.csv", "mooncake/conversation_trace.jsonl",
    ])
  func publicTrace(path: String) throws {
    let found = try fitted("\(publicTraces ?? "")/\(path)", "--seeds", "9")
    let (input, output) = (try found.distance("ISL"), try found.distance("OSL"))
    #expect(input <= 0.05 && output <= 0.05)
    for window in [1, 10, 60] {
      let figure = try found.figure("index of dispersion, \(window) s")
      // Of one trace, and in the mean of nine: a fit that is near by chance is not near.
      #expect(near(figure.fit, figure.trace, 0.25), "\(window) s: \(figure)")
      #expect(near(figure.mean, figure.trace, 0.25), "\(window) s: \(figure)")
    }
    let reuse = try found.figure("prefix reuse")
    #expect(abs(reuse.fit - reuse.trace) <= 0.03 && abs(reuse.mean - reuse.trace) <= 0.03)
    #expect(found.report["near"] as? Bool == true)
  }

  /// The importer of that format may be missing.
  private static let readsWeka =
    (try? Baton.run("import", "--help").text.contains("weka")) ?? false

  @Test(
    "sessions of coding agents come back: lengths, reuse and how long sessions are",
    .enabled(if: publicTraces != nil && readsWeka))
  func codingAgents() throws {
    let folder = URL(filePath: "\(publicTraces ?? "")/kv-cache-tester")
    let names = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { $0.hasSuffix(".json") }.sorted().map { folder.appending(path: $0).path }
    try CompareTests.files([:]) { place in
      let made = try Baton.run(
        ["import"] + names + ["-o", "\(place)/weka.jsonl", "--model", "deepseek-v4-pro"])
      #expect(made.code == 0, "\(made.errors)")
      let found = try fitted("\(place)/weka.jsonl", "--seeds", "9")
      let (input, output) = (try found.distance("ISL"), try found.distance("OSL"))
      #expect(input <= 0.05 && output <= 0.05, "\(input) \(output)")
      let reuse = try found.figure("prefix reuse")
      #expect(abs(reuse.fit - reuse.trace) <= 0.03 && abs(reuse.mean - reuse.trace) <= 0.03)
      // Of 24 sessions; a median is that of one of them.
      let length = try found.figure("requests per session, p50")
      #expect(near(length.fit, length.trace, 0.05) && near(length.mean, length.trace, 0.05))
      #expect(found.report["near"] as? Bool == true)
    }
  }
}
