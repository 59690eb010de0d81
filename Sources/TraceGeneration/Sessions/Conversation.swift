import Domain

/// One instance of an agent, or a branch of one: its path in the tree of contexts, and where it is.
///
/// What was appended since the last prompt has no context yet: it gets one when a later prompt
/// extends it, so that a trace names nothing that no prompt uses.
struct Conversation {
  var agent: Int
  /// Model of steps that name none.
  var model: Int
  /// The session's own agent itself, not a child or branch of it.
  var isOwn = true
  /// A branch of the session's own agent that its turn waits for.
  var isBranchOfOwn = false

  /// The agent's contexts, where compaction and `history` go back to.
  var head = ContextReference.root
  var headTokens = 0

  /// The part of the path that has a context.
  var base = ContextReference.root
  var baseTokens = 0
  /// Request whose output follows, −1 for none.
  var output: Int32 = -1
  var outputTokens = 0
  /// Tokens of inputs and results after that.
  var appended = 0

  /// The prompt of the turn's first request with reasoning, and the reasoning since.
  var hasReasoned = false
  var cut = ContextReference.root
  var cutTokens = 0
  var reasoning = 0

  /// Record that the next step comes after; −1 is the session's start.
  var last: Int32 = -1
  /// Its last `generate` so far in this turn, −1 for none, and the visible tokens of that.
  var answer: Int32 = -1
  var visible = 0

  /// Tokens of the whole path.
  var tokens: Int { baseTokens + outputTokens + appended }

  /// Puts the path back to a named context.
  mutating func goBack(to context: ContextReference, tokens: Int) {
    (base, baseTokens) = (context, tokens)
    (output, outputTokens, appended) = (-1, 0, 0)
    (hasReasoned, reasoning) = (false, 0)
  }

  /// Forgets the reasoning of the turn that ends: what followed it becomes one new piece without
  /// it.
  mutating func dropReasoning() {
    guard hasReasoned else { return }
    let kept = tokens - cutTokens - reasoning
    goBack(to: cut, tokens: cutTokens)
    appended = kept
  }
}
