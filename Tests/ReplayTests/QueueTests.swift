import Domain
import Foundation
import Replay
import TestSupport
import Testing

/// An engine that takes one request at a time, each in one step of constant length, is M/D/1.
@Suite("M/D/1")
struct QueueTests {
  private static let service: Nanoseconds = 1_000_000

  private func arrivals(load: Double, count: Int) -> [Nanoseconds] {
    let stream = RandomStream(seed: 11)
    var time = 0.0
    return (0..<count).map { index in
      time -= log(stream.numbered(index).uniform) * Double(Self.service) / load
      return Nanoseconds(time)
    }
  }

  private func waits(_ arrivals: [Nanoseconds]) throws -> [Nanoseconds] {
    let header = TraceHeader(
      workload: "queue", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
      classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 1,
      cost: StepCost(base: [Ticks(nanoseconds: Self.service)]), kvBlocks: 4, maxSequences: 1,
      tokenBudget: 8)
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool], services: [Plan.Service(model: "m", entry: 0)],
      blockTokens: 4)
    let sessions = arrivals.map { start in
      TraceSession(
        start: start, contexts: [PrivateContext(parent: .root, tokens: 3)],
        records: [TraceRecord(.request, turn: 1, prompt: .own(0), inputTokens: 3)])
    }
    return try Replayer.replay(ArraySource(header, sessions), plan: plan).requests
      .map { $0.last - Self.service }
  }

  @Test("each wait follows from the one before, and their mean is the closed form's")
  func meanWait() throws {
    for load in [0.3, 0.5, 0.7] {
      let arrivals = arrivals(load: load, count: 30_000)
      let waits = try waits(arrivals)
      #expect(waits.count == arrivals.count)
      var expected: Nanoseconds = 0
      for index in waits.indices {
        if index > 0 {
          // Lindley's recursion.
          expected = max(0, expected + Self.service - (arrivals[index] - arrivals[index - 1]))
        }
        #expect(waits[index] == expected, "load \(load), request \(index)")
      }
      let mean = Double(waits.reduce(0, +)) / Double(waits.count)
      // Pollaczek and Khinchine, for constant service.
      let closed = load * Double(Self.service) / (2 * (1 - load))
      #expect(abs(mean / closed - 1) < 0.05, "load \(load): \(mean) and \(closed)")
    }
  }
}
