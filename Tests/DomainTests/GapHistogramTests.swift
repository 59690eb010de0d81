import Domain
import Testing

@Suite("gap histogram")
struct GapHistogramTests {
  @Test("a progression fills the buckets its terms would fill one by one")
  func progression() {
    var stream = RandomStream(seed: 11)
    for round in 0..<200 {
      stream = stream.numbered(round)
      let first = Int64(stream.named("first").bits >> (20 + stream.named("shift").bits % 40))
      let difference = Int64(stream.named("difference").bits % 5000)
      let terms = Int(stream.named("terms").bits % 300)
      let weight = stream.named("weight").bits % 7
      var jumped = GapHistogram()
      var walked = GapHistogram()
      jumped.add(first: first, difference: difference, terms: terms, weight: weight)
      for term in 0..<terms { walked.add(first + Int64(term) * difference, weight: weight) }
      #expect(jumped == walked, "seed 11, round \(round)")
    }
  }

  @Test("quantiles are the nearest rank, at most 0.1 % low")
  func quantiles() throws {
    var histogram = GapHistogram()
    let values = (0..<5000).map { Int64(1 + $0 * $0 * 37) }
    for value in values { histogram.add(value, weight: 1) }
    for percent in [1, 50, 90, 99, 99.9] as [Double] {
      let exact = values[Int((percent / 100 * 5000).rounded(.up)) - 1]
      let found = try #require(histogram.quantile(percent / 100))
      #expect(found <= exact && Double(found) >= Double(exact) * 0.999, "p\(percent)")
    }
    #expect(histogram.quantile(1) == values.last)
    #expect(GapHistogram().quantile(0.5) == nil)
  }

  @Test("in whatever order gaps come, and from whatever parts, the histogram is the same")
  func order() {
    var stream = RandomStream(seed: 12)
    for round in 0..<100 {
      stream = stream.numbered(round)
      let gaps = (0..<20).map { index in
        let draw = stream.numbered(index)
        return Int64(draw.bits >> (22 + draw.named("shift").bits % 42)) * Int64(draw.bits & 1)
      }
      var (rising, falling, merged) = (GapHistogram(), GapHistogram(), GapHistogram())
      for gap in gaps.sorted() { rising.add(gap, weight: 2) }
      for gap in gaps.sorted(by: >) { falling.add(gap, weight: 2) }
      for gap in gaps {
        var one = GapHistogram()
        one.add(gap, weight: 2)
        merged.merge(one)
      }
      #expect(rising == falling && rising == merged, "seed 12, round \(round)")
    }
  }

  @Test("a list of gaps fills the buckets one by one, and zeros can be taken out again")
  func lists() {
    let gaps: [Ticks] = [1, 5, 70_000, 70_001, 9, 1 << 40]
    var listed = GapHistogram()
    var walked = GapHistogram()
    listed.add(gaps[1...], weight: 3)
    for gap in gaps[1...] { walked.add(gap, weight: 3) }
    #expect(listed == walked)
    listed.add(0, weight: 7)
    #expect(listed.count == 22 && listed.zeros == 7)
    #expect(listed.withoutZeros == walked)
    listed.removeZeros(7)
    #expect(listed == walked)
  }
}
