import Domain

/// Places a source's times in the trace.
struct ImportClock {
  /// Source time of the trace's start, once it is known.
  private(set) var origin: Int?
  private let countsFromStart: Bool
  private let window: Range<Nanoseconds>?

  init(countsFromStart: Bool, window: Range<Nanoseconds>?) {
    (self.countsFromStart, self.window) = (countsFromStart, window)
  }

  enum Place {
    case at(Nanoseconds)
    case outside
    /// Before the trace's start.
    case tooEarly
    case tooLate
  }

  /// - Parameter time: of the first request of the trace at the first call.
  mutating func place(_ time: Int) -> Place {
    let horizon = Int(Ticks.horizonNanoseconds)
    if origin == nil {
      let isRelative = countsFromStart && time >= 0 && (time < horizon || window != nil)
      origin = isRelative ? 0 : time
    }
    let (elapsed, overflows) = time.subtractingReportingOverflow(origin ?? 0)
    guard !overflows else { return .tooLate }
    var moment = elapsed
    if let window {
      guard window.contains(Nanoseconds(elapsed)) else { return .outside }
      moment -= Int(window.lowerBound)
    }
    guard moment >= 0 else { return .tooEarly }
    return moment < horizon ? .at(Nanoseconds(moment)) : .tooLate
  }
}
