import Foundation
import TestSupport
import Testing

@Suite("capacity on the command line")
struct CapacityCommandTests {
  struct Record: Decodable {
    struct Judged: Decodable {
      struct Result: Decodable {
        var text: String
        var value: Double?
        var passed: Bool
      }
      var load: Double
      var holds: Bool
      var seedsHolding: Int
      var assertions: [Result]
    }
    struct Arm: Decodable {
      var arm: String
      var capacity: Double?
      var breaksAt: Double?
      var breaks: [String]
      var seedCapacities: [Double?]
      var judged: [Judged]
    }
    var schema: String
    var arms: [Arm]
  }

  static func record(_ result: Baton.Result) throws -> Record {
    try #require(!result.output.isEmpty, "\(result.errors)")
    return try JSONDecoder().decode(Record.self, from: result.output)
  }

  static let rack = "platform: rack\npools: {gpu: {chip: h100, racks: 2}}\n"

  /// A workload, what must hold of it, and loads around the one that breaks it.
  struct Question: Sendable {
    var name: String
    var text: String
    var assertion: String
  }

  static let questions = [
    Question(
      name: "reading", text: FrontierCommandTests.reading, assertion: "p99 ttft < 3s"),
    Question(
      name: "writing",
      text: """
        workload: writing
        model: gpt-oss-120b
        duration: 20s
        warm-up: 2s
        agents:
          writer: {input: 2k, steps: [{generate: {p50: 200, p99: 800}}]}
        traffic:
          writers: {agent: writer, sessions: {poisson: 20/s}}
        """, assertion: "p50 tps-per-user > 60/s"),
    Question(
      name: "turns",
      text: """
        workload: turns
        model: gpt-oss-120b
        duration: 20s
        warm-up: 2s
        agents:
          talker:
            turns: 3
            think: 1s
            input: {p50: 4k, p99: 20k}
            steps: [{generate: 60}]
        traffic:
          talkers: {agent: talker, sessions: {poisson: 3/s}, slo: {ttft: 1s}}
        """, assertion: "goodput of talkers >= 90%"),
  ]

  @Test("a fine grid says the same, within the precision", arguments: questions)
  func grid(_ question: Question) throws {
    let files = ["w.yaml": question.text, "rack.yaml": Self.rack]
    try CompareTests.files(files) { folder in
      let ask = ["\(folder)/w.yaml", "--platform", "\(folder)/rack.yaml"]
      let more = ["--policy", "gpu-aggregated", "--seeds", "2"]
      let record = try Self.record(
        Baton.run(["capacity"] + ask + more + ["--json", "--assert", question.assertion]))
      let arm = try #require(record.arms.first)
      let capacity = try #require(arm.capacity, "\(arm)")
      let breaksAt = try #require(arm.breaksAt)
      #expect(breaksAt <= capacity * 1.05 && arm.breaks == [question.assertion])
      // Steps of 2 % from below to above; the values are those of single runs.
      let loads = (-4...4).map { capacity * pow(1.02, Double($0)) }
      let values = try loads.map { load in
        let seeds = try (1...2).map { seed in
          try Self.value(
            of: question.assertion, ["\(folder)/w.yaml"] + ask.dropFirst(), load, seed)
        }
        return seeds.reduce(0, +) / 2
      }
      let holds = values.map { Self.holds($0, question.assertion) }
      let first = try #require(holds.firstIndex(of: false))
      // The grid's answer lies between its last load that holds and the next.
      #expect(first > 0 && loads[max(0, first - 1)] <= capacity * 1.05 * 1.02)
      #expect(loads[first] >= capacity / 1.05 / 1.02)
    }
  }

  private static func holds(_ value: Double, _ assertion: String) -> Bool {
    if assertion.hasPrefix("p99 ttft") { return value < 3 }
    return assertion.hasPrefix("p50") ? value > 60 : value >= 0.9
  }

