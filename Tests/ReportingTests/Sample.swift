import Domain

/// A small replay by hand: two classes, two tenants, two agents, every figure easy to follow.
enum Example {
  static let ms = Nanoseconds.millisecond
  static let second = Nanoseconds.second

  static let plan = Plan(
    platform: "two-racks", policy: "gpu-aggregated", pools: [], services: [], blockTokens: 16,
    watts: 200_000, dollarsPerHour: 36,
    assumed: [
      AssumedParameter(name: "link-latency", value: 5e-6, low: 2e-6, high: 1e-5, unit: "s")
    ],
    notes: ["gpu: 8 engines, 1,000 blocks each, from 288 GB × 8 − weights"])

  static func header(
    classes: [TraceClass] = classes, assertions: [Assertion] = []
  ) -> TraceHeader {
    TraceHeader(
      workload: "example", seed: 7, fingerprint: "f00d", models: ["m", "n"],
      agents: ["chatter", "coder"], classes: classes, duration: 100 * second,
      measuredFrom: 10 * second, measuredUntil: 90 * second, assertions: assertions)
  }

  static let classes = [
    TraceClass(
      name: "chat", slo: [Bound(metric: .ttft, value: 500e6), Bound(metric: .turn, value: 5e9)]),
    TraceClass(name: "build", deadline: 30 * second),
  ]

  /// One request sent each second from 0 s on, to 100 s; requests of even seconds are `chat`.
  /// TTFT is 10 ms for each second since the start, then 11 tokens 20 ms apart.
  static func arm() -> ArmResult {
    var arm = ArmResult(plan: plan)
    arm.tenants = ["a", "b"]
    for index in 0..<100 { add(index, to: &arm) }
    arm.counts.arrived = 100
    arm.counts.finished = 100
    arm.tokens.input = 100_000
    arm.tokens.output = 1_100
    arm.tokens.cached = 25_000
    arm.cache.promptBlocks = 6_300
    arm.cache.hitBlocks = 1_560
    arm.cache.idealBlocks = 3_150
    arm.cache.idealTokens = 50_000
    arm.rounds = [0, 2]
    arm.end = 110 * second
    for classIndex in 0..<2 {
      var gaps = GapHistogram()
      gaps.add(Ticks(nanoseconds: 20 * ms), weight: 400)
      arm.gaps.append(
        GapGroup(
          classIndex: classIndex, agent: classIndex, model: classIndex, tenant: 0,
          histogram: gaps))
    }
    return arm
  }

  private static func add(_ index: Int, to arm: inout ArmResult) {
    let classIndex = UInt8(index % 2)
    let tenant = Int32(index < 50 ? 0 : 1)
    let sent = Nanoseconds(index) * second
    let first = Nanoseconds(index) * 10 * ms
    arm.requests.append(
      RequestOutcome(
        sent: sent, firstToken: first, last: first + 200 * ms, stall: 20 * ms,
        inputTokens: 1000, outputTokens: 11, cachedTokens: 250, session: Int32(index), turn: 1,
        tenant: tenant, classIndex: classIndex, isCompaction: false, agent: UInt16(classIndex),
        model: UInt16(classIndex)))
    if classIndex == 0 {
      arm.turns.append(
        TurnOutcome(
          start: sent, response: first, length: index == 12 ? 6 * second : first + 200 * ms,
          session: Int32(index), turn: 1, tenant: tenant, classIndex: 0))
    }
    arm.sessions.append(
      SessionOutcome(
        start: sent, length: first + 200 * ms, total: index == 91 ? second : 2 * second,
        think: 0, session: Int32(index), tenant: tenant, classIndex: classIndex,
        isCutShort: false))
  }
}
