/// Measured behaviour of a serving stack on a generation of chips. The constants belong to the
/// pair, so they are few and are never changed per model.
public struct SoftwareProfile: Hashable, Sendable {
  public var name: String
  /// Seconds per layer and step that no byte or FLOP explains: launches, small collectives. Of a
  /// layer with latent attention, routed and shared experts, where `floors` say what others take.
  public var layerTime: Figure
  public var floors: Floors?
  /// Part of `layerTime` that is attention's, in AFD.
  public var attentionShare: Figure
  /// Part of the memory bandwidth that streams reach.
  public var memoryEfficiency: Figure
  /// Part of the peak that decode GEMMs reach, by weight format.
  public var gemm: [WeightFormat: Figure]
  /// Part of the peak that the attention core reaches.
  public var attention: Figure
  /// Part of the peak that dense GEMMs of prefill reach at full batch, by weight format.
  public var densePrefill: [WeightFormat: Figure]
  /// Part of the peak that routed experts reach in prefill while serving, their exchange included,
  /// by weight format.
  public var prefill: [WeightFormat: Figure]
  /// Part of the rate of prefill-only passes at full batch that `prefill` is: ranks are uneven in
  /// serving, chunks are short, and a pass has overhead.
  public var serving: Figure?
  /// Coefficient of variation of the time of a step.
  public var jitter: Figure?
  /// Seconds between a request's sending and its stand in an engine's queue.
  public var hostTime: Figure?
  /// Two batches take turns, so that all-to-all runs beside computing.
  public var overlapsExchange: Bool
  /// Part of a forward pass that one draft token costs, on LPUs.
  public var draftShare: Figure?
  /// How many times as many drafts of a model of its own are accepted as of a built-in head.
  public var draftGain: Figure?
  /// Tokens that a model which only drafts attends to.
  public var draftWindow: Figure?
  /// How independently tokens choose experts; 1 is wholly.
  public var expertCorrelation: Figure
  /// Seconds per layer that wide expert parallelism adds, beside its bytes.
  public var exchangeLatency: Figure
  /// Part of the link that all-to-all reaches.
  public var exchangeEfficiency: Figure
  /// Seconds of an all-reduce at `allReduceBytes`, by ranks.
  public var allReduce: [AllReduce]
  /// Synchronisations of a layer on LPUs.
  public var synchronisations: Figure?
  /// Part of the memory that weights and KV may fill.
  public var usable: Figure

  /// Least seconds of what a layer is made of, whatever its size. Only their proportions count.
  public struct Floors: Hashable, Sendable {
    public var latentAttention: Figure
    public var groupedAttention: Figure
    public var routedExperts: Figure
    /// A dense FFN, or shared experts.
    public var denseFFN: Figure
    /// Both all-reduces.
    public var collectives: Figure
    public init(
      latentAttention: Figure, groupedAttention: Figure, routedExperts: Figure, denseFFN: Figure,
      collectives: Figure
    ) {
      (self.latentAttention, self.groupedAttention) = (latentAttention, groupedAttention)
      (self.routedExperts, self.denseFFN, self.collectives) = (routedExperts, denseFFN, collectives)
    }
  }

  public static let allReduceBytes: [Double] = [
    8192, 65_536, 262_144, 1_048_576, 4_194_304, 16_777_216,
  ]

  public struct AllReduce: Hashable, Sendable {
    public var ranks: Int
    public var times: [Figure]
    public init(ranks: Int, times: [Figure]) { (self.ranks, self.times) = (ranks, times) }
  }

  public init(
    name: String, layerTime: Figure, attentionShare: Figure, memoryEfficiency: Figure,
    gemm: [WeightFormat: Figure], attention: Figure, prefill: [WeightFormat: Figure],
    expertCorrelation: Figure, exchangeLatency: Figure, exchangeEfficiency: Figure,
    allReduce: [AllReduce], synchronisations: Figure?, usable: Figure, serving: Figure? = nil,
    hostTime: Figure? = nil, overlapsExchange: Bool = false, draftShare: Figure? = nil,
    draftGain: Figure? = nil, draftWindow: Figure? = nil, jitter: Figure? = nil,
    floors: Floors? = nil, densePrefill: [WeightFormat: Figure] = [:]
  ) {
    (self.floors, self.densePrefill) = (floors, densePrefill)
    (self.serving, self.hostTime, self.draftShare) = (serving, hostTime, draftShare)
    self.overlapsExchange = overlapsExchange
    (self.draftGain, self.draftWindow, self.jitter) = (draftGain, draftWindow, jitter)
    (self.name, self.layerTime, self.attentionShare) = (name, layerTime, attentionShare)
    (self.memoryEfficiency, self.gemm, self.attention) = (memoryEfficiency, gemm, attention)
    (self.prefill, self.expertCorrelation) = (prefill, expertCorrelation)
    (self.exchangeLatency, self.exchangeEfficiency) = (exchangeLatency, exchangeEfficiency)
    (self.allReduce, self.synchronisations, self.usable) = (allReduce, synchronisations, usable)
  }
}
