/// The dimensions of a language model, from which its bytes and FLOPs follow.
public struct ModelArchitecture: Hashable, Sendable {
  public var name: String
  public var layers: Int
  public var hidden: Int
  public var vocabulary: Int
  public var attention: Attention
  /// Layers with full attention; the others use a window.
  public var fullLayers: Int
  public var window: Window?
  /// Full attention that reads only the best tokens.
  public var sparse: Sparse?
  /// Every layer keeps compressed KV instead of a token's own.
  public var compression: Compression?
  public var denseLayers: Int
  public var denseInner: Int
  public var experts: Experts?
  /// Input and output embeddings are one table.
  public var isTied: Bool
  public var contextLimit: Int
  /// Its own drafter, where it has one.
  public var speculation: Speculation?
  public var source: String
  public var confidence: Confidence

  public enum Attention: Hashable, Sendable {
    case latent(heads: Int, queryRank: Int, kvRank: Int, rope: Int, nope: Int, value: Int)
    /// With `sharesKV` keys are the values and are stored once.
    case grouped(heads: Int, kvHeads: Int, head: Int, sharesKV: Bool)
  }

  public struct Window: Hashable, Sendable {
    public var tokens: Int
    public var heads: Int
    public var kvHeads: Int
    public var head: Int
    public init(tokens: Int, heads: Int, kvHeads: Int, head: Int) {
      (self.tokens, self.heads, self.kvHeads, self.head) = (tokens, heads, kvHeads, head)
    }
  }

  public struct Sparse: Hashable, Sendable {
    public var tokens: Int
    /// Elements per token and layer that the indexer reads of the whole context.
    public var indexer: Int
    public var indexerHeads: Int
    public init(tokens: Int, indexer: Int, indexerHeads: Int) {
      (self.tokens, self.indexer, self.indexerHeads) = (tokens, indexer, indexerHeads)
    }
  }

  /// Layers of two kinds, all with a window of tokens as they are: fine ones compress a few tokens
  /// to one entry and read the best entries that an indexer finds; coarse ones compress many and
  /// read all.
  public struct Compression: Hashable, Sendable {
    /// Parameters of a layer's projections, which are factored.
    public var parameters: Double
    /// Elements of an entry, key and value at once.
    public var entry: Int
    public var window: Int
    public var fineLayers: Int
    public var fineRatio: Int
    /// Entries that a fine layer reads.
    public var entries: Int
    public var indexer: Int
    public var indexerHeads: Int
    public var coarseRatio: Int
    public init(
      parameters: Double, entry: Int, window: Int, fineLayers: Int, fineRatio: Int, entries: Int,
      indexer: Int, indexerHeads: Int, coarseRatio: Int
    ) {
      (self.parameters, self.entry, self.window) = (parameters, entry, window)
      (self.fineLayers, self.fineRatio, self.entries) = (fineLayers, fineRatio, entries)
      (self.indexer, self.indexerHeads) = (indexer, indexerHeads)
      self.coarseRatio = coarseRatio
    }
  }

  public struct Experts: Hashable, Sendable {
    public var count: Int
    public var active: Int
    public var shared: Int
    public var inner: Int
    public init(count: Int, active: Int, shared: Int, inner: Int) {
      (self.count, self.active, self.shared, self.inner) = (count, active, shared, inner)
    }
  }

  /// How far a verify step gets, by how many tokens were drafted.
  public struct Speculation: Hashable, Sendable {
    public var drafter: String
    /// Mean tokens of a verify step, the bonus token included, for 1, 2, … draft tokens.
    public var lengths: [Double]
    /// Chance that the first draft is accepted, and the factor from each to the next, where the
    /// lengths follow from them.
    public var first: Figure?
    public var decay: Figure?
    /// What the lengths are multiplied with: the text decides as much as the model.
    public var acceptance: Figure?
    public var source: String

    /// Mean tokens of a verify step with so many drafts, between 1 and one more than those.
    ///
    /// - Precondition: There is a length for that number.
    public func mean(drafts: Int) -> Double {
      guard drafts > 0 else { return 1 }
      return max(1, min(Double(drafts + 1), lengths[drafts - 1] * (acceptance?.value ?? 1)))
    }

    /// The checkpoint brings the drafter: multi-token prediction.
    public var isOwn: Bool { drafter == "mtp" }

    public init(drafter: String, lengths: [Double], source: String) {
      (self.drafter, self.lengths, self.source) = (drafter, lengths, source)
    }

    /// 1 + Σᵢ Πⱼ≤ᵢ pⱼ with pⱼ = first·decay^(j − 1), up to eight drafts.
    public init(drafter: String, first: Figure, decay: Figure) {
      (self.drafter, self.first, self.decay, source) = (drafter, first, decay, decay.source)
      var (chance, product, length) = (first.value, 1.0, 1.0)
      lengths = (1...8).map { _ in
        product *= chance
        length += product
        chance *= decay.value
        return length
      }
    }
  }

  public init(
    name: String, layers: Int, hidden: Int, vocabulary: Int, attention: Attention,
    fullLayers: Int? = nil, window: Window? = nil, sparse: Sparse? = nil,
    compression: Compression? = nil, denseLayers: Int = 0,
    denseInner: Int = 0, experts: Experts? = nil, isTied: Bool = false, contextLimit: Int,
    speculation: Speculation? = nil, source: String, confidence: Confidence
  ) {
    (self.speculation, self.compression) = (speculation, compression)
    (self.name, self.layers, self.hidden, self.vocabulary) = (name, layers, hidden, vocabulary)
    (self.attention, self.fullLayers) = (attention, fullLayers ?? layers)
    (self.window, self.sparse, self.denseLayers) = (window, sparse, denseLayers)
    (self.denseInner, self.experts, self.isTied) = (denseInner, experts, isTied)
    (self.contextLimit, self.source, self.confidence) = (contextLimit, source, confidence)
  }
}
