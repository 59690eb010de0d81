import Domain
import TestSupport
import Testing

@testable import BackendModel

@Suite struct ClaimsTests {
  @Test("what the model says of the published gains stands in the documentation, and has its shape")
  func table() throws {
    let report = ClaimsReport(catalog: try shippedCatalog())
    #expect(
      try Repository.matches(
        "Docs/BackendModel.md", section: "claims", "\n" + report.text + "\n"))
    func line(_ machine: LongContext.Machine) throws -> ClaimsReport.Line {
      try #require(report.lines.first { $0.name == machine.rawValue })
    }
    let (gb200, rubin, afd) = (try line(.gb200), try line(.rubin), try line(.afd))
    for line in report.lines {
      #expect(zip(line.values, line.values.dropFirst()).allSatisfy { $0 >= $1 }, "\(line.name)")
    }
    // The wall of Blackwell is lower than Rubin's, and Rubin's than that of AFD.
    #expect(gb200.wall < rubin.wall && rubin.wall < 0.7 * afd.wall)
    #expect(gb200.values[3] < 0.5 * rubin.values[3])
    // Slower Rubin layers make LPX gain more: the ratio says how near Rubin is to its wall.
    let gains = report.changes.compactMap { change in change.gains[0].map { (change.name, $0) } }
    let fast = try #require(gains.first { $0.0.hasPrefix("rubin-2026.layer-time 60") }?.1)
    let slow = try #require(gains.first { $0.0.hasPrefix("rubin-2026.layer-time 100") }?.1)
    let base = try #require(gains.first { $0.0 == "as assumed" }?.1)
    #expect(fast < base && base < slow)
    let band = try #require(report.band(\.gains).first)
    let (low, high) = (try #require(band.low), try #require(band.high))
    #expect(low < base && base < high)
    // The published gain of AFD, 3, lies within what assumptions leave open.
    #expect(low < 3 && 3 < high)
  }

  @Test("drafting elsewhere with no better acceptance gains nothing")
  func drafter() throws {
    let catalog = try #require(try shippedCatalog().setting("lpx-2026.draft-gain", to: 1))
    let study = LongContext(catalog: catalog)
    let alone = study.tokensPerJoule(.rubin, speed: 400)
    #expect(study.tokensPerJoule(.drafter, speed: 400) < 1.1 * alone)
  }
}
