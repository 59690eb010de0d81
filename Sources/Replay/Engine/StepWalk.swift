import Domain

/// Steps of one engine in which nothing but decoding happens, walked one by one since what each
/// yields, or how long it takes, is drawn.
struct StepWalk {
  /// Times and tokens since the run began, at the end of each step.
  private var ends: [(time: Ticks, tokens: Int64)] = []
  private(set) var durations: [Ticks] = []

  /// Longest walk. Past it the engine looks again, which changes nothing; a run that is cut early
  /// has drawn at most so many steps in vain.
  static let limit = 32

  var isEmpty: Bool { ends.isEmpty }
  var count: Int64 { Int64(ends.count) }

  mutating func removeAll() {
    guard !ends.isEmpty else { return }
    ends.removeAll(keepingCapacity: true)
    durations.removeAll(keepingCapacity: true)
  }

  /// - Parameters:
  ///   - duration: Of the step.
  ///   - time: At its end, since the run began.
  mutating func append(duration: Ticks, time: Ticks, tokens: Int64) {
    durations.append(duration)
    ends.append((time, tokens))
  }

  func time(_ count: Int64) -> Ticks { count == 0 ? 0 : ends[Int(count) - 1].time }
  func tokens(_ count: Int64) -> Int64 { count == 0 ? 0 : ends[Int(count) - 1].tokens }

  /// Tokens since the run began at the start of each of the first steps.
  @inline(__always)
  func forEachStart(of count: Int64, _ body: (Int64) -> Void) {
    var tokens: Int64 = 0
    for end in ends.prefix(Int(count)) {
      body(tokens)
      tokens = end.tokens
    }
  }

  /// Of step `index`, from 0.
  func yield(of index: Int64) -> Int64 { tokens(index + 1) - tokens(index) }

  /// The least number of steps, at least 1, that last `time` or longer; all where none do.
  func steps(reaching time: Ticks) -> Int64 {
    var (low, high) = (0, ends.count - 1)
    while low < high {
      let middle = (low + high) / 2
      if ends[middle].time >= time { high = middle } else { low = middle + 1 }
    }
    return Int64(low) + 1
  }
}
