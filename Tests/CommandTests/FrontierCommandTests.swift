import Foundation
import TestSupport
import Testing

@Suite("frontiers on the command line")
struct FrontierCommandTests {
  struct Record: Decodable {
    struct Tail: Decodable, Equatable {
      var p50: Double?
      var p99: Double?
    }
    struct Point: Decodable {
      var workload: String
      var arm: String
      var policy: String
      var platform: String
      var load: Double
      var tpsPerUser: Double?
      var outputTokensPerSecondPerMegawatt: Double?
      var goodput: Double?
      var goodTokensPerSecondPerMegawatt: Double?
      var dollarsPerMillionOutputTokens: Double?
      var ttft: Tail
      var requests: Int
      var saturated: Bool
    }
    struct Refusal: Decodable {
      var arm: String
      var reason: String
    }
    struct Workload: Decodable {
      var workload: String
      var ending: String?
      var refused: [Refusal]
    }
    var schema: String
    var points: [Point]
    var workloads: [Workload]
  }

  /// What a run says of one arm.
  struct Run: Decodable {
    struct Group: Decodable {
      struct Goodput: Decodable {
        var fraction: Double
        var tokensPerSecond: Double
      }
      var tpsPerUser: Record.Tail?
      var ttft: Record.Tail?
      var goodput: Goodput?
    }
    struct Efficiency: Decodable {
      var watts: Double
      var outputTokensPerSecondPerMegawatt: Double?
      var dollarsPerMillionOutputTokens: Double?
    }
    struct Counts: Decodable { var arrived: Int }
    struct Arm: Decodable {
      var policy: String
      var platform: String
      var counts: Counts
      var classes: [String: Group]
      var efficiency: Efficiency
    }
    var arms: [Arm]
  }

  static let short = ["--set", "duration=20s", "--set", "warm-up=2s"]
  static let sweep =
    ["frontier", "workloads/chat.yaml", "--policy", "afd", "--policy", "gpu-disaggregated"]
    + ["--loads", "2,0.5,1"] + short

  static func record(_ result: Baton.Result) throws -> Record {
    try #require(!result.output.isEmpty, "\(result.errors)")
    return try JSONDecoder().decode(Record.self, from: result.output)
  }

  /// Runs with a folder that is there only as long.
  static func folder(_ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test("every point is what a run of it says", arguments: ["all", "users"])
  func equalsRuns(className: String) throws {
    let record = try Self.record(Baton.run(Self.sweep + ["--json", "--class", className]))
    #expect(record.schema == "baton/frontier/1")
    #expect(record.points.map(\.load) == [0.5, 1, 2, 0.5, 1, 2])
    for point in record.points {
      let run = try JSONDecoder().decode(
        Run.self,
        from: Baton.run(
          ["run", "workloads/chat.yaml", "--policy", point.arm, "--load", "\(point.load)"]
            + ["--json"] + Self.short
        ).output)
      let arm = try #require(run.arms.first)
      let group = try #require(arm.classes[className])
      #expect(point.workload == "chat" && point.policy == arm.policy)
      #expect(point.platform == arm.platform && point.requests == arm.counts.arrived)
      #expect(point.tpsPerUser == group.tpsPerUser?.p50 && point.tpsPerUser != nil)
      let output = arm.efficiency.outputTokensPerSecondPerMegawatt
      #expect(point.outputTokensPerSecondPerMegawatt == output && output != nil)
      #expect(point.goodput == group.goodput?.fraction && point.ttft == group.ttft)
      let good = try #require(group.goodput?.tokensPerSecond) / (arm.efficiency.watts / 1e6)
      #expect(point.goodTokensPerSecondPerMegawatt == good)
      #expect(point.dollarsPerMillionOutputTokens == arm.efficiency.dollarsPerMillionOutputTokens)
    }
  }

  @Test("threads, a folder, and parts merged by copying change no byte")
  func sameBytes() throws {
    let ask = Self.sweep + ["--json", "--seeds", "2"]
    let plain = try Baton.run(ask + ["--threads", "1"]).output
    #expect(!plain.isEmpty)
    #expect(try Baton.run(ask + ["--threads", "3"]).output == plain)
    try Self.folder { folder in
      let stored = ask + ["--runs", folder]
      #expect(try Baton.run(stored).output == plain)
      let first = try Self.files(folder)
      #expect(first.count == 12)
      // Nothing is replayed again: the files are those of the first time.
      #expect(try Baton.run(stored).output == plain)
      #expect(try Self.files(folder) == first)
    }
    try Self.folder { folder in
      for part in ["3/3", "1/3", "2/3"] {
        let own = "\(folder)/\(part.prefix(1))"
        let result = try Baton.run(ask + ["--runs", own, "--shard", part])
        #expect(result.code == 0 && result.output.isEmpty)
        #expect(result.errors == "4 of 12 points are in the folder; other parts replay the rest\n")
        #expect(try Self.files(own).count == 4)
        for name in try Self.files(own).keys {
          try FileManager.default.copyItem(atPath: "\(own)/\(name)", toPath: "\(folder)/\(name)")
        }
      }
      #expect(try Baton.run(ask + ["--runs", folder]).output == plain)
    }
  }

  /// Names of points, and when each was written.
  static func files(_ folder: String) throws -> [String: Date] {
    var found: [String: Date] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".json") {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      found[name] = attributes[.modificationDate] as? Date
    }
    return found
  }

