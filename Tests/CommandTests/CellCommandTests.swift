import Foundation
import TestSupport
import Testing

@Suite("a replay that is divided into cells")
struct CellCommandTests {
  private static let ask =
    [
      "run", "workloads/chat.yaml", "--policy", "gpu-disaggregated", "--policy", "gpu-aggregated",
      "--load",
    ]
    + ["4", "--json"] + FrontierCommandTests.short

  private static func cells(_ folder: String) throws -> [String: Date] {
    var found: [String: Date] = [:]
    for name in try FileManager.default.contentsOfDirectory(atPath: folder)
    where name.hasSuffix(".cell") {
      let attributes = try FileManager.default.attributesOfItem(atPath: "\(folder)/\(name)")
      found[name] = attributes[.modificationDate] as? Date
    }
    return found
  }

  @Test("threads, a folder, and cells that other processes replayed change no byte")
  func sameBytes() throws {
    let ask = Self.ask + ["--cells", "2"]
    let plain = try Baton.run(ask + ["--threads", "1"]).output
    #expect(!plain.isEmpty)
    #expect(try Baton.run(ask + ["--threads", "3"]).output == plain)
    try FrontierCommandTests.folder { folder in
      let kept = ask + ["--runs", folder]
      let first = try Baton.run(kept + ["--shard", "1/3"])
      #expect(first.code == 0 && first.output.isEmpty)
      #expect(first.errors == "2 of 4 cells are in the folder; other parts replay the rest\n")
      _ = try Baton.run(kept + ["--shard", "2/3"])
      #expect(try Baton.run(kept + ["--shard", "3/3"]).output == plain)
      let files = try Self.cells(folder)
      #expect(files.count == 4)
      #expect(try Baton.run(kept).output == plain)
      #expect(try Self.cells(folder) == files)
      // What is broken, or of another load, is replayed.
      let name = try #require(files.keys.min())
      try Data("baton/cell/2".utf8).write(to: URL(filePath: "\(folder)/\(name)"))
      #expect(try Baton.run(kept).output == plain)
      #expect(try Baton.run(kept + ["--set", "duration=21s"]).output != plain)
      #expect(try Self.cells(folder).count == 8)
    }
  }

  @Test("one cell is the fleet, and a trace is divided as the workload it is of")
  func whole() throws {
    struct Run: Decodable, Equatable {
      struct Arm: Decodable, Equatable {
        struct Counts: Decodable, Equatable { var arrived: Int }
        struct Tokens: Decodable, Equatable { var output: Int }
        struct Efficiency: Decodable, Equatable { var watts: Double }
        struct Group: Decodable, Equatable { var ttft: FrontierCommandTests.Record.Tail? }
        var counts: Counts
        var tokens: Tokens
        var efficiency: Efficiency
        var classes: [String: Group]
      }
      var arms: [Arm]
    }
    func run(_ arguments: [String]) throws -> Run {
      try JSONDecoder().decode(Run.self, from: Baton.run(arguments).output)
    }
    #expect(try run(Self.ask + ["--cells", "1"]) == run(Self.ask))
    try FrontierCommandTests.folder { folder in
      let trace = "\(folder)/chat.jsonl"
      let made = try Baton.run(
        ["generate", "workloads/chat.yaml", "--load", "4", "-o", trace]
          + FrontierCommandTests.short)
      #expect(made.code == 0, "\(made.errors)")
      let replay = ["replay", trace] + Self.ask[2...5] + ["--json", "--cells", "2"]
      #expect(try run(replay) == run(Self.ask + ["--cells", "2"]))
    }
  }

  @Test("what can't be divided is refused")
  func refusals() throws {
    let racks = try Baton.run(Self.ask + ["--cells", "3"])
    #expect(racks.code == 2 && racks.errors.contains("help: it can have 1, 2;"), "\(racks.errors)")
    let model = try Baton.run("run", "workloads/chat.yaml", "--policy", "afd", "--cells", "2")
    #expect(model.code == 2 && model.errors.contains("FFN weights"), "\(model.errors)")
    for more in [
      ["--why"], ["--sensitivity"], ["--timeline", "t.json"], ["--shard", "1/2"],
    ] {
      #expect(try Baton.run(Self.ask + ["--cells", "2"] + more).code == 64, "\(more)")
    }
    #expect(try Baton.run(Self.ask + ["--runs", "folder"]).code == 64)
    #expect(try Baton.run(Self.ask + ["--cells", "0"]).code == 64)
  }
}
