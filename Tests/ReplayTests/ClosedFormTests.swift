import Domain
import Foundation
import Replay
import TestSupport
import Testing

/// Queues whose means are known in closed form. Means of twenty parts of a run give a confidence
/// interval of 99.9 % (Student's t with 19 degrees of freedom: 3.88); the seeds are fixed.
@Suite("closed forms of queues")
struct ClosedFormTests {
  private static let step: Nanoseconds = 1_000_000
  private static let parts = 20
  private static let quantile = 3.883

  private static let header = TraceHeader(
    workload: "queue", seed: nil, fingerprint: "", models: ["m"], agents: ["a"],
    classes: [TraceClass(name: "c")], duration: .second, measuredFrom: 0, measuredUntil: .second)

  private func exponential(_ stream: RandomStream) -> Double { -log(stream.uniform) }

  /// Poisson arrivals of requests with a prompt of one token, answered in `tokens` steps in the
  /// mean, exponentially distributed.
  private func sessions(_ count: Int, gap: Double, tokens: Double, seed: UInt64) -> [TraceSession] {
    let stream = RandomStream(seed: seed)
    var time = 0.0
    return (0..<count).map { index in
      time += exponential(stream.named("gap").numbered(index)) * gap
      // Rounding up to whole tokens adds half of one to the mean.
      let length = exponential(stream.named("length").numbered(index)) * (tokens - 0.5)
      return TraceSession(
        start: Nanoseconds(time), contexts: [PrivateContext(parent: .root, tokens: 1)],
        records: [
          TraceRecord(
            .request, turn: 1, prompt: .own(0), inputTokens: 1,
            outputTokens: max(1, Int(length.rounded(.up))))
        ])
    }
  }

