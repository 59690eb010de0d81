import Domain
import Foundation
import Testing

@testable import Reporting

@Suite struct RunJSONTests {
  private func record() throws -> [String: Any] {
    let (header, arms) = RunTextTests.reports()
    let bytes = RunJSON.bytes(header, arms)
    #expect(bytes == RunJSON.bytes(header, arms))
    let value = try JSONSerialization.jsonObject(with: Data(bytes))
    return try #require(value as? [String: Any])
  }

  @Test("the record has the names that scripts rely on")
  func names() throws {
    let record = try record()
    #expect(record["schema"] as? String == "baton/run/1")
    #expect(record["fingerprint"] as? String == "f00d")
    #expect(record["seed"] as? Int == 7)
    let arms = try #require(record["arms"] as? [[String: Any]])
    #expect(arms.map { $0["policy"] as? String } == ["gpu-aggregated", "afd"])
    let arm = arms[0]
    func keys(_ name: String) throws -> Set<String> {
      Set(try #require(arm[name] as? [String: Any]).keys)
    }
    #expect(
      try keys("counts").isSuperset(of: [
        "arrived", "finished", "refused", "cancelled", "live", "notStarted",
      ]))
    #expect(try keys("tokens") == ["input", "output", "cached"])
    #expect(
      try keys("cache").isSuperset(of: ["hitBlocks", "hitTokens", "idealBlocks", "idealTokens"]))
    #expect(try keys("classes") == ["all", "chat", "build"])
    #expect(
      try keys("efficiency").isSuperset(of: [
        "outputTokensPerSecondPerMegawatt", "joulesPerOutputToken",
        "dollarsPerMillionOutputTokens",
      ]))
    let classes = try #require(arm["classes"] as? [String: [String: Any]])
    let all = try #require(classes["all"])
    #expect(
      Set(all.keys).isSuperset(of: [
        "ttft", "itl", "stepGap", "tpot", "stall", "e2e", "response", "turn", "session",
        "tpsPerUser", "goodput", "deadlineMisses", "underruns",
      ]))
    let ttft = try #require(all["ttft"] as? [String: Double])
    #expect(
      Set(ttft.keys).isSuperset(of: ["mean", "p50", "p90", "p95", "p99", "p999", "max"]))
    #expect(ttft["p99"] == 0.89)
  }

  @Test("assertions and assumed figures stand in the record; nothing measured is null and fails")
  func assertions() throws {
    let arms = try #require(try record()["arms"] as? [[String: Any]])
    let assertions = try #require(arms[0]["assertions"] as? [[String: Any]])
    #expect(assertions.map { $0["passed"] as? Bool } == [true, false, false])
    #expect(assertions[0]["value"] as? Double == 0.88)
    #expect(assertions[2]["value"] is NSNull)
    let assumed = try #require(arms[0]["assumed"] as? [[String: Any]])
    #expect(assumed[0]["parameter"] as? String == "link-latency")
    #expect(assumed[0]["high"] as? Double == 1e-5)
  }

  @Test("the class `all` of an imported trace is written once")
  func importedClass() {
    let header = Example.header(classes: [TraceClass(name: "all"), TraceClass(name: "b")])
    let bytes = RunJSON.bytes(header, [ArmReport(Example.arm(), header)])
    #expect(String(decoding: bytes, as: UTF8.self).matches(of: /"all":/).count == 1)
  }
}
