import Foundation
import TestSupport
import Testing

@Suite("init and inspect")
struct InspectTests {
  private let short = ["--set", "duration=60s", "--set", "warm-up=0"]

  private func json(_ result: Baton.Result) throws -> [String: Any] {
    try #require(try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
  }

  private func number(_ json: [String: Any], _ keys: String...) -> Double? {
    var value: Any? = json
    for key in keys { value = (value as? [String: Any])?[key] }
    return (value as? NSNumber)?.doubleValue
  }

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  @Test("what inspect prints of a workload and of a trace, whole, at 80 columns")
  func snapshots() throws {
    let workload = try Baton.run(["inspect", "workloads/coding-assistant.yaml"] + short)
    let trace = try Baton.run(["inspect", "traces/tiny.jsonl"])
    let rows = (0..<240).map { row in
      "{\"timestamp\":\(row / 2 * 3000),\"input_length\":\(min(900 + 40 * row, 4000)),"
        + "\"output_length\":\(row % 12 == 0 ? 0 : 5),\"hash_ids\":"
        + "\((0..<(min(900 + 40 * row, 4000) + 511) / 512).map { $0 })}\n"
    }
    let imported = try Baton.run(["inspect", "-"], input: Data(rows.joined().utf8))
    for (name, result) in [
      ("workload", workload), ("trace", trace), ("imported", imported),
      ("init-list", try Baton.run(["init"])),
    ] {
      #expect(result.code == 0, "\(result.errors)")
      let path = "Tests/CommandTests/Snapshots/\(name).txt"
      #expect(try Repository.matches(path, result.text), "\(path) is stale; BATON_UPDATE=1")
      let widest = result.text.split(separator: "\n").map(\.count).max() ?? 0
      #expect(widest <= 80 && !result.text.contains("\u{1B}"), "\(name): \(widest)")
    }
  }

  @Test("a workload and the trace generated from it have the same figures, every time")
  func sameOfTrace() throws {
    let arguments = ["workloads/tool-agent.yaml", "--seed", "9"] + short
    let trace = try Baton.run(["generate"] + arguments + ["-o", "-"])
    let first = try Baton.run(["inspect", "--json"] + arguments)
    #expect(try Baton.run(["inspect", "--json"] + arguments).output == first.output)
    let ofWorkload = try json(first)
    let ofTrace = try json(try Baton.run(["inspect", "-", "--json"], input: trace.output))
    for key in ["tokens", "sizes", "reuse", "overTime", "dispersion", "classes", "tools"] {
      let (one, other) = (ofWorkload[key] as? NSObject, ofTrace[key] as? NSObject)
      #expect(one != nil && one == other, "\(key)")
    }
  }

  @Test(
    "ideal reuse is what a replay finds with an infinite cache",
    arguments: ["chat", "tool-agent", "rag", "deep-research"])
  func idealOfReplay(name: String) throws {
    let arguments = ["workloads/\(name).yaml", "--json"] + short
    let run = try json(try Baton.run(["run", "--policy", "gpu-aggregated"] + arguments))
    let arm = try #require((run["arms"] as? [[String: Any]])?.first)
    let inspect = try json(try Baton.run(["inspect"] + arguments))
    for key in ["idealTokens", "idealBlocks"] {
      let wanted = try #require(number(arm, "cache", key))
      #expect(number(inspect, "reuse", key) == wanted, "\(key)")
    }
    #expect(number(inspect, "tokens", "input") == number(arm, "tokens", "input"))
  }

  @Test("nothing drawn from a shipped workload is off, and every place can be set")
  func places() throws {
    for name in ["coding-assistant", "research-swarm", "free-tier", "voice-assistant"] {
      let path = "workloads/\(name).yaml"
      let found = try json(try Baton.run(["inspect", path, "--json"] + short))
      let checks = try #require(found["distributions"] as? [[String: Any]])
      #expect(checks.count >= 6)
      let places = checks.compactMap { $0["place"] as? String }
      #expect(Set(places).count == places.count)
      for check in checks {
        for key in ["p50", "p99", "mean"] {
          let statistic = check[key] as? [String: Any]
          #expect(statistic?["deviates"] as? Bool == false, "\(check)")
        }
      }
      let changes = checks.compactMap { check in
        check["unit"] as? String == "tokens" ? (check["place"] as? String).map { "\($0)=77" } : nil
      }
      let set = changes.flatMap { ["--set", $0] }
      let changed = try json(try Baton.run(["inspect", path, "--json"] + short + set))
      let again = try #require(changed["distributions"] as? [[String: Any]])
      for check in again where check["unit"] as? String == "tokens" {
        #expect(number(check, "mean", "declared") == 77, "\(check["place"] ?? "")")
      }
    }
  }

