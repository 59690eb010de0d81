import BackendModel
public import Domain
import Replay
import Shipped
import TraceFormats
import TraceGeneration
import WorkloadLanguage

public struct JobError: Error, CustomStringConvertible {
  public var description: String
}

/// What is measured. Plans are made up here, so that a figure of the catalog changes no digest.
public enum Jobs {
  private static let models = [
    "gpt-oss-120b", "deepseek-r1", "kimi-k2", "llama-3.1-8b", "llama-3.1-70b", "gemma-4-31b",
    "qwen3-235b-a22b",
  ].map { KnownModel(name: $0, window: 131_072) }

  private static let resolver = FileResolver(shipped: Shipped.workloads.map(\.stem)) { name, _ in
    Shipped.workloads.first { $0.stem == name }.map { LoadedFile(name: $0.name, bytes: $0.bytes) }
  }

  private static func workload(_ name: String, _ overrides: [String] = []) throws -> Workload {
    guard let file = Shipped.workloads.first(where: { $0.stem == name }) else {
      throw JobError(description: "no workload `\(name)` ships")
    }
    let (workload, diagnostics) = WorkloadReader.read(
      source: SourceText(name: file.name, text: file.text), resolver: resolver,
      overrides: overrides, models: models)
    guard let workload else { throw JobError(description: diagnostics.rendered()) }
    return workload
  }

  public static func check() throws -> Facts {
    var digest = Digest()
    for file in Shipped.workloads {
      digest.add(StableHash.hexadecimal(of: try workload(file.stem).fingerprint.utf8))
    }
    return Facts(count: Shipped.workloads.count, steps: 0, digest: digest.hexadecimal)
  }

  public static func readCatalog() throws -> Facts {
    let (catalog, diagnostics) = CatalogReader.read(
      Shipped.catalog.map { SourceText(name: $0.name, text: $0.text) })
    guard !diagnostics.hasErrors else { throw JobError(description: diagnostics.rendered()) }
    return Facts(count: catalog.models.count, steps: 0, digest: "")
  }

  private static func generator(_ workload: Workload, load: Double) throws -> TraceGenerator {
    var windows: [String: Int] = [:]
    for model in models { windows[model.name] = model.window }
    return try TraceGenerator(
      workload: workload, seed: 1, load: load, fingerprint: "", windows: windows)
  }

  public static func generate(_ name: String) throws -> Facts {
    var generator = try generator(workload(name), load: 6)
    var session = TraceSession()
    var digest = Digest()
    var (requests, records) = (0, 0)
    while try generator.next(&session) {
      records += session.records.count
      digest.add(session.start ?? -1)
      for record in session.records {
        if record.kind == .request { requests += 1 }
        digest.add(record.delay)
        digest.add(Int(record.inputTokens) << 32 | Int(record.outputTokens))
      }
    }
    return Facts(count: requests, steps: records, digest: digest.hexadecimal)
  }

  public static func replayChat() throws -> Facts {
    var lines: [UInt8]? = ChatTrace.lines()
    let source = try TraceReader.open(model: "deepseek-r1") {
      defer { lines = nil }
      return lines
    }
    let engine = pool("chat", engines: 4, kvBlocks: 16_384)
    let plan = Plan(
      platform: "made up", policy: "round-robin", pools: [engine],
      services: [Plan.Service(model: "deepseek-r1", entry: 0)], blockTokens: 512)
    return Facts(try Replayer.replay(source, plan: plan))
  }

  /// Agents of `coding-assistant`, 3.5 requests a second for each engine once sessions end as fast
  /// as they start.
  ///
  /// - Parameters:
  ///   - requests: about so many.
  ///   - sessions: that start in a second, for each engine.
  ///   - attributes: Whether to record what time is spent on.
  public static func replayAgents(
    requests: Int, engines: Int, blockTokens: Int, routing: Routing.Rule = .kvAware,
    sessions: Double = 0.05, attributes: Bool = false
  ) throws -> Facts {
    let source = try agents(requests: requests, engines: engines, sessions: sessions)
    let pool = pool("agents", engines: engines, kvBlocks: (1 << 21) / blockTokens)
    let plan = Plan(
      platform: "made up", policy: routing.rawValue, pools: [pool],
      services: [Plan.Service(model: "deepseek-r1", entry: 0)], routing: Routing(routing),
      blockTokens: blockTokens)
    return Facts(try Replayer.replay(source, plan: plan, attributes: attributes))
  }

  /// Sessions of the interactive class alone, at a rate that goes with the engines.
  private static func agents(
    requests: Int, engines: Int, sessions: Double
  ) throws -> TraceGenerator {
    let rate = Double(engines) * sessions
    let seconds = max(1, Int((Double(requests) / requestsPerSession / rate).rounded()))
    let text = """
      workload: agents
      duration: \(seconds)s
      import: [coding-assistant]
      traffic:
        users: {extends: coding-assistant.interactive, sessions: {poisson: \(rate)/s}}
      """
    let (workload, diagnostics) = WorkloadReader.read(
      source: SourceText(name: "agents.yaml", text: text), resolver: resolver, overrides: [],
      models: models)
    guard let workload else { throw JobError(description: diagnostics.rendered()) }
    return try generator(workload, load: 1)
  }

  private static let requestsPerSession = 70.0

  public static func replayMixed() throws -> Facts {
    let source = try generator(workload("mixed-factory", ["duration=10m"]), load: 1)
    var decode = pool("decode", engines: 24, kvBlocks: 1 << 21 / 64)
    decode.role = .decode
    var prefill = pool("prefill", engines: 8, kvBlocks: 1 << 21 / 64)
    prefill.role = .prefill
    let link = Plan.Transfer(latency: Ticks(nanoseconds: 200_000), perToken: 4096 * 300)
    let services = source.header.models.map {
      Plan.Service(
        model: $0, entry: 0, paths: [Plan.DecodePath(pool: 1, transfer: link)],
        hostTime: Ticks(nanoseconds: 2_000_000))
    }
    let plan = Plan(
      platform: "made up", policy: "prefix-hash", pools: [prefill, decode], services: services,
      routing: Routing(.prefixHash), scheduling: .tenantFair, blockTokens: 64)
    return Facts(try Replayer.replay(source, plan: plan))
  }

  /// Steps of 6 ms and what is in them, about those of a 70B model on eight GPUs.
  private static func pool(_ name: String, engines: Int, kvBlocks: Int) -> EnginePool {
    EnginePool(
      name: name, role: .aggregated, engines: engines,
      cost: StepCost(
        base: [Ticks(nanoseconds: 6_000_000)], basePerToken: Ticks(nanoseconds: 2000),
        perSequence: Ticks(nanoseconds: 10_000), perPrefillToken: Ticks(nanoseconds: 20_000),
        perContext: 4096 * 20),
      kvBlocks: kvBlocks, maxSequences: 256, tokenBudget: 8192)
  }
}
