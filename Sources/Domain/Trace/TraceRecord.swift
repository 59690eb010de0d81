/// One node of a session's graph: something that becomes due after others and takes its time.
///
/// A record is *due* at the later of (the moment enough of its dependencies are complete + `delay`)
/// and (session start + `offset`). A request then is sent, and is complete with its last token;
/// every other record is complete when it is due. Speech is due when its sound ends.
public struct TraceRecord: Hashable, Sendable {
  public enum Kind: UInt8, Hashable, Sendable, CaseIterable {
    /// One model call.
    case request
    /// A tool call step, `wait` or think time: `delay` is its length.
    case wait
    /// A turn begins.
    case turnStart
    /// A turn is answered: complete with the last thing it waits for.
    case turnEnd
    /// Waits for `needed` of its dependencies, then cancels what is left of the others.
    case join
    /// An answer is played, to its end or until it is interrupted: what `TraceSession.speeches`
    /// says of it.
    case speech
  }

  /// What a wait stands for.
  public enum Cause: UInt8, Hashable, Sendable, CaseIterable {
    case tool, pause, think
    /// From the end of what a user says to its words.
    case listen
  }

  public var kind: Kind
  /// Of a wait.
  public var cause: Cause
  /// A request that summarizes a conversation which grew too long.
  public var isCompaction: Bool
  /// The request is the last of its turn: its first visible token is the turn's response.
  public var isAnswer: Bool
  /// Index into `TraceHeader.models`, of a request.
  public var model: UInt16
  /// Index into `TraceHeader.agents`, of a request; into `TraceHeader.tools`, of a tool wait.
  public var actor: UInt16
  /// Tool calls that a tool wait stands for.
  public var calls: Int32
  /// Number of the session's turn it belongs to, from 1; children carry their parent's.
  public var turn: Int32
  /// Slice of `TraceSession.dependencies`; `firstDependency` −1 means just the record before this
  /// one, and for the first record the session's start.
  public var firstDependency: Int32
  public var dependencyCount: Int32
  /// Dependencies that must be complete; at most as many as there are.
  public var needed: Int32
  /// When due, the records from this index up to this one that are not complete are cancelled;
  /// −1 cancels none.
  public var cancelFrom: Int32
  /// Context of a request's whole prompt.
  public var prompt: ContextReference
  /// Context of prompt and output, named because a later prompt extends it; root if none does.
  public var extended: ContextReference
  /// Prompt tokens; less than the prompt's context only where its last block is partly filled.
  public var inputTokens: Int32
  /// Output tokens, reasoning included; 0 is prefill only.
  public var outputTokens: Int32
  public var reasoningTokens: Int32
  public var delay: Nanoseconds
  /// Not due before session start + this; −1 for no such edge.
  public var offset: Nanoseconds

  public init(
    _ kind: Kind, cause: Cause = .tool, isCompaction: Bool = false, isAnswer: Bool = false,
    model: Int = 0, actor: Int = 0, calls: Int = 0, turn: Int = 0, delay: Nanoseconds = 0,
    offset: Nanoseconds = -1, prompt: ContextReference = .root,
    extended: ContextReference = .root, inputTokens: Int = 0, outputTokens: Int = 0,
    reasoningTokens: Int = 0
  ) {
    (self.kind, self.cause, self.isCompaction) = (kind, cause, isCompaction)
    (self.isAnswer, self.model, self.actor) = (isAnswer, UInt16(model), UInt16(actor))
    (self.calls, self.turn, self.delay, self.offset) = (Int32(calls), Int32(turn), delay, offset)
    (self.firstDependency, self.dependencyCount, self.needed) = (-1, 1, 1)
    (self.cancelFrom, self.prompt, self.extended) = (-1, prompt, extended)
    self.inputTokens = Int32(inputTokens)
    self.outputTokens = Int32(outputTokens)
    self.reasoningTokens = Int32(reasoningTokens)
  }
}
