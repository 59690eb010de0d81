import Domain
import Testing

@testable import Reporting

@Suite("frontiers")
struct FrontierTests {
  static func point(
    _ load: Double, speed: Double?, output: Double?, isSaturated: Bool = false
  ) -> FrontierPoint {
    let waits = isSaturated ? (1.0, 9.0) : (1.0, 1.0)
    let group = PointFigures.Group(
      name: "all", tpsPerUser: speed, ttftMedian: 0.1, ttftTail: 0.5, goodput: 0.9,
      goodTokensPerSecond: 900)
    let figures = PointFigures(
      groups: [group], watts: 2e6, outputPerMegawatt: output,
      totalPerMegawatt: output.map { 5 * $0 },
      dollarsPerMillionTokens: nil, requests: 100,
      backlog: Backlog(early: waits.0, late: waits.1), assertions: [])
    return FrontierPoint(load: load, [figures], className: "all")
  }

  static func arm(_ name: String, _ points: [FrontierPoint]) -> Frontier.Arm {
    Frontier.Arm(name: name, policy: name, platform: "racks", points: points)
  }

  /// `slow` gives more below 75 TPS/user, `fast` above.
  static let crossing = Frontier(
    workload: "w", className: "all", firstSeed: 1, seeds: 1,
    arms: [
      arm(
        "slow",
        [
          point(1, speed: 100, output: 100), point(2, speed: 50, output: 300),
          point(4, speed: 20, output: 900, isSaturated: true),
        ]),
      arm("fast", [point(1, speed: 200, output: 50), point(4, speed: 50, output: 230)]),
    ], refused: [Frontier.Refusal(arm: "tall", reason: "it doesn't fit")],
    ending: .requests(load: 4, count: 123_456))

  @Test("arms change places where their lines cross, at loads in between")
  func crossings() throws {
    let envelope = Self.crossing.envelope
    let found = try #require(envelope.crossings.first)
    #expect(envelope.crossings.count == 1)
    // slow: 100 + 4 (100 − s); fast: 50 + 1.2 (200 − s). Equal at s = 210 / 2.8 = 75.
    #expect(abs(found.tpsPerUser - 75) < 1e-9 && abs(found.outputPerMegawatt - 200) < 1e-9)
    #expect(found.slower == 0 && found.faster == 1)
    #expect(abs(found.slowerLoad - 1.5) < 1e-9 && abs(found.fasterLoad - 3.5) < 1e-9)
  }

  @Test("the envelope goes from the fastest arm to the one that gives most")
  func envelope() {
    let pieces = Self.crossing.envelope.pieces
    #expect(pieces.map(\.arm) == [1, 0])
    #expect(pieces.first?.fastest == 200 && pieces.last?.slowest == 0)
    #expect(abs((pieces.first?.slowest ?? 0) - 75) < 1e-9)
    // Saturated points are shown and don't count: 300 is the most, not 900.
    #expect(pieces.last?.outputAtSlowest == 300)
    let variants = Self.crossing.arms.flatMap(\.variants)
    #expect(variants[0].saturation == 4 && variants[1].saturation == nil)
  }

  @Test("what is no more than noise is no piece of who is told to be the best")
  func spans() {
    // Two lines that differ by 1 % and cross again and again, and a third that is far ahead of both
    // at one end.
    let loads = (0..<12).map { Double($0 + 1) }
    func noisy(_ sign: Double) -> [FrontierPoint] {
      loads.map { load in
        let wave = 1 + sign * (Int(load) % 2 == 0 ? 0.005 : -0.005)
        return Self.point(load, speed: 220 - 10 * load, output: 100 * load * wave)
      }
    }
    let envelope = Envelope(
      [noisy(1), noisy(-1), [Self.point(1, speed: 400, output: 90)]].map { Curve($0) })
    #expect(envelope.pieces.count > 8)
    #expect(envelope.spans.count == 2 && envelope.spans.first?.arm == 2)
    #expect(envelope.spans.first?.fastest == 400 && envelope.spans.last?.slowest == 0)
    #expect(envelope.spans[0].slowest == envelope.spans[1].fastest)
    // Nothing is lost beyond what counts as no difference.
    let last = envelope.pieces.last?.outputAtSlowest ?? 0
    #expect((envelope.spans.last?.outputAtSlowest ?? 0) >= 0.98 * last)
    let crossing = Self.crossing.envelope
    #expect(crossing.spans == crossing.pieces)
  }

