import Domain

/// Checks that sessions stand in the order that replays need: closed classes first, class by class
/// in their number; open ones in order of start.
struct SessionOrder {
  private let classes: [TraceClass]
  private var closedCounts: [Int]
  private var lastClosed = 0
  private var lastStart: Nanoseconds?

  init(classes: [TraceClass]) {
    self.classes = classes
    closedCounts = [Int](repeating: 0, count: classes.count)
  }

  mutating func add(_ session: borrowing TraceSession, _ cursor: LineCursor) throws(TraceError) {
    let index = session.classIndex
    if classes[index].closed != nil {
      guard lastStart == nil, index >= lastClosed else {
        throw cursor.error(
          "sessions of closed classes stand first, class by class", at: cursor.lineStart)
      }
      lastClosed = index
      closedCounts[index] += 1
    } else {
      guard let start = session.start else {
        throw cursor.error(
          "a session of an open class needs \"at\"", at: cursor.lineStart,
          help: "only sessions of classes with \"closed\" start when another ends")
      }
      guard start >= lastStart ?? 0 else {
        throw cursor.error(
          "this session starts before the one above it", at: cursor.lineStart,
          help: "sessions stand in order of start")
      }
      lastStart = start
    }
  }

  func finish(_ cursor: LineCursor) throws(TraceError) {
    for (index, trafficClass) in classes.enumerated() {
      guard let closed = trafficClass.closed, closed.sessions != closedCounts[index] else {
        continue
      }
      throw cursor.error(
        "class \"\(trafficClass.name)\" has \(closedCounts[index]) sessions, its header says"
          + " \(closed.sessions)", at: cursor.lineStart)
    }
  }
}
