import Foundation
import Testing

@Suite("commands")
struct RunTests {
  @Test("run and generate piped into replay give the same bytes, on any number of threads")
  func parity() throws {
    let short = ["--set", "duration=40s", "--set", "warm-up=0"]
    let run = try Baton.run(
      "run", "workloads/chat.yaml", "--seed", "7", "--json", short[0], short[1], short[2], short[3])
    #expect(run.code == 0 && run.errors == "")
    let single = try Baton.run(
      "run", "workloads/chat.yaml", "--seed", "7", "--json", "--threads", "1", short[0], short[1],
      short[2], short[3])
    #expect(single.output == run.output)
    let trace = try Baton.run(
      "generate", "workloads/chat.yaml", "--seed", "7", "-o", "-", short[0], short[1], short[2],
      short[3])
    let replay = try Baton.run("replay", "-", "--json", input: trace.output)
    #expect(replay.output == run.output)
    #expect(replay.code == 0)
  }

  @Test("a trace that breaks off is told the same whether it is read ahead or not")
  func brokenTrace() throws {
    let whole = try Baton.run(
      "generate", "workloads/chat.yaml", "-o", "-", "--set", "duration=40s", "--set", "warm-up=0")
    let cut = whole.output.prefix(whole.output.count * 2 / 3)
    let one = try Baton.run("replay", "-", "--policy", "afd", "--threads", "1", input: Data(cut))
    let two = try Baton.run("replay", "-", "--policy", "afd", "--threads", "2", input: Data(cut))
    #expect(one.code == 2 && one.errors.contains("standard input:"))
    #expect(two.code == 2 && two.errors == one.errors && two.output == one.output)
  }

  @Test("a shipped workload is run side by side under two policies")
  func table() throws {
    let result = try Baton.run(
      "run", "workloads/coding-assistant.yaml", "--policy", "gpu-aggregated", "--policy", "afd",
      "--set", "duration=30s", "--set", "warm-up=0")
    #expect(result.code == 0)
    for word in ["gpu-aggregated", "afd", "TTFT", "ITL", "goodput", "cache hit"] {
      #expect(result.text.contains(word), "\(word)")
    }
  }

  @Test("the trace that ships is replayed")
  func shippedTrace() throws {
    let result = try Baton.run("replay", "traces/tiny.jsonl", "--json")
    #expect(result.code == 0)
    #expect(result.text.contains(#""finished":8"#))
  }

  @Test("a pipe that is named like a file is read once and replayed by every arm")
  func pipe() throws {
    let tiny = try Baton.run("replay", "traces/tiny.jsonl", "--json")
    let trace = try Data(contentsOf: URL(filePath: "traces/tiny.jsonl"))
    let piped = try Baton.run("replay", "/dev/stdin", "--json", input: trace)
    #expect(piped.output == tiny.output && piped.code == 0)
  }

  @Test("rates of an imported trace are over its own length")
  func importedRates() throws {
    let rows = (0...100).map {
      "{\"timestamp\":\($0 * 100),\"input_length\":9,\"output_length\":3,\"hash_ids\":[\($0)]}\n"
    }
    let input = Data(rows.joined().utf8)
    let result = try Baton.run("replay", "-", "--policy", "gpu-aggregated", "--json", input: input)
    #expect(result.code == 0)
    #expect(result.text.contains(#""window":{"from":0,"until":10"#))
    let rate = try #require(result.text.firstMatch(of: /"requestsPerSecond":([0-9.]+)/))
    let perSecond = try #require(Double(rate.1))
    #expect(perSecond > 9.5 && perSecond < 10.5)
  }

  @Test("what can't be used is told with its place and exit code 2")
  func badInput() throws {
    #expect(try Baton.run("run", "workloads/chta.yaml").code == 2)
    #expect(try Baton.run("run", "workloads").errors.contains("is a folder"))
    #expect(try Baton.run("replay", "workloads").code == 2)
    for content in [Data(), Data([0, 1, 2, 255, 254]), Data("workload: x\nduratoin: 3m\n".utf8)] {
      try Baton.file(content) { path in
        for command in ["run", "check", "replay"] {
          let result = try Baton.run(command, path)
          #expect(result.code == 2, "\(command): \(content.count) bytes: \(result.errors)")
          #expect(result.text + result.errors != "")
        }
      }
    }
    let policy = try Baton.run("run", "workloads/chat.yaml", "--policy", "afdd")
    #expect(policy.code == 2)
    #expect(policy.errors.contains("did you mean `afd`?"))
    let unit = try Baton.run("run", "workloads/chat.yaml", "--set", "duration=20")
    #expect(unit.code == 2 && unit.errors.contains("B2"))
  }

  @Test("a truncated trace is refused and leaves no file behind")
  func truncated() throws {
    let trace = try Data(contentsOf: Baton.root.appending(path: "traces/tiny.jsonl"))
    let result = try Baton.run("replay", "-", input: trace.prefix(trace.count / 2))
    #expect(result.code == 2 && result.errors.contains("standard input:"))
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let target = folder.appending(path: "t.jsonl").path
    #expect(try Baton.run("generate", "workloads/none.yaml", "-o", target).code == 2)
    #expect(try FileManager.default.contentsOfDirectory(atPath: folder.path).isEmpty)
  }

  @Test("terms and codes are explained, near misses named")
  func explain() throws {
    #expect(try Baton.run("explain", "ttft").text.contains("first"))
    #expect(try Baton.run("explain", "B301").text.contains("B301"))
    let unknown = try Baton.run("explain", "ttff")
    #expect(unknown.code == 2 && unknown.errors.contains("`ttft`"))
  }

  @Test("wrong usage is 64")
  func usage() throws {
    #expect(try Baton.run("run").code == 64)
    #expect(try Baton.run("run", "workloads/chat.yaml", "--polcy", "afd").code == 64)
    #expect(try Baton.run("check").code == 64)
  }
}