  @Test("a stored point that is broken, or of another workload, is replayed anew")
  func otherPoints() throws {
    let ask = Self.sweep + ["--json"]
    try Self.folder { folder in
      let whole = try Baton.run(ask + ["--runs", folder]).output
      let names = try Self.files(folder).keys.sorted()
      try Data("{\"schema\": \"baton/run/1\", \"arms\": [".utf8)
        .write(to: URL(filePath: "\(folder)/\(names[0])"))
      let other = try Data(contentsOf: URL(filePath: "\(folder)/\(names[2])"))
      try other.write(to: URL(filePath: "\(folder)/\(names[1])"))
      #expect(try Baton.run(ask + ["--runs", folder]).output == whole)
      let slower = try Baton.run(
        ask + ["--runs", folder, "--set", "traffic.users.sessions.poisson=1/s"])
      #expect(try Self.files(folder).count == 12 && slower.output != whole)
    }
  }

  /// Prompts that are much for one rack, and little to answer.
  static let reading = """
    workload: reading
    model: gpt-oss-120b
    duration: 20s
    warm-up: 2s
    agents:
      reader: {input: 60k, steps: [{generate: 20}]}
    traffic:
      readers: {agent: reader, sessions: {poisson: 4/s}}
    """

  @Test("with nothing named there are twelve loads of every policy, in JSON, table and page")
  func usual() throws {
    try CompareTests.files(["reading.yaml": Self.reading]) { folder in
      let more = ["--set", "duration=5s", "--set", "warm-up=1s", "--json"]
      let result = try Baton.run(
        ["frontier", "\(folder)/reading.yaml", "--html", "\(folder)/page.html", "--csv"]
          + ["\(folder)/table.csv"] + more)
      let record = try Self.record(result)
      let arms = [
        "gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft", "latency-tiered",
      ]
      let loads = Set(record.points.map(\.load)).sorted()
      #expect(loads.count == 12 && record.points.count == 12 * arms.count)
      for arm in arms {
        #expect(record.points.filter { $0.arm == arm }.map(\.load) == loads, "\(arm)")
      }
      #expect(record.points.allSatisfy { $0.platform == "vera-rubin-lpx" && $0.tpsPerUser != nil })
      let table = try String(contentsOfFile: "\(folder)/table.csv", encoding: .utf8)
      #expect(table.split(separator: "\n").count == 1 + record.points.count)
      let page = try String(contentsOfFile: "\(folder)/page.html", encoding: .utf8)
      // Two charts, each with a line and twelve marks of every arm.
      for (index, arm) in arms.enumerated() {
        let lines = page.components(separatedBy: "<polyline class=\"line arm\(index)\"").count - 1
        let marks = page.components(separatedBy: "<title>\(arm) at load x").count - 1
        #expect(lines == 2 && marks == 24, "\(arm): \(lines) lines, \(marks) marks")
      }
      for (arm, load) in [
        ("afd", loads[3]), ("lpx-draft", loads[7]), ("gpu-aggregated", loads[11]),
      ] {
        let run = try JSONDecoder().decode(
          Run.self,
          from: Baton.run(
            ["run", "\(folder)/reading.yaml", "--policy", arm, "--load", "\(load)"] + more
          ).output)
        let point = try #require(record.points.first { $0.arm == arm && $0.load == load })
        #expect(point.tpsPerUser == run.arms.first?.classes["all"]?.tpsPerUser?.p50)
        let output = run.arms.first?.efficiency.outputTokensPerSecondPerMegawatt
        #expect(point.outputTokensPerSecondPerMegawatt == output && output != nil)
      }
    }
  }

