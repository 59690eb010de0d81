import Foundation
import TestSupport
import Testing

/// What stands beside a run's record: requests one by one, a timeline, and the record's schema.
@Suite("requests and timelines")
struct RequestRowTests {
  static let short = ["--set", "duration=30s", "--set", "warm-up=5s"]
  static let arms = ["--policy", "gpu-disaggregated", "--policy", "afd"]

  private func run(_ more: String...) throws -> Baton.Result {
    let result = try Baton.run(
      ["run", "workloads/chat.yaml", "--json"] + Self.arms + Self.short + more)
    #expect(result.code == 0, "\(result.errors)")
    return result
  }

  private func arms(_ result: Baton.Result) throws -> [[String: Any]] {
    let record = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
    return try #require(record?["arms"] as? [[String: Any]])
  }

  @Test("lines and table have every finished request, and their figures are the record's")
  func rows() throws {
    try CompareTests.files([:]) { folder in
      let record = try run("--why", "--requests", folder + "/r.jsonl")
      let text = try String(contentsOfFile: folder + "/r.jsonl", encoding: .utf8)
      let lines = try text.split(separator: "\n").map { line in
        try #require(
          try JSONSerialization.jsonObject(with: Data(line.utf8)) as? [String: Any])
      }
      for arm in try arms(record) {
        let own = lines.filter { $0["policy"] as? String == arm["policy"] as? String }
        let counts = try #require(arm["counts"] as? [String: Int])
        #expect(own.count == counts["finished"])
        let measured = own.filter { $0["measured"] as? Bool == true }
        let ttft = measured.compactMap { $0["ttft"] as? Double }.sorted()
        let all = (arm["classes"] as? [String: Any])?["all"] as? [String: Any]
        let spread = try #require(all?["ttft"] as? [String: Any])
        #expect(spread["count"] as? Int == ttft.count && spread["max"] as? Double == ttft.last)
        let goodput = (all?["goodput"] as? [String: Any])?["fraction"] as? Double
        let good = measured.count { $0["good"] as? Bool == true }
        #expect(abs((goodput ?? -1) - Double(good) / Double(measured.count)) < 1e-9)
        for line in own.prefix(200) {
          let parts = [
            "host", "queue", "preemption", "prefill", "interference", "transfer", "reload",
            "attention", "ffn", "exchange", "draft", "jitter",
          ].compactMap { line[$0] as? Double }
          let whole = try #require(line["e2e"] as? Double)
          #expect(parts.count == 12 && abs(parts.reduce(0, +) - whole) < 2e-9)
          let early = [
            "host", "prefill", "reload", "ttftQueue", "ttftPreemption", "ttftInterference",
            "ttftJitter",
          ].compactMap { line[$0] as? Double }
          guard let first = line["ttft"] as? Double else { continue }
          #expect(early.count == 7 && abs(early.reduce(0, +) - first) < 2e-9)
        }
      }
      _ = try run("--requests", folder + "/r.csv")
      let table = try String(contentsOfFile: folder + "/r.csv", encoding: .utf8)
        .split(separator: "\n")
      #expect(table.count == lines.count + 1)
      #expect(
        Set(table.map { $0.split(separator: ",", omittingEmptySubsequences: false).count }) == [19])
    }
  }

  @Test("each model's figures are those of the requests that asked it")
  func models() throws {
    let workload = """
      workload: two
      model: gpt-oss-120b
      duration: 30s
      agents:
        helper: {turns: 2, input: 100, think: 1s, steps: [{generate: 60}]}
        searcher: {model: llama-3.1-8b, turns: 1, input: 400, steps: [{generate: 30}]}
      traffic:
        people: {agent: helper, sessions: {poisson: 2/s}}
        lookups: {agent: searcher, sessions: {poisson: 3/s}}
      """
    try CompareTests.files(["two.yaml": workload]) { folder in
      let result = try Baton.run([
        "run", folder + "/two.yaml", "--policy", "gpu-disaggregated", "--json", "--requests",
        folder + "/r.jsonl",
      ])
      #expect(result.code == 0, "\(result.errors)")
      let arm = try #require(try arms(result).first)
      let models = try #require(arm["models"] as? [String: [String: Any]])
      let agents = try #require(arm["agents"] as? [String: [String: Any]])
      #expect(Set(models.keys) == ["gpt-oss-120b", "llama-3.1-8b"])
      let text = try String(contentsOfFile: folder + "/r.jsonl", encoding: .utf8)
      for (model, agent) in [("gpt-oss-120b", "helper"), ("llama-3.1-8b", "searcher")] {
        let count = text.split(separator: "\n").count { line in
          line.contains("\"model\":\"\(model)\"") && line.contains("\"measured\":true")
        }
        #expect(count > 30 && models[model]?["requests"] as? Int == count)
        let both = [models[model], agents[agent]].map { $0?["itl"] as? NSDictionary }
        #expect(both[0] != nil && both[0] == both[1])
      }
      let table = try Baton.run(["run", folder + "/two.yaml", "--by", "model"])
      #expect(table.text.contains("\nllama-3.1-8b\n") && !table.text.contains("\nlookups\n"))
      for other in ["--json", "--sensitivity"] {
        let ignored = try Baton.run(["run", folder + "/two.yaml", "--by", "model", other])
        #expect(ignored.code == 64 && ignored.errors.contains("--by is of the table"))
      }
    }
  }

  @Test("a timeline's slices begin and end, and its counters are of all requests")
  func timeline() throws {
    try CompareTests.files([:]) { folder in
      let record = try run("--timeline", folder + "/t.json")
      let data = try Data(contentsOf: URL(filePath: folder + "/t.json"))
      let file = try #require(try JSONSerialization.jsonObject(with: data) as? [String: Any])
      let events = try #require(file["traceEvents"] as? [[String: Any]])
      var open: [String: [Double]] = [:]
      var requests = 0
      for event in events where ["b", "e"].contains(event["ph"] as? String) {
        // Numbers that count in one process only.
        let id = try #require((event["id2"] as? [String: String])?["local"])
        #expect(event["id"] == nil)
        let key = "\(event["pid"] ?? "") \(id) \(event["name"] ?? "")"
        let at = try #require(event["ts"] as? Double)
        if event["ph"] as? String == "b" {
          open[key, default: []].append(at)
          requests += event["args"] == nil ? 0 : 1
        } else {
          let begun = open[key]?.popLast()
          let start = try #require(begun, "\(key)")
          #expect(at >= start)
        }
      }
      #expect(open.values.allSatisfy { $0.isEmpty })
      let finished = try arms(record).compactMap { ($0["counts"] as? [String: Int])?["finished"] }
      #expect(requests == finished.reduce(0, +))
      let names = Set(events.compactMap { $0["name"] as? String })
      #expect(
        names.isSuperset(of: [
          "running sequences", "queued sequences", "KV in use, %", "requests under way", "host",
          "queue", "prefill", "KV transfer",
        ]))
    }
  }

  @Test("records are what their schema says", .enabled(if: Python.can("import jsonschema")))
  func schema() throws {
    let schema = try Baton.run("schema", "run")
    #expect(schema.code == 0)
    let records = [try run(), try run("--why")]
    let script = """
      import json, sys, jsonschema
      schema, *records = [json.load(open(path)) for path in sys.argv[1:]]
      jsonschema.Draft202012Validator.check_schema(schema)
      judge = jsonschema.Draft202012Validator(schema)
      found = [error.message[:300] for record in records for error in judge.iter_errors(record)]
      broken = json.loads(json.dumps(records[0]))
      del broken["arms"][0]["classes"]["all"]["ttft"]["p99"]
      print("\\n".join(found) or ("ok" if list(judge.iter_errors(broken)) else "says nothing"))
      """
    try CompareTests.files([:]) { folder in
      let files = ([schema] + records).enumerated().map { (folder + "/\($0).json", $1.output) }
      for (path, data) in files { try data.write(to: URL(filePath: path)) }
      let found = try Python.run(["-c", script] + files.map(\.0))
      let text = String(decoding: found.output, as: UTF8.self)
      #expect(found.code == 0 && text == "ok\n", "\(text)")
    }
  }

  @Test("outputs that can't be are refused before the work")
  func refused() throws {
    for (options, code, words) in [
      (["--requests", "/nowhere/r.csv"], Int32(2), "can't be written"),
      (["--requests", "r.parquet"], 64, "`r.parquet`: --requests writes JSON lines (.jsonl,"),
      (["--requests", "runs.csv/r.csv.gz"], 64, "table (.csv)"),
      (["--timeline", "-", "--json"], 64, "each output has a file of its own"),
      (["--timeline", "t.json", "--sensitivity"], 64, "nothing of --sensitivity"),
    ] {
      let result = try Baton.run(["run", "workloads/chat.yaml"] + options)
      #expect(result.code == code && result.errors.contains(words), "\(result.errors)")
      #expect(result.output.isEmpty)
    }
    let left = Baton.root.appending(path: "r.parquet").path
    #expect(!FileManager.default.fileExists(atPath: left))
  }

  @Test("names of all that is written, whichever way they are spelt")
  func formats() throws {
    try CompareTests.files([:]) { folder in
      for name in ["rows", ".rows", "r.jsonl", "r.ndjson", "r.JSON", "a.b/rows"] {
        try FileManager.default.createDirectory(
          atPath: folder + "/a.b", withIntermediateDirectories: true)
        _ = try run("--load", "0.1", "--requests", "\(folder)/\(name)")
        #expect(try Data(contentsOf: URL(filePath: "\(folder)/\(name)")).first == UInt8(ascii: "{"))
      }
      _ = try run("--load", "0.1", "--requests", folder + "/r.CSV")
      let table = try String(contentsOfFile: folder + "/r.CSV", encoding: .utf8)
      #expect(table.hasPrefix("policy,"))
    }
  }
}
