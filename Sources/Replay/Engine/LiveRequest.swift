import Domain

/// A request from the moment it is sent until it is finished or cancelled.
struct LiveRequest {
  enum State: UInt8 {
    /// On its way through the hosts.
    case arriving
    /// In an engine's queue.
    case waiting
    /// Admitted to a decode engine, its KV on the way.
    case transferring
    /// Admitted, KV on its way back from copies, and there.
    case loading, loaded
    /// Its KV has arrived; it decodes from the next boundary.
    case joining
    case prefilling
    case decoding
  }

  var state = State.waiting
  var isCancelled = false
  var isMeasured = false
  var isCompaction = false
  /// The prefill engine's hit was counted.
  var hasCountedHit = false
  /// Comes from a prefill engine and was not preempted since: its KV crosses, nothing is computed.
  var isHandover = false
  /// A mark is set for its first visible token.
  var wantsVisible = false

  var slot: Int32
  var record: Int32
  var service: Int32
  var engine: Int32 = -1
  /// Of its session and record, for outcomes.
  var session: Int32
  var turn: Int32
  var tenant: Int32
  var agent: UInt16
  var model: UInt16
  var classIndex: UInt8
  /// Of its class, agent, model and tenant, for pooled gaps.
  var group: Int32
  var input: Int32
  var output: Int32
  var reasoning: Int32
  /// Tokens generated: while decoding, at position `decodeStart`.
  var generated: Int32 = 0
  var path: PathEnd
  var extended: PathEnd
  /// Index of the session's speech that plays it; −1 for none.
  var speech: Int32 = -1

  /// Blocks of its path that it uses from the cache.
  var shared: Int32 = 0
  /// Blocks from the root to the end of the deepest segment it pins.
  var pinned: Int32 = 0
  /// Prefill: tokens computed or reused, and tokens of the step in flight.
  var computed: Int32 = 0
  var chunk: Int32 = 0
  var cachedTokens: Int32 = 0

  /// Number in its engine, from 1; 0 when not admitted.
  var admission: UInt32 = 0
  var decodeStart: Int64 = 0
  /// Its place in the queue.
  var key: Ticks = 0
  var phase: Int32 = 0
  var sent: Ticks
  var firstToken: Ticks = -1
  /// Of its answer's first token after reasoning; −1 before, and always unless someone asks.
  var visible: Ticks = -1
  var lastToken: Ticks = -1
  var stall: Ticks = 0

  /// Prefill engine that holds its KV until the transfer ends; −1 for none.
  var source: Int32 = -1
  var sourceShared: Int32 = 0
  var sourcePinned: Int32 = 0

  /// Blocks of host memory that hold its KV, since it gave way to others.
  var swapped: Int32 = 0
  /// When it was last admitted to compute its prompt.
  var prefillFrom: Ticks = 0

  /// Neighbours in the engine's queue or in its list of admitted sequences.
  var previous: Int32 = -1
  var next: Int32 = -1
  /// Next in the engine's prefill list.
  var nextPrefill: Int32 = -1

  /// Tokens that it has KV of once its prompt is computed: all but the last.
  var stored: Int32 { input + generated - 1 }
  /// Its KV comes from elsewhere when it is admitted: nothing is computed.
  var bringsKV: Bool { isHandover || swapped > 0 }
  /// Prompt tokens to compute, with what was generated before a preemption.
  var target: Int32 { input + generated }
}