  @Test("a template is written, checks clean, and is never overwritten unasked")
  func templates() throws {
    try inFolder { folder in
      let path = folder.appending(path: "mine.yaml").path
      let written = try Baton.run("init", "chat", "-o", path)
      #expect(written.code == 0 && written.text == "" && written.errors.contains(path))
      #expect(
        try Data(contentsOf: URL(filePath: path)) == Data(Repository.bytes("workloads/chat.yaml")))
      #expect(try Baton.run("check", path).code == 0)
      let again = try Baton.run("init", "rag", "-o", path)
      #expect(again.code == 2 && again.errors.contains("--force"))
      #expect(
        try Data(contentsOf: URL(filePath: path)) == Data(Repository.bytes("workloads/chat.yaml")))
      #expect(try Baton.run("init", "rag", "-o", path, "--force").code == 0)
      #expect(
        try Data(contentsOf: URL(filePath: path)) == Data(Repository.bytes("workloads/rag.yaml")))
    }
    let piped = try Baton.run("init", "rag", "-o", "-")
    #expect(piped.output == Data(try Repository.bytes("workloads/rag.yaml")) && piped.errors == "")
    let unknown = try Baton.run("init", "chatt")
    #expect(unknown.code == 2 && unknown.errors.contains("did you mean `chat`?"))
    #expect(try Baton.run("init", "--list").output == Baton.run("init").output)
    #expect(try Baton.run("init", "chat", "--list").code == 64)
    #expect(try Baton.run("init", "--force").code == 64)
  }

  @Test("one session and one request are told in the singular")
  func singular() throws {
    let text = """
      workload: ours
      model: gpt-oss-120b
      duration: 1m
      agents:
        coder: {input: {p50: 10, p99: 30}, steps: [{generate: {p50: 5, p99: 9}}]}
      traffic:
        users: {agent: coder, sessions: {at-once: 1}}

      """
    let result = try Baton.run("inspect", "-", input: Data(text.utf8))
    #expect(result.code == 0, "\(result.errors)")
    #expect(result.text.contains("\n1 session, 1 request, "))
    #expect(result.text.contains("; 1 constant left out\n"))
  }

  @Test("what inspect can't use is told with its place")
  func badInput() throws {
    #expect(try Baton.run("inspect").code == 64)
    #expect(try Baton.run("inspect", "workloads").code == 2)
    #expect(try Baton.run("inspect", "workloads", "traces").code == 2)
    #expect(try Baton.run("inspect", "workloads/chat.yaml", "--load", "0").code == 64)
    let missing = try Baton.run("inspect", "workloads/chta.yaml")
    #expect(
      missing.code == 2 && missing.errors.contains("error[B001]")
        && missing.errors.contains("no such file"))
    let set = try Baton.run("inspect", "traces/tiny.jsonl", "--seed", "3")
    #expect(set.code == 2 && set.errors.contains("is a trace"))
    let format = try Baton.run("inspect", "traces/tiny.jsonl", "--format", "azure")
    #expect(format.code == 2 && format.errors.contains("traces/tiny.jsonl:1:1"))
    #expect(try Baton.run("inspect", "traces/tiny.jsonl", "--format", "azur").code == 64)
    for content in [Data(), Data([0, 1, 2, 255]), Data("workload: x\nduratoin: 3m\n".utf8)] {
      let result = try Baton.run(["inspect", "-"], input: content)
      #expect(result.code == 2 && result.errors != "" && result.output.isEmpty)
    }
    let back =
      "{\"timestamp\":5,\"input_length\":1,\"output_length\":1,\"hash_ids\":[]}\n"
      + "{\"timestamp\":4,\"input_length\":1,\"output_length\":1,\"hash_ids\":[]}\n"
    let order = try Baton.run(["inspect", "-"], input: Data(back.utf8))
    #expect(order.code == 0 && order.text.contains("1 rows stand behind one of a later time"))
    let broken = try Baton.run(["inspect", "-"], input: Data((back + "{\"timestamp\":\n").utf8))
    #expect(broken.code == 2 && broken.errors.contains("standard input:2:"))
  }
}
