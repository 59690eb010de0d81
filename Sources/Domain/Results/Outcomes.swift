/// One finished request, in 64 bytes. Times are rounded down to nanoseconds from ticks.
public struct RequestOutcome: Hashable, Sendable {
  /// The moment it could be sent.
  public var sent: Nanoseconds
  /// From `sent` to the first token; of a request without output, to the end of prefill.
  public var firstToken: Nanoseconds
  /// From `sent` to the last token.
  public var last: Nanoseconds
  /// Largest gap between its tokens.
  public var stall: Nanoseconds
  public var inputTokens: Int32
  public var outputTokens: Int32
  public var cachedTokens: Int32
  /// The order of session starts in the replay, from 0.
  public var session: Int32
  /// Number of the user's turn it belongs to, from 1.
  public var turn: Int32
  /// Index into `ArmResult.tenants`.
  public var tenant: Int32
  public var classIndex: UInt8
  public var isCompaction: Bool
  public var agent: UInt16
  /// Index into `TraceHeader.models`.
  public var model: UInt16

  public init(
    sent: Nanoseconds, firstToken: Nanoseconds, last: Nanoseconds, stall: Nanoseconds,
    inputTokens: Int32, outputTokens: Int32, cachedTokens: Int32, session: Int32, turn: Int32,
    tenant: Int32, classIndex: UInt8, isCompaction: Bool, agent: UInt16, model: UInt16
  ) {
    (self.sent, self.firstToken, self.last, self.stall) = (sent, firstToken, last, stall)
    (self.inputTokens, self.outputTokens) = (inputTokens, outputTokens)
    (self.cachedTokens, self.session, self.turn) = (cachedTokens, session, turn)
    (self.tenant, self.classIndex) = (tenant, classIndex)
    (self.isCompaction, self.agent, self.model) = (isCompaction, agent, model)
  }

  /// (end − first token) / (OSL − 1) in seconds; nil below two tokens.
  public var timePerOutputToken: Double? {
    outputTokens > 1 ? (last - firstToken).inSeconds / Double(outputTokens - 1) : nil
  }
}

/// One request that was sent and then stopped.
public struct CancelledOutcome: Hashable, Sendable {
  /// The moment it could be sent.
  public var sent: Nanoseconds
  /// Index into `ArmResult.tenants`.
  public var tenant: Int32
  public var classIndex: UInt8
  public var agent: UInt16
  public var model: UInt16
  /// The user's next turn came first.
  public var isLate: Bool

  public init(
    sent: Nanoseconds, tenant: Int32, classIndex: UInt8, agent: UInt16, model: UInt16,
    isLate: Bool
  ) {
    (self.sent, self.tenant, self.isLate) = (sent, tenant, isLate)
    (self.classIndex, self.agent, self.model) = (classIndex, agent, model)
  }
}

/// One answered turn, or one that was cut off before its end: interrupted, or late for the next.
public struct TurnOutcome: Hashable, Sendable {
  public var start: Nanoseconds
  /// From `start` to the first visible token of the answer, spoken: to its first sound; −1 if the
  /// turn had none.
  public var response: Nanoseconds
  /// From `start` to the end of the turn; −1 if it was cut off before.
  public var length: Nanoseconds
  /// Sum of the answer's underruns, as far as it was heard; −1 if it wasn't spoken.
  public var silence: Nanoseconds
  public var session: Int32
  public var turn: Int32
  public var tenant: Int32
  public var classIndex: UInt8
  /// Its speech ran out of sound, if only for a fraction of a nanosecond.
  public var hasUnderrun: Bool
  /// It had not ended when the next one was due, which cancelled it.
  public var isLate: Bool
  public init(
    start: Nanoseconds, response: Nanoseconds, length: Nanoseconds, silence: Nanoseconds = -1,
    session: Int32, turn: Int32, tenant: Int32, classIndex: UInt8, hasUnderrun: Bool = false,
    isLate: Bool = false
  ) {
    self.isLate = isLate
    (self.start, self.response, self.length) = (start, response, length)
    (self.silence, self.hasUnderrun) = (silence, hasUnderrun)
    (self.session, self.turn, self.tenant) = (session, turn, tenant)
    self.classIndex = classIndex
  }
}

/// One session that ended.
public struct SessionOutcome: Hashable, Sendable {
  public var start: Nanoseconds
  /// From the first request sent to the last token.
  public var length: Nanoseconds
  /// From `start` to the end of everything in it.
  public var total: Nanoseconds
  /// Of `length`, the think time.
  public var think: Nanoseconds
  /// Number that outcomes of its requests and turns carry: the order of starts.
  public var session: Int32
  public var tenant: Int32
  public var classIndex: UInt8
  /// One of its requests was refused, which ended it.
  public var isCutShort: Bool
  /// The trace ended it early, since the model's window was full.
  public var isEndedByWindow = false
  public init(
    start: Nanoseconds, length: Nanoseconds, total: Nanoseconds, think: Nanoseconds,
    session: Int32, tenant: Int32, classIndex: UInt8, isCutShort: Bool,
    isEndedByWindow: Bool = false
  ) {
    self.isEndedByWindow = isEndedByWindow
    (self.start, self.length, self.total, self.think) = (start, length, total, think)
    (self.session, self.tenant, self.classIndex) = (session, tenant, classIndex)
    self.isCutShort = isCutShort
  }

  /// Of `length`, what isn't think time.
  public var withoutThink: Nanoseconds { max(0, length - think) }
  /// Of `total`: with what comes before the first request and after the last token.
  public var totalWithoutThink: Nanoseconds { max(0, total - think) }
}

/// Pooled gaps of one class, agent, model and tenant.
public struct GapGroup: Hashable, Sendable {
  /// Gaps are told apart for the first tenants that appear; those of all others are pooled.
  @inlinable public static var mostTenants: Int { 64 }
  public var classIndex: Int
  public var agent: Int
  public var model: Int
  /// Index into `ArmResult.tenants`; that of the first of those that are pooled.
  public var tenant: Int
  public var histogram: GapHistogram
  public init(classIndex: Int, agent: Int, model: Int, tenant: Int, histogram: GapHistogram) {
    (self.classIndex, self.agent, self.model) = (classIndex, agent, model)
    (self.tenant, self.histogram) = (tenant, histogram)
  }

  /// Class, agent, model and tenant: groups stand in a result in this order.
  var owner: [Int] { [classIndex, agent, model, tenant] }
}