  /// What a run says of an assertion that is written into the workload.
  private static func value(
    of assertion: String, _ ask: [String], _ load: Double, _ seed: Int
  ) throws -> Double {
    struct Run: Decodable {
      struct Arm: Decodable { var assertions: [Record.Judged.Result] }
      var arms: [Arm]
    }
    let result = try Baton.run(
      ["run"] + ask + ["--policy", "gpu-aggregated", "--load", "\(load)", "--seed", "\(seed)"]
        + ["--json", "--set", "assert=[\"\(assertion)\"]"])
    let run = try JSONDecoder().decode(Run.self, from: result.output)
    return try #require(run.arms.first?.assertions.first?.value, "\(result.errors)")
  }

  @Test("arms are searched side by side, and a folder holds what was replayed")
  func arms() throws {
    let files = ["w.yaml": FrontierCommandTests.reading, "rack.yaml": Self.rack]
    try CompareTests.files(files) { folder in
      let ask =
        ["capacity", "\(folder)/w.yaml", "--platform", "\(folder)/rack.yaml", "--seeds", "2"]
        + ["--json", "--assert", "p99 ttft < 3s", "--precision", "20%"]
      let plain = try Baton.run(ask + ["--threads", "1"])
      let record = try Self.record(plain)
      #expect(record.schema == "baton/capacity/1")
      #expect(record.arms.map(\.arm) == ["gpu-aggregated", "gpu-disaggregated"])
      for arm in record.arms {
        let (low, high) = (try #require(arm.capacity), try #require(arm.breaksAt))
        #expect(low < high && high <= low * 1.2 && arm.seedCapacities.count == 2)
        #expect(arm.judged.map(\.holds) == arm.judged.map { $0.load <= low })
      }
      let stored = ask + ["--runs", "\(folder)/runs", "--threads", "2"]
      #expect(try Baton.run(stored).output == plain.output)
      let written = try FrontierCommandTests.files("\(folder)/runs")
      #expect(try Baton.run(stored).output == plain.output)
      #expect(try FrontierCommandTests.files("\(folder)/runs") == written)
    }
  }

  @Test("the racks that a load needs do, and one fewer doesn't")
  func racks() throws {
    struct Needs: Decodable {
      struct Size: Decodable {
        var racks: [String: Int]
        var holds: Bool
      }
      struct Arm: Decodable {
        var arm: String
        var racks: Int?
        var sizes: [Size]
      }
      var arms: [Arm]
    }
    let files = ["w.yaml": FrontierCommandTests.reading, "rack.yaml": Self.rack]
    try CompareTests.files(files) { folder in
      let ask =
        ["capacity", "\(folder)/w.yaml", "--platform", "\(folder)/rack.yaml", "--seeds", "2"]
        + ["--policy", "gpu-aggregated", "--assert", "p99 ttft < 3s", "--racks-for", "3"]
      let result = try Baton.run(ask + ["--json"])
      let needs = try JSONDecoder().decode(Needs.self, from: result.output)
      let arm = try #require(needs.arms.first)
      let racks = try #require(arm.racks)
      #expect(racks > 2 && arm.sizes.contains { $0.racks["gpu"] == racks - 1 && !$0.holds })
      // A platform of that size holds the load by itself.
      try Data("platform: rack\npools: {gpu: {chip: h100, racks: \(racks)}}\n".utf8)
        .write(to: URL(filePath: "\(folder)/rack.yaml"))
      let check = try Baton.run(ask.dropLast(2) + ["--max-load", "3", "--json"])
      #expect(try Self.record(check).arms.first?.capacity == 3)
      #expect(try Baton.run(ask).text.contains("gpu-aggregated on rack: \(racks) gpu"))
    }
  }

  @Test("what can't be asked is refused")
  func refusals() throws {
    let ask = ["capacity", "workloads/chat.yaml"]
    let none = try Baton.run(ask + ["--set", "assert=[]"])
    #expect(none.code == 2, "\(none.errors)")
    #expect(try Baton.run(ask + ["--precision", "0.5%"]).code == 64)
    #expect(try Baton.run(ask + ["--racks-for", "2", "--max-load", "3"]).code == 64)
    let nobody = try Baton.run(ask + ["--assert", "p99 ttft of nobody < 1s"])
    #expect(nobody.code == 2 && nobody.errors.contains("names nothing that is replayed"))
    let trace = try Baton.run("capacity", "traces/README.md")
    #expect(trace.code == 2)
  }
}
