import Foundation
import TestSupport
import Testing

@Suite("import and export")
struct ImportTests {
  private let rows = "Tests/TraceFormatsTests/Foreign"

  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  private func json(_ result: Baton.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func fates(_ record: [String: Any]) -> [String: String] {
    let account = record["account"] as? [[String: String]] ?? []
    return Dictionary(uniqueKeysWithValues: account.map { ($0["field"] ?? "", $0["fate"] ?? "") })
  }

  @Test("an import says what became of each field, on standard error and in the trace")
  func account() throws {
    try inFolder { folder in
      let trace = "\(folder)/trace.jsonl"
      let result = try Baton.run("import", "\(rows)/weka.json", "-o", trace)
      #expect(result.code == 0 && result.text == "", "\(result.errors)")
      #expect(result.errors.hasPrefix("weka: 3 requests in 2 sessions\n"))
      let lines = result.errors.split(separator: "\n")
      for fate in ["kept", "inferred", "synthesized", "dropped"] {
        #expect(lines.contains { $0.hasPrefix("  \(fate) ") }, "\(fate)")
      }
      let header = try #require(
        try String(contentsOfFile: trace, encoding: .utf8).split(separator: "\n").first)
      #expect(header.contains(#""account":[{"field":"in","fate":"kept"}"#))
      #expect(try Baton.run("inspect", trace).code == 0)
      let replay = try Baton.run("replay", trace, "--json")
      #expect(replay.code == 0, "\(replay.errors)")
    }
  }

