import Domain

/// One engine: what it runs, what waits, and when that next changes.
///
/// `time`, `step` and `position` are those of the last boundary that was processed, the instant
/// between two steps; what the steps since did is settled at the next one.
struct Engine: ~Copyable {
  enum Mode: UInt8 {
    case idle
    /// Only decoding: the steps form a known series.
    case run
    /// One step with prefill in it.
    case mixed
  }

  let pool: Int32
  let role: EnginePool.Role
  var mode = Mode.idle
  var time: Ticks = 0
  /// Since when one step follows another without a pause.
  var busySince: Ticks = 0
  var step: Int64 = 0
  /// Boundary at which something changes.
  var nextStep: Int64 = 0
  /// Tokens that a sequence would have which decoded in every step: `step` without speculation.
  var position: Int64 = 0
  /// Tokens of the last step before this boundary.
  var advance: Int64 = 1
  var run: DecodeRun?
  /// The steps of a run whose tokens are drawn; empty for one that is in closed form.
  var walk = StepWalk()
  /// Tokens since `position` whose blocks are taken already.
  var takenTokens: Int64 = 0
  var mixedDuration: Ticks = 0
  var mixedTokens: Int64 = 1
  /// What decode steps were spent on, and those under way; kept where that is asked for.
  var clock = StepClock()
  var makeup = StepMakeup()
  /// That acceptance is drawn from, by step.
  let draws: RandomStream
  /// That jitter is drawn from, by step.
  let jitters: RandomStream

  /// Decoding sequences and their total context in the next step.
  var decoding = 0
  var context: Int64 = 0
  var marks = BinaryHeap<TokenMark>()
  var needs: BlockNeeds
  var stalls = StallStack()
  var gaps = GapCounts()
  /// Sequences whose next gap began before the last boundary: recorded one by one.
  var late: [Int32] = []
  /// Decoding sequences whose answers are played.
  var spoken: [Int32] = []
  /// Sequences that began to decode at this boundary; kept where steps yield several tokens.
  var fresh: [Int32] = []

  var queue = RequestList()
  /// Fair queueing: the largest key admitted, and by tenant where its next request starts.
  var fairTime: Ticks = 0
  var finishes: [Int32: Ticks] = [:]
  /// Decoding, in prefill, in transfer; in order of admission.
  var admitted = RequestList()
  /// In prefill, in order of admission.
  var prefillHead: Int32 = -1
  var prefillTail: Int32 = -1
  /// Transfers that ended since the last boundary.
  var joining: [Int32] = []
  /// Requests whose KV is held for a transfer.
  var held = 0
  var admissions: UInt32 = 0
  /// Admitted sequences that were cancelled and have not left.
  var cancelled = 0
  /// Counted among those of its pool that decode; kept where they share racks.
  var decodes = false
  /// A boundary after the next step must try to admit.
  var mustRecheck = false
  var linkFree: Ticks = 0
  /// The same of the link from its host.
  var hostFree: Ticks = 0
  /// Blocks of host memory that no sequence which gave way has.
  var swapFree = 0

  init(
    pool: Int, role: EnginePool.Role, blockTokens: Int, draws: RandomStream, jitters: RandomStream
  ) {
    (self.draws, self.jitters) = (draws, jitters)
    self.pool = Int32(pool)
    self.role = role
    needs = BlockNeeds(blockTokens: blockTokens)
  }

  /// Tokens of the first `count` steps of the run.
  func tokens(ofRun count: Int64) -> Int64 {
    walk.isEmpty ? count : walk.tokens(count)
  }

  /// Time of the first `count` steps of the run.
  func duration(ofRun count: Int64) -> Ticks {
    walk.isEmpty ? run?.sum(count) ?? 0 : walk.time(count)
  }

  /// Requests that wait, are admitted, or are held: what `least-loaded` compares.
  var load: Int { queue.count + admitted.count + held }
}
