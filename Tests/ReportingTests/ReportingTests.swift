import Domain
import Testing

@testable import Reporting

@Suite struct SummaryTests {
  @Test("latencies cover what was sent in the window, exactly, by nearest rank")
  func window() throws {
    let summary = ArmSummary(Example.arm(), Example.header())
    let ttft = try #require(summary.all.ttft)
    #expect(summary.all.requests == 80)
    #expect(ttft.count == 80)
    // Seconds 10 to 89 have TTFTs of 100 to 890 ms: the 40th of 80 is 490.
    #expect(abs(ttft.p50 - 0.49) < 1e-12)
    #expect(abs(ttft.p99 - 0.89) < 1e-12)
    #expect(abs(ttft.max - 0.89) < 1e-12)
    #expect(abs(ttft.mean - 0.495) < 1e-12)
    #expect(abs(try #require(summary.classes[0].ttft).max - 0.88) < 1e-12)
    #expect(abs(try #require(summary.all.tpot).p50 - 0.02) < 1e-12)
    #expect(abs(try #require(summary.all.tpsPerUser).p50 - 50) < 1e-9)
    #expect(abs(try #require(summary.all.itl).p99 / 0.02 - 1) < 0.001)
  }

  @Test("a request is good only if it and its turn meet every bound")
  func goodput() throws {
    let summary = ArmSummary(Example.arm(), Example.header())
    // chat: 40 measured, TTFT ≤ 500 ms at seconds 10, 12, …, 50 (21), less the turn of 12.
    let chat = try #require(summary.classes[0].goodput)
    #expect(chat.fraction == 20.0 / 40)
    #expect(abs(chat.requestsPerSecond - 20.0 / 80) < 1e-12)
    #expect(abs(chat.tokensPerSecond - 220.0 / 80) < 1e-12)
    #expect(summary.classes[1].goodput?.fraction == 1)
    #expect(summary.all.goodput?.fraction == 60.0 / 80)
  }

  @Test("a session cut short misses its bounds and counts as a refused request")
  func refused() throws {
    var arm = Example.arm()
    arm.sessions[21].isCutShort = true
    let classes = [
      Example.classes[0],
      TraceClass(
        name: "build", deadline: 30 * Nanoseconds.second,
        slo: [
          Bound(metric: .session, value: 60e9)
        ]),
    ]
    let build = ArmSummary(arm, Example.header(classes: classes)).classes[1]
    #expect(build.goodput?.fraction == 39.0 / 41)
    #expect(build.deadlineMisses == 1.0 / 40)
    #expect(build.refused == 1.0 / 51)
    #expect(build.session?.count == 39)
  }

  @Test("a class that is measured whole is measured from its first second")
  func measuredWhole() {
    var classes = Example.classes
    classes[1].isMeasuredWhole = true
    let summary = ArmSummary(Example.arm(), Example.header(classes: classes))
    #expect(summary.classes[1].requests == 50)
    // Its span ends with its last session, at 101 s.
    #expect(abs(summary.classes[1].requestRate - 50.0 / 101) < 1e-12)
    #expect(summary.classes[0].requests == 40)
  }

  @Test("spread, cache and efficiency follow their definitions")
  func totals() throws {
    let summary = ArmSummary(Example.arm(), Example.header())
    #expect(abs(try #require(summary.tenantSpread) - 0.89 / 0.49) < 1e-12)
    #expect(summary.cache.hitTokens == 0.25)
    #expect(summary.cache.idealTokens == 0.5)
    // 869 output tokens in the window of 80 s, 200 kW.
    #expect(summary.efficiency.joulesPerOutputToken == 200_000 / (869.0 / 80))
    #expect(summary.efficiency.outputTokensPerSecondPerMegawatt == 4345.0 / 80)
    #expect(summary.efficiency.dollarsPerMillionOutputTokens == 36.0 / 3600 / (869.0 / 80) * 1e6)
    #expect(summary.agents.map(\.name) == ["chatter", "coder"])
    #expect(summary.tenants.map(\.requests) == [40, 40])
    // Each class has an agent and a model of its own here.
    #expect(summary.models.map(\.name) == ["m", "n"])
    for (model, agent) in zip(summary.models, summary.agents) {
      #expect((model.ttft, model.itl) == (agent.ttft, agent.itl) && model.itl?.count == 400)
      #expect(model.goodput == agent.goodput && model.tokenRate == agent.tokenRate)
    }
  }

  @Test("tokens that need two of them, or any, are absent without")
  func shortOutputs() {
    var arm = Example.arm()
    for index in arm.requests.indices { arm.requests[index].outputTokens = Int32(index % 2) }
    let summary = ArmSummary(arm, Example.header())
    #expect(summary.all.tpot == nil)
    #expect(summary.classes[0].ttft == nil)
    #expect(summary.classes[1].ttft?.count == 40)
    #expect(summary.classes[0].e2e?.count == 40)
  }

  @Test("the radix sort orders as the standard library does, ties in place")
  func sorting() {
    let stream = RandomStream(seed: 3)
    let samples = (0..<5000).map { row in
      Sample((stream.numbered(row).uniform * 1e12 / Double(1 + row % 7)).rounded(), row: row)
    }
    let tied = samples + samples
    let expected = tied.enumerated().sorted {
      ($0.element.value, $0.offset) < ($1.element.value, $1.offset)
    }
    #expect(sortedByValue(tied).map(\.row) == expected.map(\.element.row))
  }

  @Test("nearest rank isn't moved by floating point")
  func ranks() {
    #expect(nearestRank(percent: 7, of: 100) == 6)
    #expect(nearestRank(percent: 99.9, of: 1000) == 998)
    #expect(nearestRank(percent: 99.9, of: 1001) == 999)
    #expect(nearestRank(percent: 1, of: 1) == 0)
  }
}
