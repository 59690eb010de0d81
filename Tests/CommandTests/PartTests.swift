import Foundation
import Testing

@Suite("parts of a trace")
struct PartTests {
  private func inFolder(_ body: (String) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder.path)
  }

  @Test(
    "the parts of a trace, merged in any order, are the whole byte for byte",
    arguments: [("coding-assistant", 3), ("chat", 7), ("mixed-factory", 4)])
  func merge(name: String, count: Int) throws {
    let arguments = [
      "generate", "workloads/\(name).yaml", "--seed", "5", "--set", "duration=8m", "--set",
      "warm-up=0", "--load", "0.02",
    ]
    try inFolder { folder in
      let whole = try Baton.run(arguments + ["-o", "-"])
      #expect(whole.code == 0, "\(whole.errors)")
      var parts: [String] = []
      for shard in 1...count {
        let path = "\(folder)/\(shard)"
        let written = try Baton.run(arguments + ["--shard", "\(shard)/\(count)", "-o", path])
        #expect(written.code == 0, "\(written.errors)")
        parts.append(path)
      }
      let merged = try Baton.run(["merge"] + parts.reversed() + ["-o", "-"])
      #expect(merged.code == 0 && merged.output == whole.output)
      let lacking = try Baton.run(["merge"] + parts.dropFirst() + ["-o", "\(folder)/none"])
      #expect(lacking.code == 2 && lacking.errors.contains("missing"))
      let twice = try Baton.run(["merge"] + parts + [parts[0]] + ["-o", "\(folder)/none"])
      #expect(twice.code == 2)
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/none"))
    }
  }

  @Test("with more parts than sessions some are empty, and merge all the same")
  func emptyParts() throws {
    let arguments = [
      "generate", "workloads/chat.yaml", "--set", "duration=4s", "--set", "warm-up=0", "--load",
      "0.3",
    ]
    try inFolder { folder in
      let whole = try Baton.run(arguments + ["-o", "-"])
      #expect((1..<9).contains(whole.text.split(separator: "{\"session\"").count - 1))
      let parts = (1...9).map { "\(folder)/\($0)" }
      for (index, path) in parts.enumerated() {
        let part = try Baton.run(arguments + ["--shard", "\(index + 1)/9", "-o", path])
        #expect(part.code == 0)
      }
      #expect(try Baton.run(["merge"] + parts.reversed() + ["-o", "-"]).output == whole.output)
    }
  }

  @Test("chosen sessions are those of the whole, and a trace of their own")
  func sessions() throws {
    let arguments = [
      "generate", "workloads/chat.yaml", "--set", "duration=60s", "--set", "warm-up=0",
    ]
    let whole = try Baton.run(arguments + ["-o", "-"]).text.split(separator: "\n")
    let part = try Baton.run(arguments + ["--sessions", "3..5", "-o", "-"])
    let lines = part.text.split(separator: "\n")
    #expect(lines[0].contains(#""part":{"first":3,"sessions":3,"of":"#))
    func bodies(_ lines: [Substring]) -> [[Substring]] {
      var found: [[Substring]] = []
      for line in lines.dropFirst().dropLast() where !line.hasPrefix("{\"context\"") {
        if line.hasPrefix("{\"session\"") { found.append([]) }
        found[found.count - 1].append(line)
      }
      return found
    }
    #expect(bodies(lines) == Array(bodies(whole)[2..<5]))
    let replay = try Baton.run(["replay", "-", "--json"], input: part.output)
    #expect(replay.code == 0, "\(replay.errors)")
    let beyond = try Baton.run(arguments + ["--sessions", "3..500000", "-o", "-"])
    #expect(beyond.code == 2 && beyond.errors.contains("sessions, not 500000"))
    for wrong in [["--sessions", "5..3"], ["--sessions", "0..3"], ["--shard", "3/2"]] {
      #expect(try Baton.run(arguments + wrong + ["-o", "-"]).code == 64, "\(wrong)")
    }
    let both = ["--sessions", "1..2", "--shard", "1/2", "-o", "-"]
    #expect(try Baton.run(arguments + both).code == 64)
  }

  @Test("parts of different traces, and whole traces, are not merged")
  func mismatch() throws {
    try inFolder { folder in
      for seed in ["1", "2"] {
        _ = try Baton.run(
          "generate", "workloads/chat.yaml", "--set", "duration=60s", "--set", "warm-up=0",
          "--seed", seed, "--shard", "\(seed)/2", "-o", "\(folder)/\(seed)")
      }
      let mixed = try Baton.run("merge", "\(folder)/1", "\(folder)/2", "-o", "-")
      #expect(mixed.code == 2 && mixed.errors.contains("another trace"))
    }
    let whole = try Baton.run("merge", "traces/tiny.jsonl", "-o", "-")
    #expect(whole.code == 2 && whole.errors.contains("whole trace"))
  }
}
