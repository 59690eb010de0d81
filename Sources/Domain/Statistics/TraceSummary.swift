/// What a trace holds, found without replaying it.
///
/// Moments inside a session are those of a backend that answers at once: a request then is sent at
/// the earliest moment that tools and users leave it. Sessions that start when another ends have no
/// moment of their own and stand in no figure over time.
public struct TraceSummary: Hashable, Sendable {
  public var sessions = 0
  /// Of those, sessions that start when another ends.
  public var followers = 0
  /// Sessions that the model's window ended early; nil where that isn't known.
  public var endedByWindow: Int?
  /// Rates of the classes; empty for a trace that is read, not generated.
  public var arrivals: [ArrivalCheck] = []
  public var requests = 0
  public var compactions = 0
  /// Length of what is looked at, from the first moment on.
  public var length: Nanoseconds = 0
  /// By second.
  public var starts = SecondCounts()
  public var sends = SecondCounts()

  public var input = ValueHistogram(bits: 18)
  public var output = ValueHistogram(bits: 18)
  public var reasoning = ValueHistogram(bits: 18)
  public var requestsPerSession = ValueHistogram(bits: 14)
  public var requestsPerTurn = ValueHistogram(bits: 14)
  public var turnsPerSession = ValueHistogram(bits: 14)
  /// Most branches and children that one join of the session waits for; 1 without any.
  public var fanOut = ValueHistogram(bits: 14)
  /// Tool steps, in nanoseconds, of all tools.
  public var toolWaits = ValueHistogram(bits: 11)
  public var thinkTimes = ValueHistogram(bits: 11)

  public var agents: [Share] = []
  public var classes: [Share] = []
  public var tools: [ToolUse] = []
  public var reuse = Reuse()
  public var dispersion: [Dispersion] = []
  public var anomalies: [Anomaly] = []

  public init() {}

  /// What one agent or class takes.
  public struct Share: Hashable, Sendable {
    public var name: String
    public var sessions = 0
    public var requests = 0
    public var inputTokens = 0
    public var outputTokens = 0
    public init(name: String) { self.name = name }

    /// Takes in one request.
    public mutating func add(input: Int, output: Int) {
      requests += 1
      inputTokens += input
      outputTokens += output
    }
  }

  public struct ToolUse: Hashable, Sendable {
    public var name: String
    public var calls = 0
    /// Nanoseconds of the call steps that this tool was the last of.
    public var waits = ValueHistogram(bits: 11)
    public init(name: String) { self.name = name }
  }

  /// How much of the prompts a prefix cache could have held.
  public struct Reuse: Hashable, Sendable {
    public var blockTokens = 64
    public var promptTokens = 0
    public var promptBlocks = 0
    /// With room for everything: leading whole blocks that an earlier prompt or output had.
    public var idealTokens = 0
    public var idealBlocks = 0
    public var capacities: [Capacity] = []
    public init() {}
  }

  /// With room for so many tokens, the least recently used going first.
  public struct Capacity: Hashable, Sendable {
    public var tokens: Int
    public var hitTokens = 0
    public var hitBlocks = 0
    /// Of the requests that have a moment.
    public var promptTokens = 0
    public var promptBlocks = 0
    public init(tokens: Int) { self.tokens = tokens }
  }

  /// For sessions of open classes, and their requests: variance of the counts in windows over their
  /// mean: 1 for a Poisson process, more for bursts.
  public struct Dispersion: Hashable, Sendable {
    /// Seconds.
    public var window: Int
    /// Whole windows that were looked at.
    public var windows: Int
    public var sessions: Double?
    public var requests: Double?
    public init(window: Int, windows: Int, sessions: Double?, requests: Double?) {
      (self.window, self.windows) = (window, windows)
      (self.sessions, self.requests) = (sessions, requests)
    }
  }

  /// Something that a fitted distribution or a reader would miss.
  public struct Anomaly: Hashable, Sendable {
    public enum Kind: String, Hashable, Sendable, CaseIterable {
      case tick, simultaneous, duplicates, silence
      case repeatedSessions = "repeated-sessions"
      case order, restarts
      case noInput = "no-input"
      case noOutput = "no-output"
      case inputCap = "input-cap"
      case outputCap = "output-cap"
    }
    public var kind: Kind
    /// Rows or nanoseconds, by kind.
    public var value: Int
    public var text: String
    public init(_ kind: Kind, _ value: Int, _ text: String) {
      (self.kind, self.value, self.text) = (kind, value, text)
    }
  }
}