  @Test("the page's account is that of the made-up sessions, and its commands run")
  func page() throws {
    let account = try Baton.run("import", "\(rows)/weka.json", "-o", "-").errors
    #expect(
      try Repository.matches("Docs/TraceFormat.md", section: "account", "```\n\(account)```\n"))
    try inFolder { folder in
      let stand = [
        "conversation_trace.jsonl": "mooncake.jsonl", "kv-cache-tester/": "weka.json",
        "BurstGPT_1.csv": "burstgpt-1.csv",
      ]
      let page = try Repository.text("Docs/TraceFormat.md")
      let lines = page.split(separator: "\n").filter { $0.hasPrefix("baton import ") }
      #expect(lines.count == 4)
      for (name, file) in [
        ("servegen-trace.csv", "chunk-0-trace.csv"),
        ("servegen-dataset.json", "chunk-0-dataset.json"),
      ] {
        try FileManager.default.copyItem(
          atPath: Repository.path("\(rows)/\(name)"), toPath: "\(folder)/\(file)")
      }
      for line in lines {
        let command = line.split(separator: "#")[0]
        // Only arrivals are written in quotes.
        let parts = command.split(separator: "\"")
        var words = parts[0].split(separator: " ").map(String.init)
        if parts.count > 1 { words.append(String(parts[1])) }
        words[2] = stand[words[2]].map { "\(rows)/\($0)" } ?? folder
        words[4] = "\(folder)/out"
        // A made-up file has no thirtieth day.
        words = words.map { $0 == "30d..31d" ? "0d..1d" : $0 }
        let result = try Baton.run(Array(words.dropFirst()))
        #expect(result.code == 0, "\(line)\n\(result.errors)")
      }
    }
  }

  @Test("the account is JSON on request, and a field of a late row is in the trace's header too")
  func jsonAccount() throws {
    try inFolder { folder in
      let row = #"{"timestamp":0,"input_length":9,"output_length":1,"hash_ids":[0]}"# + "\n"
      let late = #"{"timestamp":0,"input_length":9,"output_length":1,"priority":3}"# + "\n"
      let input = "\(folder)/in.jsonl"
      try (String(repeating: row, count: 2000) + late).write(
        toFile: input, atomically: true, encoding: .utf8)
      let result = try Baton.run("import", input, "-o", "\(folder)/out", "--json")
      let record = try json(result)
      #expect(record["schema"] as? String == "baton/import/1")
      #expect(record["format"] as? String == "mooncake")
      #expect((record["items"] as? [String: Int])?["present"] == 2001)
      #expect(fates(record)["priority"] == "dropped" && fates(record)["timestamp"] == "kept")
      let trace = try String(contentsOfFile: "\(folder)/out", encoding: .utf8)
      #expect(trace.split(separator: "\n").first?.contains(#""field":"priority""#) == true)
      #expect(try Baton.run("inspect", "\(folder)/out").code == 0)
    }
  }

  @Test("bad rows end an import with their place; --lenient leaves them out and counts them")
  func lenient() throws {
    try inFolder { folder in
      let input = "\(folder)/in.csv"
      let rows = "TIMESTAMP,ContextTokens,GeneratedTokens\n2024-05-01 00:00:00,5,1\nbad,5,1\n"
      try (rows + "2024-05-01 00:00:01,7\n2024-05-01 00:00:02,7,2\n").write(
        toFile: input, atomically: true, encoding: .utf8)
      let strict = try Baton.run("import", input, "-o", "\(folder)/out")
      #expect(strict.code == 2 && strict.errors.contains("in.csv:3:1: error: expected a date"))
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/out"))
      let result = try Baton.run("import", input, "-o", "\(folder)/out", "--lenient", "--json")
      #expect(result.code == 0)
      let items = try json(result)["items"] as? [String: Int]
      #expect(
        items == [
          "present": 4, "read": 2, "leftOut": 2, "outside": 0, "empty": 0, "unreadBytes": 0,
          "late": 0, "restarts": 0,
        ])
      #expect(result.errors.contains("left out: 2 of 4 items, 2 were read\n"))
      #expect(result.errors.contains("in.csv:4:22: expected \",\""))
    }
  }

  @Test("a packed file is told how to be unpacked; unpacked it comes through standard input")
  func packed() throws {
    let gzip = Data([0x1F, 0x8B, 8, 0, 0, 0, 0, 0])
    for bytes in [gzip, Data([0x28, 0xB5, 0x2F, 0xFD, 0, 0])] {
      try Baton.file(bytes) { path in
        let result = try Baton.run("import", path, "-o", "-")
        #expect(
          result.code == 2 && result.errors.contains("\(path):1:1: error: the file is packed"))
        #expect(result.errors.contains("| baton import - -o TRACE"))
        let inspect = try Baton.run("inspect", path)
        #expect(inspect.code == 2 && inspect.errors.contains("the file is packed"))
      }
    }
    let text = try Data(Repository.bytes("\(rows)/mooncake.jsonl"))
    let piped = try Baton.run("import", "-", "-o", "-", input: text)
    #expect(piped.code == 0 && piped.text.hasPrefix(#"{"schema":"baton/trace/1""#))
    #expect(piped.text.split(separator: "\n").last?.hasPrefix(#"{"end":3,"#) == true)
  }

  @Test("a folder is one trace, and names of its files are in errors")
  func folder() throws {
    try inFolder { folder in
      let document = try Repository.text("\(rows)/weka.json")
      for name in ["a.json", "b.json"] {
        try document.write(toFile: "\(folder)/\(name)", atomically: true, encoding: .utf8)
      }
      try "read me".write(toFile: "\(folder)/LICENSE", atomically: true, encoding: .utf8)
      let result = try Baton.run("import", folder, "-o", "\(folder)/out")
      #expect(result.errors.hasPrefix("weka: 6 requests in 4 sessions\n"), "\(result.errors)")
      try "{\"requests\":1,\"block_size\":64}".write(
        toFile: "\(folder)/c.json", atomically: true, encoding: .utf8)
      let broken = try Baton.run("import", folder, "-o", "\(folder)/out2")
      #expect(broken.code == 2 && broken.errors.contains("\(folder)/c.json:1:13: error"))
      let empty = "\(folder)/empty"
      try FileManager.default.createDirectory(atPath: empty, withIntermediateDirectories: true)
      let none = try Baton.run("import", empty, "-o", "-")
      #expect(none.code == 2 && none.errors.contains("holds no trace"))
    }
  }

  @Test("rates become a drawn trace, lengths get arrivals; the same seed draws the same")
  func drawn() throws {
    try inFolder { folder in
      for (name, file) in [
        ("servegen-trace.csv", "chunk-0-trace.csv"),
        ("servegen-dataset.json", "chunk-0-dataset.json"),
      ] {
        try FileManager.default.copyItem(
          atPath: Repository.path("\(rows)/\(name)"), toPath: "\(folder)/\(file)")
      }
      let result = try Baton.run("import", folder, "-o", "-", "--length", "10m")
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.errors.contains("synthesized  arrival time    drawn, seed 1"))
      let count = result.text.split(separator: "\n").count { $0.hasPrefix("{\"session\"") }
      #expect((400...560).contains(count), "\(count)")
      #expect(try Baton.run("import", folder, "-o", "-", "--length", "10m").output == result.output)
    }
    let lengths = ["import", "\(rows)/lengths.csv", "-o", "-", "--arrivals"]
    let poisson = try Baton.run(lengths + ["poisson 2/s", "--seed", "7"])
    #expect(poisson.errors.contains("poisson 2.0/s, seed 7"))
    #expect(try Baton.run(lengths + ["poison 2/s"]).code == 64)
  }

  @Test("an export says what it lost, and comes back")
  func export() throws {
    try inFolder { folder in
      for format in ["mooncake", "agentic-mooncake", "aiperf", "vllm", "blis", "otel"] {
        let path = "\(folder)/\(format)"
        let result = try Baton.run(
          "export", "traces/tiny.jsonl", "-o", path, "--to", format, "--json")
        #expect(result.code == 0, "\(result.errors)")
        let record = try json(result)
        #expect(record["requests"] as? Int == 8 && fates(record)["turns"] == "dropped")
        let again = try Baton.run("import", path, "--from", format, "-o", "\(folder)/\(format).out")
        #expect(again.code == 0 && again.errors.contains("8 requests in "), "\(again.errors)")
      }
      let header = try String(contentsOfFile: "\(folder)/blis.yaml", encoding: .utf8)
      #expect(header.hasPrefix("trace_version: 2\n"))
      let both = try Baton.run("import", "\(folder)/blis.yaml", "\(folder)/blis", "-o", "-")
      #expect(both.code == 0, "\(both.errors)")
    }
  }

  @Test("wrong usage and inputs that are no foreign trace are told")
  func wrong() throws {
    #expect(try Baton.run("import", "-o", "-").code == 64)
    #expect(try Baton.run("import", "\(rows)/azure.csv").code == 64)
    #expect(try Baton.run("import", "\(rows)/azure.csv", "-o", "-", "--json").code == 64)
    #expect(try Baton.run("import", "\(rows)/azure.csv", "-o", "-", "--from", "azur").code == 64)
    #expect(try Baton.run("import", "\(rows)/azure.csv", "-o", "-", "--window", "9..3").code == 64)
    #expect(try Baton.run("export", "traces/tiny.jsonl", "-o", "-", "--to", "moncake").code == 64)
    let own = try Baton.run("import", "traces/tiny.jsonl", "-o", "-")
    #expect(own.code == 2 && own.errors.contains("a trace of Baton's own"))
    let missing = try Baton.run("import", "\(rows)/azur.csv", "-o", "-")
    #expect(missing.code == 2 && missing.errors.contains("no such file"))
    let other = try Baton.run("import", "-", "-o", "-", input: Data("hello\n".utf8))
    #expect(other.code == 2 && other.errors.contains("no trace that Baton knows"))
    let columns = Data("TIMESTAMP,ContextTokens,GeneratedTokens\n".utf8)
    let none = try Baton.run("import", "-", "-o", "-", input: columns)
    #expect(none.code == 2 && none.errors.contains("no request was found"))
    let twice = try Baton.run("import", "traces/tiny.jsonl", "traces/tiny.jsonl", "-o", "-")
    #expect(twice.code == 2 && twice.errors.contains("`baton merge`"))
  }

  @Test("standard output gets a trace once, with the account that a file has")
  func once() throws {
    try inFolder { folder in
      let path = "\(folder)/w.jsonl"
      #expect(try Baton.run("import", "\(rows)/weka.json", "-o", path).code == 0)
      let piped = try Baton.run("import", "\(rows)/weka.json", "-o", "-")
      #expect(try piped.output == Data(contentsOf: URL(filePath: path)))
    }
  }

  @Test("where starts are drawn no time of the source is kept; a model that nobody knows is told")
  func drawnStarts() throws {
    for name in try FileManager.default.contentsOfDirectory(atPath: rows).sorted()
    where !name.hasPrefix("servegen") {
      let found = try json(
        Baton.run(
          "import", "\(rows)/\(name)", "-o", "/dev/null", "--json", "--arrivals", "constant 2/s"))
      let account = found["account"] as? [[String: String]] ?? []
      #expect(account.contains { $0["field"] == "session start" && $0["fate"] == "synthesized" })
      for entry in account where entry["fate"] == "kept" {
        let note = entry["note"] ?? ""
        #expect(!note.contains("from the ") && !note.contains("since 1970"), "\(name): \(entry)")
      }
    }
    let unknown = try Baton.run(
      "import", "\(rows)/mooncake.jsonl", "-o", "/dev/null", "--model", "nobody")
    #expect(unknown.errors.contains("no model `nobody`"), "\(unknown.errors)")
    let known = try Baton.run("import", "\(rows)/otel.json", "-o", "/dev/null")
    #expect(known.code == 0 && !known.errors.contains("note:"))
  }

  @Test("what another file has in the place of a header stays, and a header of its own is replaced")
  func header() throws {
    try inFolder { folder in
      let ask = ["export", "traces/tiny.jsonl", "--to", "blis", "-o"]
      let mine = "\(folder)/mine.yaml"
      try "workload: mine\n".write(toFile: mine, atomically: true, encoding: .utf8)
      let refused = try Baton.run(ask + ["\(folder)/mine.csv"])
      #expect(refused.code == 2 && refused.errors.contains("mine.yaml"), "\(refused.errors)")
      #expect(try String(contentsOfFile: mine, encoding: .utf8) == "workload: mine\n")
      try FileManager.default.createDirectory(
        atPath: "\(folder)/blocked.yaml", withIntermediateDirectories: true)
      #expect(try Baton.run(ask + ["\(folder)/blocked.csv"]).code == 2)
      let files = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(files == ["blocked.yaml", "mine.yaml"], "nothing half-written is left")
      for _ in 0..<2 { #expect(try Baton.run(ask + ["\(folder)/other.csv"]).code == 0) }
      let header = "\(folder)/other.yaml"
      try "trace_version: 7\nmine: 1\n".write(toFile: header, atomically: true, encoding: .utf8)
      #expect(try Baton.run(ask + ["\(folder)/other.csv"]).code == 2)
    }
  }

  /// Two rounds of which the second holds so much of the first.
  private func rounds(sharing prefix: Int, _ body: (String) throws -> Void) throws {
    try inFolder { folder in
      let text = """
        session_id,round_idx,prefix_len,input_len,output_len,tool_wait_after_ms
        a,0,0,1000,20,500
        a,1,\(prefix),\(2000 - prefix),30,0

        """
      try text.write(toFile: "\(folder)/r.csv", atomically: true, encoding: .utf8)
      let made = try Baton.run("import", "\(folder)/r.csv", "-o", "\(folder)/r.jsonl")
      #expect(made.code == 0, "\(made.errors)")
      try body("\(folder)/r.jsonl")
    }
  }

  @Test("an export says when prompts that go back, or parts of contexts, can't be written")
  func goingBack() throws {
    for (prefix, field) in [(300, "prompts that go back"), (1000, "prompts without an answer")] {
      try rounds(sharing: prefix) { trace in
        let found = try fates(
          json(Baton.run("export", trace, "--to", "aiperf", "-o", "/dev/null", "--json")))
        #expect(found[field] == "dropped" && found["parallel requests"] == nil, "\(found)")
      }
    }
    try rounds(sharing: 1020) { trace in
      let found = try fates(
        json(Baton.run("export", trace, "--to", "aiperf", "-o", "/dev/null", "--json")))
      #expect(!found.keys.contains { $0.hasPrefix("prompts") }, "\(found)")
    }
    try inFolder { folder in
      let parts = try Baton.run(
        "export", "\(rows)/mooncake.jsonl", "--to", "blis", "-o", "\(folder)/m.csv", "--json")
      #expect(try fates(json(parts))["parts of contexts"] == "dropped")
    }
  }

  @Test("a pipe is read once, and its trace written")
  func pipe() throws {
    try inFolder { folder in
      let pipe = "\(folder)/pipe.jsonl"
      #expect(unsafe mkfifo(pipe, 0o600) == 0)
      let row = try Repository.bytes("\(rows)/mooncake.jsonl")
      let writer = Thread {
        FileHandle(forWritingAtPath: pipe)?.write(Data(row))
      }
      writer.start()
      let result = try Baton.run("import", pipe, "-o", "\(folder)/m.jsonl")
      #expect(
        result.code == 0 && result.errors.hasPrefix("mooncake: 3 requests"), "\(result.errors)")
    }
  }
}
