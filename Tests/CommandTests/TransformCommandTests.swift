import Foundation
import TestSupport
import Testing

@Suite("transform")
struct TransformCommandTests {
  @Test("what it writes can be replayed, and a step that does nothing gives the sessions back")
  func steps() throws {
    let tiny = String(decoding: try Repository.bytes("traces/tiny.jsonl"), as: UTF8.self)
    let same = try Baton.run("transform", "traces/tiny.jsonl", "--rate", "1", "-o", "-")
    #expect(same.code == 0, "\(same.errors)")
    func sessions(_ text: String) -> [Substring] {
      text.split(separator: "\n").dropFirst().dropLast().map { $0 }
    }
    #expect(sessions(same.text) == sessions(tiny))
    let many = try Baton.run(
      "transform", "traces/tiny.jsonl", "--merge", "traces/tiny.jsonl", "--repeat", "2", "--thin",
      "80%", "--seed", "3", "--rate", "0.5", "--cut", "0..4s", "--anonymize", "-o", "-")
    #expect(many.code == 0, "\(many.errors)")
    let replay = try Baton.run(["replay", "-", "--json"], input: many.output)
    #expect(replay.code == 0, "\(replay.errors)")
  }

  @Test("what it can't do is told")
  func refused() throws {
    let trace = "traces/tiny.jsonl"
    for (words, code, text) in [
      ([], 64, "nothing to do"), (["--rate", "0"], 64, "from 0.001 to 1000"),
      (["--thin", "0.5"], 64, "is not a share"), (["--cut", "5m"], 64, "such as 5m..15m"),
      (["--repeat", "2", "--every", "0s"], 64, "is not a duration above zero"),
      (["--every", "1h"], 64, "--repeat"), (["--seed", "2", "--rate", "2"], 64, "--thin"),
      (["--repeat", "0"], 64, "1 to 1000"),
      (["--cut", "1h..2h"], 2, "the window begins after the trace ends"),
      (["--repeat", "2", "--every", "1s"], 2, "copies would overlap"),
      (["--merge", "nowhere.jsonl"], 2, "no such file"),
      (["--rate", "1e300"], 64, "from 0.001 to 1000"), (["--rate", "nan"], 64, "from 0.001"),
    ] as [([String], Int32, String)] {
      let result = try Baton.run(["transform", trace, "-o", "-"] + words)
      #expect(result.code == code && result.errors.contains(text), "\(words): \(result.errors)")
    }
    try CompareTests.files([:]) { folder in
      let atOnce = try Baton.run(
        "import", "Tests/TraceFormatsTests/Foreign/weka.json", "-o", "\(folder)/w.jsonl")
      #expect(atOnce.code == 0, "\(atOnce.errors)")
      let ask = ["transform", "\(folder)/w.jsonl", "--repeat", "2", "-o", "-"]
      let copies = try Baton.run(ask)
      #expect(copies.code == 2 && copies.errors.contains("--every"), "\(copies.errors)")
      #expect(try Baton.run(ask + ["--every", "10m"]).code == 0)
      let part = try Baton.run(
        "generate", "workloads/chat.yaml", "--set", "duration=20s", "--set", "warm-up=0", "--shard",
        "1/2", "-o", "\(folder)/part.jsonl")
      #expect(part.code == 0, "\(part.errors)")
      let result = try Baton.run("transform", "\(folder)/part.jsonl", "--rate", "2", "-o", "-")
      #expect(result.code == 2 && result.errors.contains("is a part of a trace"))
    }
  }
}