  @Test("the chart alone is a drawing that stands by itself")
  func figure() throws {
    let drawing = try Baton.run(Self.sweep + ["--svg", "-"]).text
    #expect(drawing.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox="))
    try FrontierCommandTests.folder { folder in
      try Data(drawing.utf8).write(to: URL(filePath: "\(folder)/figure.svg"))
      let read = try Python.run(
        ["-c", "import sys, xml.dom.minidom as dom; dom.parse(sys.argv[1])"]
          + ["\(folder)/figure.svg"])
      #expect(read.code == 0, "it is no XML")
    }
    #expect(drawing.components(separatedBy: "<title>").count == 1 + 2 * 3)
    #expect(!drawing.contains("href") && !drawing.contains("url("))
  }

  @Test("without loads they go from idle to full, and policies that don't fit are named")
  func search() throws {
    let files = [
      "reading.yaml": Self.reading,
      "rack.yaml": "platform: rack\npools: {gpu: {chip: h100, racks: 2}}\n",
    ]
    try CompareTests.files(files) { folder in
      let record = try Self.record(
        Baton.run(
          ["frontier", "\(folder)/reading.yaml", "--platform", "\(folder)/rack.yaml", "--json"]
            + ["--points", "4"]))
      let workload = try #require(record.workloads.first)
      let refused = workload.refused.map(\.arm)
      #expect(refused.contains("afd") && refused.contains("lpx-decode"))
      #expect(workload.refused.allSatisfy { !$0.reason.isEmpty })
      for arm in ["gpu-aggregated", "gpu-disaggregated"] {
        let points = record.points.filter { $0.arm == arm }
        #expect(points.count == 4 && points.map(\.load) == points.map(\.load).sorted())
        #expect(points.first?.saturated == false, "\(arm)")
      }
      let last = try #require(record.points.map(\.load).max())
      #expect(workload.ending == "loads end at x\(last), where every arm is full")
    }
  }

  @Test("lengths in place of a file are a workload of that many users")
  func fixedLength() throws {
    let workload = """
      workload: fixed-length
      model: gpt-oss-120b
      duration: 30s
      warm-up: 5s
      context:
        shared: {tokens: 1500, shared-by: everyone}
      agents:
        user: {context: [shared], input: 500, steps: [{generate: 100}]}
      traffic:
        users: {agent: user, sessions: {concurrency: 1}}
      """
    let more = ["--policy", "gpu-disaggregated", "--loads", "1,8,64", "--json"]
    let fixed = try Self.record(
      Baton.run(
        ["frontier", "--isl", "2k", "--osl", "100", "--cached", "75%", "--model", "gpt-oss-120b"]
          + ["--set", "duration=30s", "--set", "warm-up=5s"] + more))
    try CompareTests.files(["w.yaml": workload]) { folder in
      let file = try Self.record(Baton.run(["frontier", "\(folder)/w.yaml"] + more))
      #expect(fixed.points.map(\.tpsPerUser) == file.points.map(\.tpsPerUser))
      let outputs = fixed.points.compactMap(\.outputTokensPerSecondPerMegawatt)
      #expect(outputs == file.points.compactMap(\.outputTokensPerSecondPerMegawatt))
      // Each user sends one request after the other, so output follows their number and speed.
      #expect(outputs.count == 3 && outputs == outputs.sorted() && outputs[2] > 20 * outputs[0])
    }
    func code(_ arguments: String...) throws -> Int32 { try Baton.run(arguments).code }
    #expect(try code("frontier", "--isl", "2k") == 64 && code("frontier") == 64)
    #expect(try code("frontier", "workloads/chat.yaml", "--isl", "2k", "--osl", "9") == 64)
    #expect(try code("frontier", "--isl", "2k", "--osl", "9", "--cached", "100%") == 64)
  }

