import Testing

@testable import WorkloadLanguage

@Suite("scalars")
struct ScalarTests {
  private func count(_ text: String) -> Int? {
    var decoder = TreeDecoder()
    return decoder.count(text, noun: "", at: location(text))
  }

  private func location(_ text: String) -> Location {
    Location(SourceText(name: "test", text: text), Span(0, text.utf8.count))
  }

  @Test(
    "counts scale exactly",
    arguments: [
      ("0", 0), ("300", 300), ("1.2k", 1200), ("0.5k", 500), ("3M", 3_000_000),
      ("1.234567M", 1_234_567), ("1.50k", 1500),
    ] as [(String, Int?)])
  func counts(_ text: String, _ value: Int?) { #expect(count(text) == value) }

  @Test(
    "what is not a count is none",
    arguments: [
      "", "k", "1.k", ".5k", "1..2", "01", "1e3", "+1", "-1", "1_0", "1,0", "1 k", "1K", "0x10",
      "1.0001k", "9999999999999999999", "٣",
    ])
  func notCounts(_ text: String) { #expect(count(text) == nil) }

  @Test(
    "durations are whole nanoseconds",
    arguments: [
      ("0", 0), ("80ms", 80_000_000), ("1m30s", 90_000_000_000), ("1.5us", 1500),
      ("1d2h3m4s5ms6us", 93_784_005_006_000), ("2h05m", 7_500_000_000_000), ("0.1s", 100_000_000),
    ] as [(String, Int64)])
  func durations(_ text: String, _ value: Int64) {
    var decoder = TreeDecoder()
    #expect(decoder.duration(text, at: location(text)) == value)
  }

  @Test(
    "what is not a duration is none",
    arguments: ["80", "s", "30s1m", "1m1m", "1h-3m", "20d", "1m 30s", "99999999999999d", "1ns"])
  func notDurations(_ text: String) {
    var decoder = TreeDecoder()
    #expect(decoder.duration(text, at: location(text)) == nil)
    #expect(decoder.diagnostics.count == 1)
  }

  @Test("rates are per second")
  func rates() {
    var decoder = TreeDecoder()
    #expect(decoder.rate("2/s", at: location("")) == 2)
    #expect(decoder.rate("30/m", at: location("")) == 0.5)
    #expect(decoder.rate("7.2k/h", at: location("")) == 2)
    #expect(decoder.rate("2/d", at: location("")) == nil)
  }

  @Test("measures take a unit of their table, with or without a space")
  func measures() {
    var decoder = TreeDecoder()
    let place = location("")
    #expect(decoder.measure("80 GiB", units: MeasureUnit.bytes, at: place) == 85_899_345_920)
    #expect(decoder.measure("3.35TB/s", units: MeasureUnit.bandwidth, at: place) == 3.35e12)
    #expect(decoder.measure("400 Gb/s", units: MeasureUnit.bandwidth, at: place) == 5e10)
    #expect(decoder.measure("80", units: MeasureUnit.bytes, at: place) == nil)
    #expect(decoder.measure("80 Gi", units: MeasureUnit.bytes, at: place) == nil)
    #expect(decoder.diagnostics.map(\.code) == [.missingUnit, .unknownUnit])
  }

  @Test("names are kebab-case, and words of the language are none")
  func names() {
    for name in ["a", "coder", "run-tests", "t1", "a-1-b"] { #expect(NameRules.isName(name)) }
    for name in [
      "", "A", "1a", "a-", "-a", "a--b", "a_b", "a.b", String(repeating: "a", count: 65),
    ] {
      #expect(!NameRules.isName(name))
    }
    for name in ["none", "p50", "p99.9", "agent"] { #expect(NameRules.isReserved(name)) }
    #expect(NameRules.repaired("Run_Tests") == "run-tests")
  }

  @Test("the nearest name is at most a third away, a swap counts one")
  func spelling() {
    #expect(Spelling.nearest(to: "serach", among: ["edit", "search"]) == "search")
    #expect(Spelling.nearest(to: "ttfp", among: ["tpot", "ttft"]) == "ttft")
    #expect(Spelling.nearest(to: "x", among: ["abc"]) == nil)
    #expect(Spelling.distance(Array("ca".utf8), Array("ac".utf8)) == 1)
    #expect(Spelling.distance(Array("kitten".utf8), Array("sitting".utf8)) == 3)
  }
}