  /// One engine whose steps take `step` whatever is in them: as many servers as it has slots.
  private func replay(_ sessions: [TraceSession], servers: Int) throws -> [RequestOutcome] {
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 1,
      cost: StepCost(base: [Ticks(nanoseconds: Self.step)]), kvBlocks: 1 << 20,
      maxSequences: servers, tokenBudget: 1 << 20)
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool], services: [Plan.Service(model: "m", entry: 0)],
      blockTokens: 64)
    return Array(try Replayer.replay(ArraySource(Self.header, sessions), plan: plan).requests)
  }

  /// Mean of a run and half of its confidence interval.
  private func interval(_ values: [Double]) -> (mean: Double, half: Double) {
    let size = values.count / Self.parts
    let means = (0..<Self.parts).map { part in
      values[(part * size)..<((part + 1) * size)].reduce(0, +) / Double(size)
    }
    let mean = means.reduce(0, +) / Double(Self.parts)
    let variance =
      means.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(Self.parts - 1)
    return (mean, Self.quantile * (variance / Double(Self.parts)).squareRoot())
  }

  @Test("M/M/1: mean wait, and the whole distribution of the time in the system")
  func oneServer() throws {
    let (load, tokens) = (0.7, 400.0)
    let service = tokens * Double(Self.step)
    let requests = try replay(
      sessions(40_000, gap: service / load, tokens: tokens, seed: 5), servers: 1
    ).sorted { $0.sent < $1.sent }
    let wait = interval(requests.map { Double($0.firstToken - Self.step) })
    let closed = load / (1 - load) * service
    // An arrival waits for a boundary, half a step in the mean.
    #expect(abs(wait.mean - closed) < wait.half + Double(Self.step), "\(wait) and \(closed)")
    #expect(wait.half < 0.15 * closed, "the interval says something: \(wait.half)")
    // The time in the system is exponential with mean service/(1 − load).
    let times = requests.map { Double($0.last) }.sorted()
    for share in [0.5, 0.9, 0.99] {
      let found = times[Int(share * Double(times.count))]
      let expected = -log(1 - share) * service / (1 - load)
      #expect(abs(found / expected - 1) < 0.1, "at \(share): \(found) and \(expected)")
    }
  }

  @Test("M/M/c: Erlang's C gives the mean wait", arguments: [2, 4, 8])
  func manyServers(servers: Int) throws {
    let (load, tokens) = (0.7, 400.0)
    let service = tokens * Double(Self.step)
    let requests = try replay(
      sessions(
        60_000, gap: service / load / Double(servers), tokens: tokens, seed: UInt64(servers)),
      servers: servers
    ).sorted { $0.sent < $1.sent }
    let wait = interval(requests.map { Double($0.firstToken - Self.step) })
    let offered = load * Double(servers)
    var (term, sum) = (1.0, 0.0)
    for busy in 0..<servers {
      sum += term
      term *= offered / Double(busy + 1)
    }
    let mustWait = term / (1 - load) / (sum + term / (1 - load))
    let closed = mustWait * service / (Double(servers) * (1 - load))
    #expect(abs(wait.mean - closed) < wait.half + Double(Self.step), "\(wait) and \(closed)")
    #expect(wait.half < 0.4 * closed, "the interval says something: \(wait.half)")
  }

  @Test("Little's law, and that a pool is busy for just the time of its steps")
  func little() throws {
    let (load, tokens) = (0.6, 100.0)
    let service = tokens * Double(Self.step)
    let requests = try replay(
      sessions(20_000, gap: service / load, tokens: tokens, seed: 9), servers: 1)
    // How many are in the system, integrated over time, from arrivals and departures alone.
    var changes: [(time: Nanoseconds, change: Int)] = []
    for request in requests {
      changes.append((request.sent, 1))
      changes.append((request.sent + request.last, -1))
    }
    changes.sort { $0.time < $1.time }
    var (area, inside, before) = (0.0, 0, Nanoseconds(0))
    for (time, change) in changes {
      area += Double(inside) * Double(time - before)
      (inside, before) = (inside + change, time)
    }
    let mean = area / Double(before)
    // L = λ·W with the closed form of W: load/(1 − load).
    let inSystem = interval(requests.sorted { $0.sent < $1.sent }.map { Double($0.last) })
    let rate = Double(requests.count) / Double(before)
    #expect(abs(mean - load / (1 - load)) < inSystem.half * rate + 0.02, "\(mean)")
    #expect(inside == 0)
  }

  @Test("the response time law of a closed loop: sessions = throughput · (time + pause)")
  func closedLoop() throws {
    let (users, pause, tokens) = (12, Nanoseconds(300_000_000), 150)
    var header = Self.header
    header.duration = 400 * .second
    header.measuredUntil = header.duration
    header.classes[0].closed = TraceClass.ClosedLoop(sessions: users, until: header.duration)
    let stream = RandomStream(seed: 3)
    let loop = (0..<users).map { index in
      let length = 1 + Int(stream.numbered(index).bits % UInt64(2 * tokens))
      var session = TraceSession(
        start: 0, contexts: [PrivateContext(parent: .root, tokens: 1)],
        records: [
          TraceRecord(.request, turn: 1, prompt: .own(0), inputTokens: 1, outputTokens: length)
        ])
      (session.number, session.pause) = (index, pause)
      return session
    }
    let pool = EnginePool(
      name: "e", role: .aggregated, engines: 1,
      cost: StepCost(base: [Ticks(nanoseconds: Self.step)]), kvBlocks: 1 << 20, maxSequences: 4,
      tokenBudget: 1 << 20)
    let plan = Plan(
      platform: "p", policy: "q", pools: [pool], services: [Plan.Service(model: "m", entry: 0)],
      blockTokens: 64)
    let result = try Replayer.replay(ArraySource(header, loop), plan: plan)
    let mean =
      result.requests.reduce(0) { $0 + Double($1.last) } / Double(result.requests.count)
    let throughput = Double(result.requests.count) / Double(header.duration)
    let found = throughput * (mean + Double(pause))
    // Each user is between two requests at the end: at most one of hundreds is cut.
    #expect(abs(found / Double(users) - 1) < 0.01, "\(found) of \(users)")
    #expect(result.requests.count > 5_000)
  }
}
