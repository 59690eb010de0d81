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
  public var denseLayers: Int
  public var denseInner: Int
  public var experts: Experts?
  /// Input and output embeddings are one table.
  public var isTied: Bool
  public var contextLimit: Int
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

  public struct Experts: Hashable, Sendable {
    public var count: Int
    public var active: Int
    public var shared: Int
    public var inner: Int
    public init(count: Int, active: Int, shared: Int, inner: Int) {
      (self.count, self.active, self.shared, self.inner) = (count, active, shared, inner)
    }
  }

  public init(
    name: String, layers: Int, hidden: Int, vocabulary: Int, attention: Attention,
    fullLayers: Int? = nil, window: Window? = nil, sparse: Sparse? = nil, denseLayers: Int = 0,
    denseInner: Int = 0, experts: Experts? = nil, isTied: Bool = false, contextLimit: Int,
    source: String, confidence: Confidence
  ) {
    (self.name, self.layers, self.hidden, self.vocabulary) = (name, layers, hidden, vocabulary)
    (self.attention, self.fullLayers) = (attention, fullLayers ?? layers)
    (self.window, self.sparse, self.denseLayers) = (window, sparse, denseLayers)
    (self.denseInner, self.experts, self.isTied) = (denseInner, experts, isTied)
    (self.contextLimit, self.source, self.confidence) = (contextLimit, source, confidence)
  }
}
