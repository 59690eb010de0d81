import Domain

/// Whole counts of requests, so that sums don't depend on the order of adding.
struct RequestTally {
  var finished: Int64 = 0
  var cached: Int64 = 0
  var input: Int64 = 0
  var output: Int64 = 0
  /// Of what finished in the measured window.
  var finishedInWindow: Int64 = 0
  var inputInWindow: Int64 = 0
  var outputInWindow: Int64 = 0
  /// Of what was sent in it.
  var measured: Int64 = 0
  var good: Int64 = 0
  var goodOutput: Int64 = 0

  @inline(__always)
  mutating func add(
    _ request: RequestOutcome, isInWindow: Bool, isMeasured: Bool, isGood: Bool
  ) {
    let (input, output) = (Int64(request.inputTokens), Int64(request.outputTokens))
    finished += 1
    cached += Int64(request.cachedTokens)
    self.input += input
    self.output += output
    if isInWindow {
      finishedInWindow += 1
      inputInWindow += input
      outputInWindow += output
    }
    if isMeasured { measured += 1 }
    if isGood {
      good += 1
      goodOutput += output
    }
  }

  static func += (total: inout RequestTally, part: RequestTally) {
    total.finished += part.finished
    total.cached += part.cached
    total.input += part.input
    total.output += part.output
    total.finishedInWindow += part.finishedInWindow
    total.inputInWindow += part.inputInWindow
    total.outputInWindow += part.outputInWindow
    total.measured += part.measured
    total.good += part.good
    total.goodOutput += part.goodOutput
  }
}

/// Tallies by group and class within it, since classes may have windows of their own.
struct RequestTotals {
  private let groups: Groups
  private let window: MeasuredWindow
  private var byClass: [RequestTally]

  init(_ groups: Groups, _ window: MeasuredWindow) {
    (self.groups, self.window) = (groups, window)
    byClass = Array(repeating: RequestTally(), count: groups.count * window.spans.count)
  }

  /// Adds what follows one another and is of one owner.
  mutating func add(_ run: RequestTally, of owner: Groups.Owner) {
    groups.forEach(owner) { group in
      byClass[group * window.spans.count + Int(owner.classIndex)] += run
    }
  }

  /// Of all classes.
  func total(_ group: Int) -> RequestTally {
    classes(of: group).reduce(into: RequestTally()) { $0 += $1 }
  }

  /// Per second of the span of each class.
  func rate(_ group: Int, _ count: KeyPath<RequestTally, Int64>) -> Double {
    window.rate(classes(of: group).map { $0[keyPath: count] }[...])
  }

  private func classes(of group: Int) -> ArraySlice<RequestTally> {
    byClass[(group * window.spans.count)..<((group + 1) * window.spans.count)]
  }
}
