public import Domain

/// Those that took longest, and what their time goes to beside that of the middle ones.
public struct Tail: Hashable, Sendable {
  /// What members are ranked by.
  public enum Subject: String, Hashable, Sendable, CaseIterable {
    /// Requests, by the time to their last token.
    case e2e
    /// Requests with output, by the time to their first token, of which their components are too.
    case ttft
    /// Sessions, from the first request sent to the last token.
    case session

    /// What their time is made of.
    var components: [Component] {
      switch self {
      case .e2e: Component.ofRequests
      case .ttft: Component.ofFirstTokens
      case .session: Component.allCases
      }
    }
  }

  public var subject: Subject
  /// At p99 and beyond (nearest rank).
  public var tail: Profile
  /// From p40 to p60.
  public var middle: Profile
  /// What makes most of the difference, largest first.
  public var causes: [Cause]

  /// What some requests or sessions have in common.
  public struct Profile: Hashable, Sendable {
    public var count = 0
    /// Mean of what they are ranked by, in seconds.
    public var value = 0.0
    /// Mean seconds by `Component.index`.
    public var seconds: [Double]
    /// Means per member; `requests` is 1 of requests.
    public var requests = 0.0
    public var inputTokens = 0.0
    public var outputTokens = 0.0

    init(width: Int) { seconds = Array(repeating: 0, count: width) }

    /// Mean seconds; 0 of what their time isn't made of.
    func seconds(of component: Component) -> Double {
      component.index < seconds.count ? seconds[component.index] : 0
    }

    /// Part of the time of all of them together.
    public func share(_ component: Component) -> Double {
      let whole = seconds.reduce(0, +)
      return whole > 0 ? seconds(of: component) / whole : 0
    }
  }
}

/// A component that tail members have more of than middle ones.
public struct Cause: Hashable, Sendable {
  public var component: Component
  /// Part of all that they have more of, of others than those told apart: of the rest of it.
  public var weight: Double
  /// Whether something is told apart, so that the weight of others is of the rest.
  public var isOfRest: Bool
  /// Parts of the time of either.
  public var tailShare: Double
  public var middleShare: Double
  /// Of `interference`: whose prompts; nil where that can't be told.
  public var interferer: String?
  /// Where most of it was, through all pools from 0; nil where it was spread or can't be told.
  public var engine: Int?
  /// The same for people: its pool, and its number there from 0.
  public var engineName: String?
}

extension Cause {
  /// What isn't the system's time: users think, and what waits for a fixed time, or for what was
  /// cancelled, isn't slow.
  static let apart: [Component] = [.think, .other]
  var isApart: Bool { Cause.apart.contains(component) }
}

/// What the time of a group's requests and sessions goes to.
public struct GroupWhy: Hashable, Sendable {
  public var name: String
  /// Mean seconds by `Component.index` over measured requests, those of them with output up to the
  /// first token, and sessions; empty without any.
  public var requests: [Double]
  public var firstTokens: [Double]
  public var sessions: [Double]
  /// Of those subjects that have members.
  public var tails: [Tail]
}