  @Test("arms of equal power, devices or cost have as many racks as come nearest")
  func iso() throws {
    struct Notes: Decodable {
      struct Workload: Decodable { var notes: [String] }
      var workloads: [Workload]
    }
    let files = [
      "small.yaml": "platform: small\npools: {gpu: {chip: h100, racks: 3}}\n",
      "large.yaml": "platform: large\npools: {gpu: {chip: h200, racks: 9}}\n",
    ]
    try CompareTests.files(files) { folder in
      let arms = ["gpu-aggregated@\(folder)/small.yaml", "gpu-aggregated@\(folder)/large.yaml"]
      let ask =
        ["frontier", "workloads/chat.yaml", "--loads", "1", "--json"] + Self.short
        + arms.flatMap { ["--policy", $0] }
      for budget in ["power", "devices", "cost"] {
        let result = try Baton.run(ask + ["--iso", budget])
        let notes = try JSONDecoder().decode(Notes.self, from: result.output).workloads[0].notes
        #expect(notes.count == 1 && notes[0].contains(": 3 gpu racks of large"), "\(notes)")
      }
      let compared = try Baton.run(
        ["compare", "workloads/chat.yaml", "--baseline", arms[0], "--candidate", arms[1], "--iso"]
          + ["power", "--seeds", "2", "--json", "--markdown", "\(folder)/c.md", "--html"]
          + ["\(folder)/c.html"] + Self.short)
      struct Sizes: Decodable { var sizes: [String] }
      let sizes = try JSONDecoder().decode(Sizes.self, from: compared.output).sizes
      #expect(sizes.count == 1 && sizes[0].contains(": 3 gpu racks of large"), "\(sizes)")
      for file in ["c.md", "c.html"] {
        let text = try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
        #expect(text.contains("3 gpu racks of large"), "\(file)")
      }
    }
    let cost = try Baton.run(
      [
        "frontier", "workloads/chat.yaml", "--iso", "cost", "--policy",
        "gpu-aggregated@gb200-nvl72",
      ]
        + ["--policy", "afd@vera-rubin-lpx"])
    #expect(cost.code == 2 && cost.errors.contains("states no price"))
    let equal = try Baton.run(
      ["frontier", "workloads/chat.yaml", "--iso", "power", "--policy", "afd", "--policy"]
        + ["gpu-aggregated"])
    #expect(equal.code == 2 && equal.errors.contains("has no effect"))
    let far = try Baton.run(
      [
        "frontier", "workloads/chat.yaml", "--iso", "power", "--policy",
        "gpu-aggregated@gb200-nvl72",
      ]
        + ["--policy", "afd@vera-rubin-lpx"])
    #expect(far.code == 2 && far.errors.contains("% of the power"))
  }

  @Test("what can't be asked is refused")
  func refusals() throws {
    let ask = ["frontier", "workloads/chat.yaml"]
    func code(_ more: String...) throws -> Int32 { try Baton.run(ask + more).code }
    #expect(try code("--loads", "1,1") == 64 && code("--loads", "0") == 64)
    #expect(try code("--shard", "1/2") == 64 && code("--shard", "3/2", "--runs", "/tmp") == 64)
    try Self.folder { folder in
      let part = try Baton.run(ask + ["--shard", "1/2", "--runs", folder])
      #expect(part.code == 64 && part.errors.contains("--shard needs --loads"))
    }
    let unknown = try Baton.run(ask + ["--class", "nobody"])
    #expect(unknown.code == 2 && unknown.errors.contains("it has `users`"))
    let policy = try Baton.run(ask + ["--policy", "latency-tierd"])
    #expect(policy.code == 2, "an arm that is named isn't left out")
  }
}
