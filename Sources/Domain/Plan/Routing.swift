#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How an engine of a pool is chosen for a request (replay semantics, §3).
public struct Routing: Hashable, Sendable {
  public enum Rule: String, Hashable, Sendable, CaseIterable {
    case roundRobin = "round-robin"
    case random
    case leastLoaded = "least-loaded"
    case powerOfTwo = "power-of-two"
    case sessionAffinity = "session-affinity"
    case prefixHash = "prefix-hash"
    case kvAware = "kv-aware"

    /// Whether engines are drawn by the system seed.
    var drawsAtRandom: Bool {
      switch self {
      case .random, .powerOfTwo, .prefixHash: true
      case .roundRobin, .leastLoaded, .sessionAffinity, .kvAware: false
      }
    }
  }

  public var rule: Rule
  /// For `kvAware`: what a prompt block to compute weighs against a block of the requests there,
  /// in thousandths.
  public var overlap: Int
  /// For `kvAware`: how often others than the cheapest engine are taken, in thousandths; 0 for
  /// never.
  public let temperature: Int
  /// How likely engines are against the cheapest, in 2⁻³²: by what they cost more, in 256ths of the
  /// difference between the dearest and the cheapest. Empty for a temperature of 0.
  public let weights: [UInt64]
  /// Routers see what has left engines at multiples of this; 0 for at once.
  public var snapshotAge: Ticks = 0

  public init(_ rule: Rule, overlap: Int = 1000, temperature: Int = 0) {
    (self.rule, self.overlap, self.temperature) = (rule, overlap, temperature)
    weights =
      temperature > 0
      ? (0...256).map { step in
        UInt64((exp(-Double(step) / 256 * 1000 / Double(temperature)) * 0x1p32).rounded())
      } : []
  }

  /// Whether engines are drawn by the system seed.
  var drawsAtRandom: Bool { rule.drawsAtRandom || temperature > 0 }

  public static let roundRobin = Routing(.roundRobin)
  public static let leastLoaded = Routing(.leastLoaded)
  public static let kvAware = Routing(.kvAware)
}

/// In which order an engine admits the requests that wait (replay semantics, §3).
///
/// All but `fcfs` are an order by a moment: the sending of the request, put off by what the rule
/// gives the request to wait. So what waits long enough comes first under each of them.
public enum Scheduling: String, Hashable, Sendable, CaseIterable {
  /// In the order in which they came to the engine.
  case fcfs
  /// By the priority of the class.
  case priority
  /// By the length of the prompt. Nobody knows how long the output will be.
  case shortestFirst = "shortest-first"
  /// By the moment at which the class's bound on the first token would be missed.
  case sloSlack = "slo-slack"
  /// By prompt tokens that the tenant has had: start-time fair queueing (Goyal, Vin, Cheng,
  /// SIGCOMM 1996) with equal weights.
  case tenantFair = "tenant-fair"

  /// What one step down in priority waits longer. Assumed.
  public static let perRank = Ticks(nanoseconds: 10_000_000_000)
  /// What one more prompt token waits longer. Assumed.
  public static let perToken = Ticks(nanoseconds: 1_000_000)
  /// What a class without a bound on a first token or answer waits. Assumed.
  public static let unbounded = Ticks(nanoseconds: 60_000_000_000)
}
