import Domain
import Testing

@testable import Reporting

@Suite struct RunTextTests {
  static let assertions = [
    Assertion(
      text: "p99 ttft of chat < 2s", statistic: .percentile(99), metric: .ttft,
      subject: .trafficClass("chat"), comparison: .below, bound: 2e9),
    Assertion(
      text: "goodput >= 99%", statistic: nil, metric: .goodput, subject: .everything,
      comparison: .atLeast, bound: 0.99),
    Assertion(
      text: "deadline-misses of chat <= 1%", statistic: nil, metric: .deadlineMisses,
      subject: .trafficClass("chat"), comparison: .atMost, bound: 0.01),
  ]

  static func reports() -> (TraceHeader, [ArmReport]) {
    let header = Example.header(assertions: assertions)
    let baseline = Example.arm()
    var faster = baseline
    faster.policy = "afd"
    faster.notes.append("lpx: 2 racks hold 217.6 GB; FFN weights need 65.8 GB at FP8")
    for index in faster.requests.indices { faster.requests[index].firstToken /= 3 }
    return (header, [ArmReport(baseline, header), ArmReport(faster, header)])
  }

  @Test("the table of two arms at 80 columns, whole")
  func table() {
    let (header, arms) = RunTextTests.reports()
    #expect(RunText(header, arms, isColoured: false).text == RunTextTests.twoArms)
  }

  @Test("sections are of tenants, agents or models when asked", arguments: Grouping.allCases)
  func grouping(_ grouping: Grouping) throws {
    let (header, arms) = Self.reports()
    let lines = RunText(header, arms, by: grouping, isColoured: false).text
      .split(separator: "\n").map(String.init)
    let names: [Grouping: [String]] = [
      .class: ["chat", "build"], .tenant: ["a", "b"], .agent: ["chatter", "coder"],
      .model: ["m", "n"],
    ]
    let sections = ["all"] + (names[grouping] ?? []) + ["platform", "assertions"]
    #expect(lines.filter { sections.contains($0) } == sections)
    // 40 of the 80 measured requests are each one's.
    #expect(lines.count { $0.hasPrefix("  requests") && $0.contains(" 40") } == 2)
  }

  @Test("no line is wider than asked, for one to five arms and several widths")
  func widths() {
    let (header, arms) = RunTextTests.reports()
    for count in 1...5 {
      let some = (0..<count).map { arms[$0 % 2] }
      for width in [60, 80, 100, 140] {
        let text = RunText(header, some, width: width, isColoured: false).text
        let longest = text.split(separator: "\n").map(\.count).max() ?? 0
        #expect(longest <= width)
        #expect(!text.contains("\u{1B}"))
        #expect(text.matches(of: /✓ 880 ms/).count == (count + 1) / 2)
      }
    }
  }

  @Test("three arms stand beside each other at 80 columns, with p50 and p99")
  func threeArms() {
    let (header, arms) = RunTextTests.reports()
    let lines = RunText(header, [arms[0], arms[1], arms[0]], isColoured: false).text
      .split(separator: "\n")
    #expect(
      lines.contains(
        "  TTFT                     490 ms   890 ms    163 ms   297 ms    490 ms   890 ms"))
  }

  @Test("an assertion too long for one line has lines of its own")
  func longAssertion() {
    var (header, arms) = RunTextTests.reports()
    header.assertions = []
    for index in arms.indices {
      arms[index].assertions = [arms[index].assertions[0]]
      arms[index].assertions[0].assertion.text =
        "p99.9 tps-per-user of agent the-one-that-reads-the-code >= 40"
    }
    let lines = RunText(header, arms, isColoured: false).text.split(separator: "\n")
    let at = lines.firstIndex { $0.contains("p99.9 tps-per-user") }
    #expect(
      at.map { lines[$0] } == "  p99.9 tps-per-user of agent the-one-that-reads-the-code >= 40")
    #expect(at.map { lines[$0 + 1].contains("✓ 880 ms") } == true)
  }

  @Test("colour adds escape codes and nothing else")
  func colour() {
    let (header, arms) = RunTextTests.reports()
    let coloured = RunText(header, arms, isColoured: true).text
    let plain = coloured.replacing(/\u{1B}\[[0-9;]*m/, with: "")
    #expect(coloured.contains("\u{1B}[32m✓\u{1B}[0m 880 ms"))
    #expect(plain == RunText(header, arms, isColoured: false).text)
  }

  @Test("quantities have three digits and the unit people use")
  func quantities() {
    #expect(
      [0, 5e-9, 12.34e-6, 999.4e-6, 0.9996, 59, 601, 7200, .nan].map(Quantity.duration) == [
        "0 s", "5.00 ns", "12.3 µs", "999 µs", "1.00 s", "59.0 s", "10.0 m", "2.00 h", "–",
      ])
    #expect(
      [0, 0.5, 999.6, 123_456, 2e9].map(Quantity.number) == [
        "0", "0.500", "1.00 k", "123 k", "2.00 G",
      ])
    #expect(
      [0, 1, 0.9996, 0.5, 0.0004].map(Quantity.percent) == [
        "0 %", "100 %", "99.96 %", "50.0 %", "0.04 %",
      ])
    #expect(
      [0, 10, 90, 1200, 5400, 86_400].map(Quantity.moment) == [
        "0 s", "10 s", "90 s", "20 m", "90 m", "24 h",
      ])
    #expect([0, 999, 1000, -1_234_567].map(Quantity.count) == ["0", "999", "1,000", "-1,234,567"])
  }
}
