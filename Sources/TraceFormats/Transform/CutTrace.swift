public import Domain

/// The sessions of a trace that start in a window, whose beginning becomes the time 0.
///
/// Those that were live when the window begins are not in it. Sessions of closed classes have no
/// moment of their own: the slots that opened before the window are open at its beginning.
public struct CutTrace: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private let window: Range<Nanoseconds>
  private var renaming = ContextRenaming()
  private var lastContext: Int32 = 0
  private var counts: [Int]
  private var sessions = 0
  private var hasReachedEnd = false
  private let closedWhole: [Bool]
  private var last: Nanoseconds = 0
  private let early: (Nanoseconds) -> Void

  /// - Parameter early: told the last session's start if all start before the window ends.
  /// - Throws: if the window is beyond the trace.
  public init(
    _ source: any TraceSource, window: Range<Nanoseconds>,
    early: @escaping (Nanoseconds) -> Void = { _ in }
  ) throws(TraceError) {
    self.early = early
    var header = source.header
    guard window.lowerBound < header.duration else {
      throw TraceError(
        "the window begins after the trace ends", line: 0,
        help: "it is \(Self.text(header.duration)) long")
    }
    let window = window.clamped(to: window.lowerBound..<max(header.duration, 1))
    (self.source, self.window) = (source, window)
    header = header.transformed(by: "cut \(window.lowerBound) \(window.upperBound)")
    func moved(_ moment: Nanoseconds) -> Nanoseconds {
      min(max(moment, window.lowerBound), window.upperBound) - window.lowerBound
    }
    header.duration = moved(header.duration)
    let measured = (moved(header.measuredFrom), moved(header.measuredUntil))
    // A window within the warm-up is measured whole.
    (header.measuredFrom, header.measuredUntil) =
      measured.0 < measured.1 ? measured : (0, header.duration)
    for index in header.classes.indices {
      guard let until = header.classes[index].closed?.until else { continue }
      header.classes[index].closed?.until = moved(until)
    }
    closedWhole = header.classes.map { $0.closed != nil }
    counts = Array(repeating: 0, count: header.classes.count)
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while try source.next(&session) {
      renaming.take(session.sharedContexts)
      let index = session.classIndex
      if let start = session.start {
        last = max(last, start)
        if closedWhole[index] {
          // A slot that would open after the window never does: its session waits for another's
          // end, so that none of the class is lost.
          session.start = start < window.upperBound ? max(start - window.lowerBound, 0) : nil
        } else {
          if start >= window.upperBound {
            hasReachedEnd = true
            break
          }
          guard start >= window.lowerBound else { continue }
          session.start = start - window.lowerBound
        }
      }
      renaming.rename(&session, last: &lastContext)
      session.number = counts[index]
      counts[index] += 1
      sessions += 1
      return true
    }
    session.removeAll()
    guard sessions > 0 else {
      throw TraceError(
        "no session starts in the window", line: 0,
        help: hasReachedEnd ? nil : "the last one starts at \(Self.text(last))")
    }
    if !hasReachedEnd { early(last) }
    return false
  }

  private static func text(_ time: Nanoseconds) -> String {
    "\((Double(time) / 1e6).rounded() / 1000) s"
  }
}
