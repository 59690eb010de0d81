import Domain
import Testing

@testable import Reporting

@Suite struct VoiceTests {
  /// `chat` turns of seconds 0, 2, … 98 are spoken: every tenth has 300 ms of silence, and that of
  /// second 14 was interrupted before its end.
  private func arm() -> ArmResult {
    var arm = Example.arm()
    for index in arm.turns.indices {
      let isLate = index % 10 == 0
      arm.turns[index].silence = isLate ? 300 * Example.ms : 0
      arm.turns[index].hasUnderrun = isLate
    }
    arm.turns[7].length = -1
    return arm
  }

  @Test("silence is kept of spoken turns, and underruns are the share of those with any")
  func summary() throws {
    let summary = ArmSummary(arm(), Example.header())
    // Measured are turns 5 to 44; late ones are 10, 20, 30 and 40.
    let silence = try #require(summary.classes[0].silence)
    #expect(silence.count == 40 && silence.p90 == 0)
    #expect(abs(silence.p95 - 0.3) < 1e-12 && abs(silence.mean - 0.03) < 1e-12)
    #expect(summary.classes[0].underruns == 0.1)
    #expect(summary.classes[0].turns == 40)
    #expect(summary.classes[0].turn?.count == 39)
    #expect(summary.classes[1].silence == nil && summary.classes[1].underruns == nil)
    #expect(summary.tenants.map(\.underruns) == [2.0 / 20, 2.0 / 20])
  }

  @Test("a bound on silence makes the requests of a quiet turn bad")
  func goodput() {
    let classes = [
      TraceClass(name: "chat", slo: [Bound(metric: .silence, value: 0)]), Example.classes[1],
    ]
    let summary = ArmSummary(arm(), Example.header(classes: classes))
    #expect(summary.classes[0].goodput?.fraction == 36.0 / 40)
  }

  @Test("assertions on silence and underruns are judged")
  func assertions() {
    let header = Example.header()
    let arm = arm()
    let judge = AssertionJudge(header: header, arm: arm, summary: ArmSummary(arm, header))
    func value(_ metric: Metric, _ statistic: Assertion.Statistic?) -> Double? {
      let assertion = Assertion(
        text: "", statistic: statistic, metric: metric, subject: .trafficClass("chat"),
        comparison: .atMost, bound: 0.2)
      return judge.judge([assertion])[0].value
    }
    #expect(value(.silence, .percentile(95)) == 0.3)
    #expect(value(.silence, .percentile(90)) == 0)
    #expect(value(.underruns, nil) == 0.1)
  }

  @Test("the table and the JSON show both where there is speech")
  func output() {
    let header = Example.header()
    let report = ArmReport(summary: ArmSummary(arm(), header), assertions: [])
    let text = RunText(header, [report], isColoured: false).text
    #expect(text.contains("  silence  ") && text.contains("  underruns  "))
    let json = String(decoding: RunJSON.bytes(header, [report]), as: UTF8.self)
    #expect(json.contains("\"underruns\":0.1"))
    let silent = ArmReport(summary: ArmSummary(Example.arm(), header), assertions: [])
    #expect(!RunText(header, [silent], isColoured: false).text.contains("underruns"))
  }
}
