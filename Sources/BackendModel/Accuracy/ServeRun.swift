public import Domain

/// A closed loop of users to be replayed: the system of a row as a plan, and its requests.
public struct ServeRun: Sendable {
  public let plan: Plan
  let setup: MeasuredRow.Setup
  /// Requests that are sent at once. What the decode slots and prefill can't hold would wait before
  /// them all, which changes neither time per token nor throughput.
  let users: Int

  /// As benchmarks do: so many requests for each user.
  static let waves = 10

  init(_ system: RowSystem) {
    setup = system.setup
    let found = system.closedLoop
    let isFull = found.batch > 0.999 * Double(system.cap * system.count)
    users = isFull ? min(setup.users, Int(found.inFlight.rounded())) : setup.users
    plan = Self.plan(system)
  }

  private static func plan(_ system: RowSystem) -> Plan {
    let engine = system.decode
    let model = engine.model
    let entry = system.prefill ?? engine
    var pools = [
      pool(
        "engine", system.prefill == nil ? .aggregated : .decode, engine, system.count, system.cap)
    ]
    var paths: [Plan.DecodePath] = []
    if let prefill = system.prefill {
      pools.insert(pool("prefill", .prefill, prefill, system.prefillCount, 256), at: 0)
      let transfer = Lowering.transfer(
        bytesPerToken: model.kvElements * engine.kvBytes,
        bandwidth: Double(engine.devices) * engine.chip.scaleOut.value,
        latency: Scene.networkLatency)
      paths.append(Plan.DecodePath(pool: 1, transfer: transfer))
    }
    let host = Ticks(seconds: (entry.software.hostTime?.value ?? 0) + system.unseenTime)
    return Plan(
      platform: engine.chip.name, policy: "measured", pools: pools,
      services: [
        Plan.Service(model: model.name, entry: 0, paths: paths, hostTime: host)
      ], routing: .leastLoaded, blockTokens: PlanBuilder.blockTokens)
  }

  /// Blocks of KV beside weights, and windows of as many sequences as may run.
  static func blocks(_ engine: GPUEngine, cap: Int) -> Int {
    let free = engine.memory - engine.storedBytes
    let block = engine.bytesPerToken * Double(PlanBuilder.blockTokens)
    let windows = min(engine.bytesPerSequence * Double(cap), free / 2)
    return Int(max(0, free - windows) / block)
  }

  private static func pool(
    _ name: String, _ role: EnginePool.Role, _ engine: GPUEngine, _ count: Int, _ cap: Int
  ) -> EnginePool {
    let budget = 8192
    var plain = engine
    plain.drafts = 0
    return EnginePool(
      name: name, role: role, engines: count,
      cost: Lowering.gpu(plain, sequences: cap, pureBudget: role == .prefill ? budget : nil),
      kvBlocks: max(1, blocks(engine, cap: cap)), maxSequences: cap,
      tokenBudget: max(budget, cap * (engine.drafts + 1) + 1), speculation: drafts(engine, cap),
      kvRanks: engine.keepers)
  }

  /// As many as the row says at every batch, with its mean or the model's.
  private static func drafts(_ engine: GPUEngine, _ cap: Int) -> Speculation? {
    guard engine.drafts > 0 else { return nil }
    var beyond = Acceptance.chain(drafts: engine.drafts, mean: engine.accepted)
    if let own = engine.model.speculation, engine.drafts <= own.lengths.count,
      engine.accepted == own.mean(drafts: engine.drafts)
    {
      beyond = Acceptance(own).beyond(drafts: engine.drafts)
    }
    return Speculation([
      Speculation.Level(
        sequences: cap, beyond: Acceptance.lowered(beyond),
        cost: Lowering.gpu(engine, sequences: cap, pureBudget: nil))
    ])
  }

  /// How many requests it has.
  public var requests: Int { setup.users * Self.waves }

  /// The requests, each a session of one class in a closed loop.
  public func source() -> any TraceSource { ClosedLoopSource(setup, users: users) }

  /// What was measured, from its replay.
  struct Observation: Sendable {
    var timePerToken = 0.0
    var firstToken = 0.0
    /// Per second, over all GPUs.
    var inputRate = 0.0
    var outputRate = 0.0
  }

  func observe(_ result: ArmResult) -> Observation? {
    guard result.counts.refused == 0, !result.requests.isEmpty, result.end > 0 else { return nil }
    let times = result.requests.map {
      Double($0.last - $0.firstToken) / Double(max(1, $0.outputTokens - 1)) / 1e9
    }.sorted()
    let waits = result.requests.reduce(0.0) { $0 + Double($1.firstToken) / 1e9 }
    let seconds = result.end.inSeconds
    return Observation(
      timePerToken: times[(times.count - 1) / 2], firstToken: waits / Double(times.count),
      inputRate: Double(result.tokens.input) / seconds,
      outputRate: Double(result.tokens.output) / seconds)
  }
}

/// Sessions of one request each; lengths are uniform, drawn by number.
private struct ClosedLoopSource: TraceSource {
  let header: TraceHeader
  private let setup: MeasuredRow.Setup
  private let users: Int
  private let stream = RandomStream(seed: 1).named("accuracy")
  private var next = 0

  init(_ setup: MeasuredRow.Setup, users: Int) {
    (self.setup, self.users) = (setup, users)
    let total = setup.users * ServeRun.waves
    let forever: Nanoseconds = 1_000_000 * .second
    let loop = TraceClass.ClosedLoop(sessions: total, until: forever, total: total)
    header = TraceHeader(
      workload: "accuracy", seed: 1, fingerprint: "", models: [setup.model], agents: ["user"],
      classes: [TraceClass(name: "all", closed: loop)], duration: forever, measuredFrom: 0,
      measuredUntil: forever)
  }

  private func draw(_ nominal: Int, _ name: String, least: Int) -> Int {
    let low = max(least, Int((Double(nominal) * setup.ratio).rounded()))
    let span = Double(max(0, nominal - low) + 1)
    return min(nominal, low + Int(stream.named(name).numbered(next).uniform * span))
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    guard next < setup.users * ServeRun.waves else { return false }
    let input = draw(setup.input, "input", least: setup.cached + 1)
    let output = draw(setup.output, "output", least: 2)
    session.number = next
    session.start = next < users ? 0 : nil
    var parent = ContextReference.root
    if setup.cached > 0 {
      if next == 0 {
        session.sharedContexts.append(SharedContext(parent: 0, tokens: setup.cached))
      }
      parent = .shared(1)
    }
    session.contexts.append(PrivateContext(parent: parent, tokens: input - setup.cached))
    session.records.append(
      TraceRecord(.request, prompt: .own(0), inputTokens: input, outputTokens: output))
    next += 1
    return true
  }
}
