import Domain
import Foundation
import Replay
import TestSupport
import Testing

@Suite("what time is spent on")
struct AttributionTests {
  private static let cases =
    ProcessInfo.processInfo.environment["BATON_CASES"].flatMap { Int($0) } ?? 800

  private static func replay(_ random: RandomReplay, attributes: Bool) throws -> ArmResult {
    try Replayer.replay(
      ArraySource(random.header, random.sessions), plan: random.plan, attributes: attributes)
  }

  @Test("components add up to the time of each request, first token and session, to the tick")
  func sums() throws {
    var seen = [Int](repeating: 0, count: Component.allCases.count)
    var seenEarly = seen
    for seed in 0..<Self.cases {
      let arm = try Self.replay(RandomReplay(seed: seed), attributes: true)
      let attribution = try #require(arm.attribution)
      #expect(attribution.engines.count == arm.requests.count)
      for (index, request) in arm.requests.enumerated() {
        let row = attribution.request(index)
        let sum = row.reduce(0, +)
        #expect(sum.inNanoseconds == request.last, "seed \(seed), request \(index): \(row)")
        var early = Ticks(0)
        for component in Component.ofFirstTokens {
          let part = attribution.beforeFirstToken(index, component)
          early += part
          if part != 0 { seenEarly[component.index] += 1 }
          guard component != .jitter else { continue }
          #expect(part >= 0 && part <= row[row.startIndex + component.index])
        }
        #expect(early.inNanoseconds == request.firstToken, "seed \(seed), request \(index)")
      }
      for (index, session) in arm.sessions.enumerated() {
        let row = attribution.session(index)
        #expect(
          row.reduce(0, +).inNanoseconds == session.total, "seed \(seed), session \(index): \(row)")
        for (place, ticks) in row.enumerated() where ticks != 0 { seen[place] += 1 }
      }
    }
    // The cases reach what can be reached without a model of the shares of steps.
    for component in [
      Component.host, .queue, .preemption, .prefill, .interference, .transfer, .reload, .attention,
      .ffn,
      .jitter, .tool, .think, .speech, .other,
    ] { #expect(seen[component.index] > 0, "\(component) is in no session") }
    // Few prompts give way, so that a short search has none.
    for component in Component.ofFirstTokens where component != .preemption || Self.cases > 400 {
      #expect(seenEarly[component.index] > 0, "\(component) is before no first token")
    }
  }

  @Test("of the longest sessions, what lies between requests adds up, and comes one by one")
  func longest() throws {
    var seen: Set<Component> = []
    for seed in 0..<Self.cases {
      let random = RandomReplay(seed: seed)
      let arm = try Self.replay(random, attributes: true)
      let attribution = try #require(arm.attribution)
      let longest = attribution.longest.all
      for index in random.header.classes.indices {
        let measured = arm.sessions.filter { session in
          Int(session.classIndex) == index && !session.isCutShort && session.length > 0
            && random.header.isMeasured(session.start, of: index)
        }.map(\.totalWithoutThink).sorted(by: >)
        let kept = longest.filter { Int($0.outcome.classIndex) == index }.map(
          \.outcome.totalWithoutThink)
        #expect(kept == Array(measured.prefix(3)), "seed \(seed), class \(index)")
      }
      for session in longest {
        let row = try #require(arm.sessions.firstIndex(of: session.outcome))
        var (sums, at) = ([Component: Ticks](), Ticks(0))
        for span in session.spans {
          #expect(at <= span.start && span.start < span.end, "seed \(seed): \(session)")
          sums[span.component, default: 0] += span.end - span.start
          at = span.end
        }
        #expect(at.inNanoseconds <= session.outcome.total)
        for component in Component.allCases.dropFirst(Attribution.requestWidth) {
          let whole = Array(attribution.session(row))[component.index]
          #expect(sums[component, default: 0] == whole, "seed \(seed), \(component): \(session)")
        }
        seen.formUnion(sums.keys)
      }
    }
    #expect(seen.isSuperset(of: [.tool, .think, .speech, .other]), "\(seen)")
  }

  @Test("only jitter may take time away")
  func signs() throws {
    for seed in 0..<Self.cases {
      let attribution = try #require(
        try Self.replay(RandomReplay(seed: seed), attributes: true).attribution)
      let width = Component.ofRequests.count
      for (place, ticks) in attribution.requests.enumerated()
      where place % width != Component.jitter.index {
        #expect(ticks >= 0, "seed \(seed), component \(Component.allCases[place % width])")
      }
    }
  }

  @Test("recording it changes nothing else")
  func unchanged() throws {
    for seed in 0..<Self.cases {
      let random = RandomReplay(seed: seed)
      var told = try Self.replay(random, attributes: true)
      (told.attribution, told.load) = (nil, nil)
      #expect(try told == Self.replay(random, attributes: false), "seed \(seed)")
    }
  }

  @Test("time to the first token and all gaps make up the time to the last")
  func gaps() throws {
    var tokens = 0
    for seed in 0..<Self.cases {
      let random = RandomReplay(seed: seed)
      let arm = try Self.replay(random, attributes: false)
      // Of a request that was cancelled gaps are kept, and no outcome.
      guard arm.counts.cancelled == 0 else { continue }
      let measured = arm.requests.filter { request in
        random.header.classes[Int(request.classIndex)].isMeasuredWhole
          || (random.header.measuredFrom..<random.header.measuredUntil).contains(request.sent)
      }.filter { $0.outputTokens > 0 }
      let pooled = arm.gaps.reduce(UInt128(0)) { $0 + $1.histogram.sum }
      let count = arm.gaps.reduce(0) { $0 + Int($1.histogram.count) }
      #expect(count == measured.reduce(0) { $0 + Int($1.outputTokens) - 1 })
      let between = measured.reduce(Int128(0)) { $0 + Int128($1.last - $1.firstToken) }
      // Each of both moments is rounded down to a nanosecond.
      let slack = Int128(measured.count) * Int128(Ticks.perNanosecond)
      let difference = between * Int128(Ticks.perNanosecond) - Int128(pooled)
      #expect(abs(difference) <= slack, "seed \(seed): \(difference) ticks")
      for request in measured { #expect(request.stall <= request.last - request.firstToken) }
      tokens += count
    }
    #expect(tokens > 1000, "\(tokens)")
  }
}
