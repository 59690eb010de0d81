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
    struct Others: Decodable {
      var low: Double?
      var high: Double?
      var seedsForPrecision: Int?
    }
    struct Arm: Decodable {
      var arm: String
      var capacity: Double?
      var breaksAt: Double?
      var breaks: [String]
      var seedCapacities: [Double?]
      var seedBreaks: [Double?]
      var otherSeeds: Others
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
    #expect(try Baton.run(ask + ["--racks-for", "2", "--precision", "10%"]).code == 64)
    let large = try Baton.run(ask + ["--racks-for", "1000000"])
    #expect(large.code == 2 && large.errors.contains("more than 1000000 requests at x1000000"))
    let nobody = try Baton.run(ask + ["--assert", "p99 ttft of nobody < 1s"])
    #expect(nobody.code == 2 && nobody.errors.contains("names nothing that is replayed"))
    let trace = try Baton.run("capacity", "traces/README.md")
    #expect(trace.code == 2)
  }
}
