import Foundation
import Testing

/// Workloads that are slow for one known reason, on platforms of their own.
@Suite("why the tail is slow")
struct WhyTests {
  private struct Cause: Decodable {
    var of: String
    var component: String
    var weight: Double
    var p99Share: Double
    var medianShare: Double
    var interferer: String?
    var engine: Int?
    var text: String
  }
  private struct Group: Decodable { var why: [Cause] }
  private struct Arm: Decodable { var classes: [String: Group] }
  private struct Record: Decodable { var arms: [Arm] }

  /// First causes by what they are of.
  private func first(
    _ workload: String, _ platform: String, arm: String, of name: String
  ) throws -> [String: Cause] {
    var found: [String: Cause] = [:]
    try CompareTests.files(["w.yaml": workload, "p.yaml": platform]) { folder in
      let result = try Baton.run(
        "run", "\(folder)/w.yaml", "--policy", "\(arm)@\(folder)/p.yaml", "--why", "--json")
      #expect(result.code == 0, "\(result.errors)")
      let record = try JSONDecoder().decode(Record.self, from: result.output)
      let causes = try #require(record.arms.first?.classes[name]?.why)
      for cause in causes.reversed() { found[cause.of] = cause }
    }
    return found
  }

  private func workload(_ agents: String, _ traffic: String) -> String {
    "workload: slow\nmodel: gpt-oss-120b\nduration: 2m\n\(agents)\ntraffic:\n\(traffic)\n"
  }

  @Test("long prompts of a batch class beside chat")
  func interference() throws {
    let found = try first(
      workload(
        """
        agents:
          chatter: {turns: 1, input: 200, steps: [{generate: 150}]}
          reader: {turns: 1, input: 60k, steps: [{generate: 1}]}
        """,
        """
          chat: {agent: chatter, sessions: {poisson: 5/s}}
          overnight: {agent: reader, priority: batch, sessions: {poisson: 6/m}}
        """),
      """
      platform: one
      pools: {gpu: {chip: h200, racks: 1}}
      policies: {single: {extends: gpu-aggregated, engines: {decode: {devices: 4, tensor: 4}}}}
      """, arm: "single", of: "chat")
    for subject in ["e2e", "session"] {
      let cause = try #require(found[subject])
      #expect(cause.component == "interference" && cause.interferer == "overnight")
      #expect(cause.weight > 0.6 && cause.p99Share > 2 * cause.medianShare)
      #expect(cause.text.contains("of chat spend") && cause.text.contains("prompts of overnight"))
    }
    // Before the first token it's the queue behind those prompts.
    let late = try #require(found["ttft"])
    #expect(late.component == "queue" && late.p99Share > 0.5 && late.medianShare < 0.1)
    #expect(late.text.hasPrefix("requests of chat with the slowest 1 % of first tokens spend"))
    #expect(late.text.contains("more than median ones in queues: "))
  }

  @Test("a cache that is too small for what decodes")
  func preemption() throws {
    let found = try first(
      workload(
        "agents: {writer: {turns: 1, input: 300, steps: [{generate: 6k}]}}",
        "  writers: {agent: writer, sessions: {poisson: 1.1/s}}"),
      """
      platform: small
      pools: {gpu: {chip: h200, racks: 1}}
      policies: {single: {extends: gpu-aggregated, engines: {decode: {devices: 1, tensor: 1}}}}
      """, arm: "single", of: "writers")
    #expect(try #require(found["e2e"]).component == "preemption")
    #expect(try #require(found["session"]).component == "preemption")
  }

  @Test("a slow tool, which requests don't feel")
  func tool() throws {
    let found = try first(
      workload(
        """
        tools:
          ledger:
            latency: {mix: [{weight: 97, value: 300ms}, {weight: 3, value: 40s}]}
            result: 200
        agents:
          support: {turns: 1, input: 100, steps: [{generate: 100}, {call: ledger}, {generate: 100}]}
        """, "  support: {agent: support, sessions: {poisson: 4/s}}"),
      "platform: p\nextends: h200\n", arm: "gpu-aggregated", of: "support")
    let cause = try #require(found["session"])
    #expect(cause.component == "tool" && cause.p99Share > 0.9 && cause.weight > 0.9)
    #expect(found["e2e"]?.component != "tool")
  }

  @Test("a straggling link between prefill and decode")
  func link() throws {
    let found = try first(
      workload(
        """
        agents:
          asker:
            turns: 1
            input: {mix: [{weight: 95, value: 500}, {weight: 5, value: 40k}]}
            steps: [{generate: 100}]
        """, "  askers: {agent: asker, sessions: {poisson: 4/s}}"),
      """
      platform: thin
      pools: {gpu: {chip: rubin, racks: 1}, lpx: {chip: groq-3-lpu, racks: 2}}
      links: {gpu-lpx: thin}
      networks:
        thin:
          latency: {is: 3us, confidence: assumed, source: made up}
          rack-bandwidth: {is: 2GB/s, confidence: assumed, source: made up}
      """, arm: "lpx-decode", of: "askers")
    let cause = try #require(found["e2e"])
    #expect(cause.component == "transfer" && cause.weight > 0.6)
    #expect(cause.text.contains("with KV on its way to"))
  }

  @Test("the FFN racks of afd, full in a rush")
  func rack() throws {
    let found = try first(
      workload(
        "agents: {writer: {turns: 1, input: 300, steps: [{generate: 4k}]}}",
        """
          writers:
            agent: writer
            sessions: {poisson: 100/s, spikes: [{at: 30s, for: 2s, times: 20}]}
        """
      ).replacing("duration: 2m", with: "duration: 1m"),
      "platform: p\nextends: vera-rubin-lpx\n", arm: "afd", of: "writers")
    let cause = try #require(found["e2e"])
    #expect(cause.component == "ffn" && cause.weight > 0.5)
  }

  @Test("the table stays within 80 columns and says each cause; nothing is told unasked")
  func text() throws {
    let ask = [
      "run", "workloads/chat.yaml", "--policy", "gpu-aggregated", "--policy", "afd", "--set",
      "duration=40s", "--set", "warm-up=0",
    ]
    let (plain, why) = (try Baton.run(ask), try Baton.run(ask + ["--why"]))
    #expect(plain.code == 0 && why.code == 0)
    #expect(why.text.hasPrefix(plain.text) && !plain.text.contains("why ·"))
    let told = why.text.dropFirst(plain.text.count)
    #expect(told.contains("why · gpu-aggregated · users") && told.contains("why · afd · users"))
    #expect(told.contains("the slowest 1 % of sessions of users spend"))
    #expect(told.split(separator: "\n").allSatisfy { $0.count <= 80 }, "\(told)")
    #expect(try !Baton.run(ask + ["--json"]).text.contains("\"why\""))
    #expect(try Baton.run(ask + ["--why", "--sensitivity"]).code == 64)
  }
}
