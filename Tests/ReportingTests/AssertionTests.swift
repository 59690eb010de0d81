import Domain
import Testing

@testable import Reporting

@Suite struct AssertionTests {
  private func value(
    _ metric: Metric, _ statistic: Assertion.Statistic?, _ subject: Assertion.Subject = .everything
  ) -> Double? {
    let header = Example.header()
    let assertion = Assertion(
      text: "", statistic: statistic, metric: metric, subject: subject, comparison: .below, bound: 1
    )
    let arm = Example.arm()
    return AssertionJudge(header: header, arm: arm, summary: ArmSummary(arm, header))
      .judge([assertion])[0].value
  }

  @Test("any percentile is taken, of classes, agents and tenants")
  func percentiles() {
    #expect(value(.ttft, .percentile(12.5)) == 0.19)
    #expect(value(.ttft, .percentile(50), .trafficClass("chat")) == 0.48)
    #expect(value(.ttft, .max, .agent("coder")) == 0.89)
    #expect(value(.ttft, .mean, .tenant("a")) == 0.295)
    #expect(value(.itl, .max, .agent("coder")) == 0.02)
    #expect(value(.itl, .max, .tenant("a")) == 0.02)
    #expect(value(.turn, .max) == 6)
    #expect(value(.goodput, nil, .trafficClass("chat")) == 0.5)
    #expect(value(.joulesPerToken, nil) == 200_000 / (869.0 / 80))
  }

  @Test("what isn't known by this subject has no value")
  func unknown() {
    #expect(value(.itl, .max, .tenant("b")) == nil)
    #expect(value(.turn, .max, .agent("coder")) == nil)
    #expect(value(.ttft, .max, .tenant("nobody")) == nil)
    #expect(value(.silence, .percentile(99)) == nil)
    #expect(value(.underruns, nil) == nil)
  }

  @Test("each comparison holds on its side of the bound")
  func comparisons() {
    func passes(_ comparison: Assertion.Comparison, _ value: Double) -> Bool {
      let assertion = Assertion(
        text: "", statistic: .max, metric: .ttft, subject: .everything, comparison: comparison,
        bound: 1e9)
      return AssertionResult(assertion, value: value).passed
    }
    #expect(Assertion.Comparison.allCases.map { passes($0, 1) } == [false, true, false, true])
    #expect(Assertion.Comparison.allCases.map { passes($0, 0.9) } == [true, true, false, false])
    #expect(Assertion.Comparison.allCases.map { passes($0, 1.1) } == [false, false, true, true])
  }

  @Test("with several seeds, values of all are ranked together")
  func pooled() {
    let header = Example.header()
    let first = Example.arm()
    var second = first
    for index in second.requests.indices {
      second.requests[index].firstToken += Nanoseconds.second
      second.requests[index].last += Nanoseconds.second
    }
    let runs = [first, second].map {
      AssertionJudge.Run(header: header, arm: $0, summary: ArmSummary($0, header))
    }
    let assertion = Assertion(
      text: "", statistic: .percentile(50), metric: .ttft, subject: .everything,
      comparison: .below, bound: 1e9)
    #expect(AssertionJudge(runs: runs).judge([assertion])[0].value == 0.89)
  }
}
