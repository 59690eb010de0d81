public import Domain

/// Where rows of a source go back in time.
public struct TimeDisorder: Hashable, Sendable {
  /// Rows that stand behind one of a later time.
  public private(set) var late = 0
  /// Rows where a recording begins anew: its time falls by more than half of all that came before.
  public private(set) var restarts = 0
  /// Lines of the first ones.
  public private(set) var lateLine = 0
  public private(set) var restartLine = 0
  private var first: Int?
  /// The latest time of the recording.
  private var latest = 0

  init() {}

  /// Takes in the time of the next row.
  mutating func add(_ time: Int, line: Int) {
    guard let begin = first else {
      (first, latest) = (time, time)
      return
    }
    guard time < latest else {
      latest = time
      return
    }
    let elapsed = Double(latest) - Double(begin)
    if elapsed > 0, Double(latest) - Double(time) > elapsed / 2, elapsed > 1e9 {
      restarts += 1
      if restarts == 1 { restartLine = line }
      (first, latest) = (time, time)
    } else {
      late += 1
      if late == 1 { lateLine = line }
    }
  }

  /// What is odd, for those who look at the trace.
  public var anomalies: [TraceSummary.Anomaly] {
    var found: [TraceSummary.Anomaly] = []
    if late > 0 {
      found.append(
        .init(.order, late, "rows stand behind one of a later time, the first in line \(lateLine)"))
    }
    if restarts > 0 {
      found.append(
        .init(
          .restarts, restarts,
          "times start over: several recordings in one, the first again in line \(restartLine)"))
    }
    return found
  }
}
