/// A session that took long, and what it spent time on between its requests.
public struct LongSession: Hashable, Sendable {
  /// A stretch of the critical path that is no request's.
  public struct Span: Hashable, Sendable {
    public var component: Component
    /// From the start of the session.
    public var start: Ticks
    public var end: Ticks
    public init(_ component: Component, from start: Ticks, to end: Ticks) {
      (self.component, self.start, self.end) = (component, start, end)
    }
  }

  public var outcome: SessionOutcome
  /// In the order of time, none within another.
  public var spans: [Span]
  public init(_ outcome: SessionOutcome, spans: [Span] = []) {
    (self.outcome, self.spans) = (outcome, spans)
  }

  /// Think time left out: that is the users' own. Ties in the order they started.
  fileprivate func isLonger(than other: LongSession) -> Bool {
    let (own, others) = (outcome.totalWithoutThink, other.outcome.totalWithoutThink)
    return (others, outcome.session) < (own, other.outcome.session)
  }
}

/// Of each class the measured sessions that took longest, think time left out.
public struct LongestSessions: Hashable, Sendable {
  /// Kept of each class.
  @inlinable public static var most: Int { 3 }
  /// Longest first.
  private var classes: [[LongSession]] = []
  public init() {}

  /// Class by class, longest first.
  public var all: [LongSession] { classes.flatMap(\.self) }

  /// Whether a session would be kept. One that was cut short, or has no length, isn't.
  public func admits(_ session: SessionOutcome, in header: TraceHeader) -> Bool {
    let index = Int(session.classIndex)
    guard !session.isCutShort, session.length > 0,
      header.isMeasured(session.start, of: index)
    else { return false }
    guard index < classes.count, classes[index].count >= Self.most,
      let shortest = classes[index].last
    else { return true }
    return LongSession(session).isLonger(than: shortest)
  }

  /// Takes in a session that is admitted.
  public mutating func insert(_ session: LongSession) {
    let index = Int(session.outcome.classIndex)
    while classes.count <= index { classes.append([]) }
    let place = classes[index].firstIndex { session.isLonger(than: $0) }
    classes[index].insert(session, at: place ?? classes[index].count)
    if classes[index].count > Self.most { classes[index].removeLast() }
  }
}
