/// Where each phase of a request runs, and with what engines.
public struct PolicyDefinition: Hashable, Sendable {
  public enum Kind: String, Hashable, Sendable, CaseIterable {
    case gpuAggregated = "gpu-aggregated"
    case gpuDisaggregated = "gpu-disaggregated"
    case afd
    case lpxDecode = "lpx-decode"
    case lpxDraft = "lpx-draft"
    case latencyTiered = "latency-tiered"
  }

  public var name: String
  public var kind: Kind
  public var routing: Routing
  public var scheduling: Scheduling
  /// Most sequences of one engine; nil lets the placement choose.
  public var sequences: Int?
  /// Most tokens of one step.
  public var tokens: Int
  /// Most micro-batches in the ping-pong of AFD.
  public var microBatches: Int
  public var prefill: Engines?
  public var decode: Engines?
  /// Of single models, in place of those.
  public var ofModels: [ModelEngines] = []
  /// Format of weights on GPUs, and of KV; nil takes the chip's narrowest, and FP8.
  public var weights: WeightFormat?
  public var kv: WeightFormat?
  /// What is said of drafts; nil lets the placement choose.
  public var drafting: Drafting?
  /// Model of the catalog that drafts on LPX.
  public var drafter: String?
  /// KV is kept in the memory of hosts too.
  public var usesHosts = false
  /// KV is kept in the DRAM of LPX racks too, for all engines.
  public var usesStore = false
  public var preemption = Preemption.recompute
  public var transfer = Transfer.blocking
  public var whileWaiting = WhileWaiting.keep
  /// Prompts of which at most so many tokens are to be computed are so in the decode engine; 0 for
  /// none.
  public var prefillThreshold = 0
  /// Of `latency-tiered`: which policy's decode engines a class takes.
  public var paths: [Path] = []

  /// What is said of the engines of one model.
  public struct ModelEngines: Hashable, Sendable {
    public var model: String
    public var prefill: Engines?
    public var decode: Engines?
    public init(model: String, prefill: Engines?, decode: Engines?) {
      (self.model, self.prefill, self.decode) = (model, prefill, decode)
    }
  }

  /// The policy as it is for one model.
  public func of(model: String) -> PolicyDefinition {
    guard let own = ofModels.first(where: { $0.model == model }) else { return self }
    var policy = self
    (policy.prefill, policy.decode) = (own.prefill ?? prefill, own.decode ?? decode)
    return policy
  }

  /// Classes of one latency target, and where they decode.
  public struct Path: Hashable, Sendable {
    /// Nil takes every class.
    public var condition: Tier.Condition?
    /// A policy.
    public var use: String
    /// Policies to go to when that one is full, in order.
    public var spillTo: [String]
    public init(when condition: Tier.Condition? = nil, use: String, spillTo: [String] = []) {
      (self.condition, self.use, self.spillTo) = (condition, use, spillTo)
    }
  }

  /// What becomes of the KV of a sequence that gives way to others.
  public enum Preemption: String, Hashable, Sendable, CaseIterable { case recompute, swap }

  /// What engines do with the KV of a session that waits for a tool: keep it until its place is
  /// wanted, leave it to the copy in host memory, or forget it.
  public enum WhileWaiting: String, Hashable, Sendable, CaseIterable { case keep, offload, drop }

  /// When KV crosses to the decode engine: after the prompt is computed, or layer by layer while it
  /// is.
  public enum Transfer: String, Hashable, Sendable, CaseIterable {
    case blocking
    case layerWise = "layer-wise"
  }

  public enum Drafting: Hashable, Sendable {
    case off
    /// Tokens drafted before every decode step.
    case drafts(Int)
  }

  /// What a user says of the engines of one phase; nil where the placement chooses.
  public struct Engines: Hashable, Sendable {
    /// All GPUs of the phase.
    public var devices: Int?
    /// GPUs of one engine that split each layer.
    public var tensor: Int?
    /// Ranks of one engine that each attend to their own sequences, with experts spread over all
    /// GPUs; of one GPU each, or of `tensor`.
    public var data: Int?
    /// GPUs over which the experts of a layer are spread: all that share a layer, or 1.
    public var expert: Int?
    /// Parts of the layers, one after the other, each on so many GPUs as the above say.
    public var pipeline: Int?
    /// Pool of GPU racks, where the platform has several.
    public var pool: String?
    public init(
      devices: Int? = nil, tensor: Int? = nil, data: Int? = nil, expert: Int? = nil,
      pipeline: Int? = nil
    ) {
      (self.devices, self.tensor, self.data) = (devices, tensor, data)
      (self.expert, self.pipeline) = (expert, pipeline)
    }

    /// GPUs that split a layer, those of one rank where ranks have their own sequences; nil where
    /// nothing is said of it.
    public var splitting: Int? {
      guard tensor == nil, let expert else { return tensor ?? data.map { _ in 1 } }
      return expert > 1 ? expert / (data ?? 1) : data.map { _ in 1 }
    }
    /// GPUs that share a layer; nil where nothing is said of it.
    public var width: Int? { splitting.map { $0 * (data ?? 1) } }
    /// GPUs of an engine; nil where nothing is said of it.
    public var size: Int? { width.map { $0 * (pipeline ?? 1) } }
  }

  public init(
    name: String, kind: Kind, routing: Routing = .kvAware, scheduling: Scheduling = .fcfs,
    sequences: Int? = nil, tokens: Int = 8192, microBatches: Int = 3, prefill: Engines? = nil,
    decode: Engines? = nil, weights: WeightFormat? = nil, kv: WeightFormat? = nil,
    drafting: Drafting? = nil, drafter: String? = nil
  ) {
    (self.drafting, self.drafter) = (drafting, drafter)
    (self.weights, self.kv) = (weights, kv)
    (self.name, self.kind, self.routing, self.sequences) = (name, kind, routing, sequences)
    (self.scheduling, self.tokens, self.microBatches) = (scheduling, tokens, microBatches)
    (self.prefill, self.decode) = (prefill, decode)
  }
}

/// All that placements draw on, in the order of its files.
public struct Catalog: Hashable, Sendable {
  public var chips: [Chip]
  public var software: [SoftwareProfile]
  public var links: [Link]
  public var models: [ModelArchitecture]
  public var platforms: [Platform]
  public var policies: [PolicyDefinition]
  public var prices: [PriceTier]

  public init(
    chips: [Chip] = [], software: [SoftwareProfile] = [], links: [Link] = [],
    models: [ModelArchitecture] = [], platforms: [Platform] = [],
    policies: [PolicyDefinition] = [], prices: [PriceTier] = []
  ) {
    (self.chips, self.software, self.links) = (chips, software, links)
    self.prices = prices
    (self.models, self.platforms, self.policies) = (models, platforms, policies)
  }

  public func chip(_ name: String) -> Chip? { chips.first { $0.name == name } }
  public func software(_ name: String) -> SoftwareProfile? { software.first { $0.name == name } }
  public func link(_ name: String) -> Link? { links.first { $0.name == name } }
  public func model(_ name: String) -> ModelArchitecture? { models.first { $0.name == name } }
  public func platform(_ name: String) -> Platform? { platforms.first { $0.name == name } }

  /// A policy of the platform, else one that every platform has.
  public func policy(_ name: String, on platform: Platform) -> PolicyDefinition? {
    (platform.policies + policies).first { $0.name == name }
  }
}