  @Test("no straight line between its points lies above the envelope, and one arm touches it")
  func dominance() {
    for round in 0..<200 {
      let random = RandomStream(seed: 3).numbered(round)
      let arms = (0..<3).map { arm in
        Self.arm(
          "\(arm)",
          (1...5).map { load in
            Self.point(
              Double(load), speed: 10 + 90 * random.numbered(10 * arm + load).uniform,
              output: 10 + 90 * random.numbered(100 + 10 * arm + load).uniform)
          })
      }
      let frontier = Frontier(
        workload: "w", className: "all", firstSeed: 1, seeds: 1, arms: arms, refused: [])
      let curves = arms.map { Curve($0.points) }
      let envelope = frontier.envelope
      for step in 0..<50 {
        let speed = 2 * Double(step) + 1
        let best = curves.compactMap { $0.output(at: speed) }.max()
        let piece = envelope.pieces.first { $0.slowest < speed && speed <= $0.fastest }
        #expect((piece == nil) == (best == nil))
        guard let piece, let best else { continue }
        #expect(abs((curves[piece.arm].output(at: speed) ?? 0) - best) < 1e-9 * best)
      }
    }
  }

  /// Loads at random, as few as three variants.
  private static func variants(_ random: RandomStream) -> [FrontierVariant] {
    (0..<3).map { index in
      FrontierVariant(
        Variant([Variant.Setting(path: "k", value: "\(index)")]),
        (1...5).map { load in
          point(
            Double(load), speed: 10 + 90 * random.numbered(10 * index + load).uniform,
            output: 10 + 90 * random.numbered(100 + 10 * index + load).uniform)
        })
    }
  }

  @Test("an arm gives what its best variant gives, at every speed")
  func bestVariant() {
    for round in 0..<200 {
      let arm = Frontier.Arm(
        name: "a", policy: "a", platform: "racks",
        variants: Self.variants(RandomStream(seed: 5).numbered(round)))
      let (curve, all) = (arm.curve, Curve.all(arm.variants))
      let ends = all.flatMap { $0.vertices.map(\.speed) }
      for speed in (0..<50).map({ 2 * Double($0) + 1 }) + ends {
        let outputs = all.map { $0.output(at: speed) }
        let best = outputs.compactMap(\.self).max()
        #expect((curve.output(at: speed) == nil) == (best == nil))
        guard let best, let found = curve.vertex(at: speed) else { continue }
        #expect(abs(found.output - best) < 1e-9 * best, "round \(round) at \(speed)")
        #expect(abs((outputs[found.variant] ?? 0) - best) < 1e-9 * best)
      }
      // Drawn from nothing but its supports, the frontier is the same.
      let supports = arm.supports
      let less = arm.variants.enumerated().map { index, variant in
        FrontierVariant(
          variant.variant,
          variant.points.filter { point in
            supports.contains { $0 == (index, point.load) }
          })
      }
      let same = Curve(bestOf: Curve.all(less))
      for speed in (0..<100).map({ Double($0) + 0.5 }) {
        let (one, other) = (curve.output(at: speed), same.output(at: speed))
        #expect((one == nil) == (other == nil) && abs((one ?? 0) - (other ?? 0)) < 1e-9)
      }
      for (variant, load) in arm.frontierPoints {
        let point = arm.variants[variant].points.first { $0.load == load }
        #expect(point?.outputPerMegawatt == point?.tpsPerUser.flatMap { curve.output(at: $0) })
      }
    }
  }

  @Test("a band reaches from the least to the most of what assumed figures lead to")
  func band() throws {
    func figure(_ name: String) -> AssumedParameter {
      AssumedParameter(name: name, value: 2, low: 1, high: 3, unit: "s")
    }
    func variants(_ speed: Double, _ output: Double) -> [FrontierVariant] {
      [FrontierVariant(Variant(), [Self.point(1, speed: speed, output: output)])]
    }
    var arm = Self.arm("a", [Self.point(1, speed: 100, output: 50)])
    #expect(FrontierBand(arm) == nil)
    arm.ends = [
      FrontierEnd(figure("x"), at: 1, .measured(variants(80, 40))),
      FrontierEnd(figure("x"), at: 3, .measured(variants(120, 55))),
      FrontierEnd(figure("y"), at: 1, .refused("it doesn't fit")),
    ]
    let band = try #require(FrontierBand(arm))
    let slow = band.edges(at: 60)
    #expect(slow.low.output == 40 && slow.high.output == 55 && slow.low.end?.value == 1)
    // At the low end nobody gets 100, and only at the high one anybody gets 110.
    #expect(band.edges(at: 100).low.output == 0 && band.edges(at: 100).high.output == 55)
    #expect(band.edges(at: 110).low.output == 0 && band.edges(at: 110).high.output == 55)
    #expect(band.edges(at: 130).high.output == 0)
    #expect(band.outline.map(\.x).max() == 120 && band.outline.map(\.x).min() == 80)
  }

