import Foundation
import Testing

/// What `Baton.results` stands for.
@Suite("versions")
struct VersionTests {
  /// Values of six policies on a short workload, as one hash.
  ///
  /// If it differs since replays or the backend model give other values, raise `Baton.results` with
  /// it: kept baselines are then refused. If only the list of values differs, don't.
  private let expected = "bc016342502d24a8"

  @Test("replays give what this version of results gives")
  func results() throws {
    let policies = [
      "gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft", "latency-tiered",
    ]
    let result = try Baton.run(
      ["run", "workloads/coding-assistant.yaml", "--json", "--set", "duration=4s"]
        + ["--set", "warm-up=0s"] + policies.flatMap { ["--policy", $0] })
    #expect(result.code == 0, "\(result.errors)")
    let record = try #require(
      try JSONSerialization.jsonObject(with: result.output) as? [String: Any])
    let arms = try #require(record["arms"] as? [[String: Any]])
    var text = ""
    for arm in arms {
      let all = (arm["classes"] as? [String: Any])?["all"] as? [String: Any]
      for key in ["ttft", "itl", "tpot", "e2e", "session"] {
        let spread = all?[key] as? [String: Any]
        for name in ["mean", "p50", "p99", "max"] {
          text += "\(key) \(name) \(spread?[name] as? Double ?? -1)\n"
        }
      }
      let tokens = arm["tokens"] as? [String: Any]
      text += "\(tokens?["output"] as? Int ?? -1) \(tokens?["cached"] as? Int ?? -1)\n"
    }
    #expect(arms.count == policies.count && !text.contains("-1"))
    // FNV-1a.
    let hash = text.utf8.reduce(UInt64(0xcbf2_9ce4_8422_2325)) {
      ($0 ^ UInt64($1)) &* 0x100_0000_01b3
    }
    #expect(String(hash, radix: 16) == expected)
  }
}
