import Domain

/// How the time of a request was spent so far; beside it, where that is asked for.
struct Trail {
  var host: Ticks = 0
  var queue: Ticks = 0
  var preemption: Ticks = 0
  var prefill: Ticks = 0
  var interference: Ticks = 0
  var transfer: Ticks = 0
  var reload: Ticks = 0
  var attention: Ticks = 0
  var ffn: Ticks = 0
  var exchange: Ticks = 0
  var draft: Ticks = 0
  var verify: Ticks = 0
  var jitter: Ticks = 0

  /// Of those that may grow later, what was before the first token.
  var early = EarlyTrail()
  /// Since when it is in its present phase.
  var since: Ticks
  /// It gave way to others and has not come back to where it was.
  var isPreempted = false
  /// What its chunk of the step under way would take with nothing else in it.
  var alone: Ticks = 0
  /// What its engine's clock stood at when it began to decode.
  var mark = StepClock()

  /// In the order of `Component.ofRequests`.
  var row: InlineArray<13, Ticks> {
    [
      host, queue, preemption, prefill, interference, transfer, reload, attention, ffn, exchange,
      draft, verify, jitter,
    ]
  }
}

/// What a request had spent when it had its first token; the rest of that is in its trail.
struct EarlyTrail {
  var queue: Ticks = 0
  var preemption: Ticks = 0
  var interference: Ticks = 0
  var jitter: Ticks = 0
  /// The class whose prompts interfered most, −1 for none.
  var interferer: Int16 = -1

  /// In the order of `Attribution.early`.
  var row: InlineArray<4, Ticks> { [queue, preemption, interference, jitter] }
}

/// What the decode steps of an engine were spent on since the start, FFN aside.
struct StepClock {
  var interference: Ticks = 0
  var attention: Ticks = 0
  var exchange: Ticks = 0
  var draft: Ticks = 0
  var verify: Ticks = 0
  var jitter: Ticks = 0
}

/// What the steps under way are made of.
struct StepMakeup {
  var fixed = StepParts()
  var floor = StepParts()
  /// Of a step with prefill: its time without jitter, and what its decoding sequences alone take;
  /// of the latter what depends on context.
  var time: Ticks = 0
  var decode: Ticks = 0
  var attention: Ticks = 0
  var hidden = StepParts()
}

/// When a record of a session was ready, due and complete.
struct RecordTrail {
  var ready: Ticks = -1
  var due: Ticks = -1
  var complete: Ticks = -1
  /// Place of a request's outcome in the result.
  var outcome: Int = -1
}