  @Test("arms that lie on one another within 2 % don't overtake")
  func equals() {
    let shifts = [1.01, 0.99, 1.01, 0.99]
    let one = shifts.indices.map {
      Self.point(Double($0 + 1), speed: Double(100 - $0), output: 100 * Double($0 + 1))
    }
    let other = shifts.enumerated().map {
      Self.point(Double($0 + 1), speed: Double(100 - $0), output: 100 * Double($0 + 1) * $1)
    }
    #expect(Envelope([Curve(one), Curve(other)]).crossings.isEmpty)
    // The same output at 1 % more speed, where lines are steep.
    let faster = shifts.enumerated().map {
      Self.point(Double($0 + 1), speed: Double(100 - $0) * $1, output: 100 * Double($0 + 1))
    }
    #expect(Envelope([Curve(one), Curve(faster)]).crossings.isEmpty)
  }

  @Test("a mean over seeds lacks what a seed lacks, and is saturated if most seeds are")
  func seeds() {
    func figures(_ speed: Double?, _ late: Double) -> PointFigures {
      PointFigures(
        groups: [
          PointFigures.Group(
            name: "all", tpsPerUser: speed, ttftMedian: nil, ttftTail: 1, goodput: 1,
            goodTokensPerSecond: 4e6)
        ], watts: 2e6, outputPerMegawatt: 10, totalPerMegawatt: 20, dollarsPerMillionTokens: 3,
        requests: 5, backlog: Backlog(early: 1, late: late), assertions: [])
    }
    let point = FrontierPoint(
      load: 1, [figures(1, 1), figures(3, 5), figures(5, 5)], className: "all")
    #expect(point.tpsPerUser == 3 && point.isSaturated && point.requests == 15)
    #expect(point.ttftMedian == nil && point.goodTokensPerMegawatt == 2e6)
    let half = FrontierPoint(load: 1, [figures(nil, 1), figures(3, 5)], className: "all")
    #expect(half.tpsPerUser == nil && !half.isSaturated)
    #expect(FrontierPoint(load: 1, [figures(1, 1)], className: "other").tpsPerUser == nil)
  }

  @Test("a table has a row for each point, and is quoted where it must be")
  func table() {
    var frontier = Self.crossing
    frontier.arms[0].name = "a,\"b\""
    let lines = FrontierCSV.text([frontier]).split(separator: "\n")
    #expect(lines.count == 6 && Set(lines.map { $0.filter { $0 == "," }.count }.suffix(2)) == [19])
    #expect(
      lines[1].hasPrefix(
        "w,all,\"a,\"\"b\"\"\",slow,racks,,1,100,100,500,0.9,450,,,0.1,0.5,100,0,,"))
    #expect(lines[3].hasSuffix(",100,1,,"))
  }

  @Test("the text shows every point, marks saturated ones, and says who overtakes whom")
  func text() {
    let text = FrontierText([Self.crossing], title: "w", isColoured: false).text
    #expect(text.contains("\nx4 !"))
    #expect(text.contains("slow overtakes fast below 75.0 TPS/user, at 200 TPS/MW"))
    #expect(text.contains("left out: tall, since it doesn't fit"))
    #expect(
      text.contains("Saturated from: slow at x4")
        && text.contains("loads end at x4, a replay of which has 123,456 requests"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }
}

@Suite("backlog")
struct BacklogTests {
  private func arm(_ wait: (Int) -> Nanoseconds) -> ArmResult {
    var arm = Example.arm()
    for index in arm.requests.indices { arm.requests[index].firstToken = wait(index) }
    return arm
  }

  @Test("waits that go on growing are a backlog, and steady ones aren't")
  func growth() {
    let header = Example.header()
    let steady = Backlog(arm { 300 * Example.ms + Nanoseconds($0 % 7) * Example.ms }, header)
    #expect(!steady.isGrowing && abs((steady.early ?? 0) - 0.323) < 1e-3)
    let growing = Backlog(arm { 300 * Example.ms + Nanoseconds($0) * 40 * Example.ms }, header)
    #expect(growing.isGrowing && (growing.late ?? 0) > 3)
    // Handed over late rather than queued for prefill: the wait is in the gap.
    var handed = Example.arm()
    for index in handed.requests.indices {
      handed.requests[index].firstToken = 100 * Example.ms
      handed.requests[index].stall = Nanoseconds(index) * 40 * Example.ms
    }
    #expect(Backlog(handed, header).isGrowing)
  }

  @Test("closed classes, those measured whole, and too few requests say nothing")
  func unmeasured() {
    let arm = arm { Nanoseconds($0) * Example.second }
    var classes = Example.classes
    classes[0].closed = TraceClass.ClosedLoop(sessions: 3, until: 1)
    classes[1].isMeasuredWhole = true
    let none = Backlog(arm, Example.header(classes: classes))
    #expect(none == Backlog(early: nil, late: nil) && !none.isGrowing)
    var short = Example.header()
    short.measuredUntil = short.measuredFrom + 25 * Example.second
    #expect(Backlog(arm, short).early == nil)
  }
}
