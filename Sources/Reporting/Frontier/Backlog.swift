public import Domain

/// Whether requests that wait become ever more: how long they wait early and late in the window.
///
/// A request waits from the moment it can be sent to its first token, and again while it is handed
/// over, which is its largest gap. Under a load that a fleet can carry both ends of the window are
/// alike; beyond it a queue grows and the late ones wait longer and longer. Sessions of closed
/// classes wait for one another, and classes that are measured whole start all at once, so neither
/// tells: only open classes count.
public struct Backlog: Hashable, Sendable {
  /// Mean wait of requests that could be sent in the first and the last third of the window, in
  /// seconds; nil where too few were.
  public var early: Double?
  public var late: Double?

  /// How many times longer late requests wait when the queue counts as growing.
  public static let growth = 2.0
  /// Fewest requests of a third.
  public static let fewest = 10

  public init(early: Double?, late: Double?) { (self.early, self.late) = (early, late) }

  /// - Complexity: O(requests).
  public init(_ arm: ArmResult, _ header: TraceHeader) {
    let third = (header.measuredUntil - header.measuredFrom) / 3
    let starts = (header.measuredFrom, header.measuredUntil - third)
    var waits = (early: Double(0), late: Double(0))
    var counts = (early: 0, late: 0)
    for request in arm.requests {
      let group = header.classes[Int(request.classIndex)]
      if group.closed != nil || group.isMeasuredWhole { continue }
      let wait = (request.firstToken + request.stall).inSeconds
      if request.sent >= starts.0, request.sent < starts.0 + third {
        waits.early += wait
        counts.early += 1
      } else if request.sent >= starts.1, request.sent < header.measuredUntil {
        waits.late += wait
        counts.late += 1
      }
    }
    guard min(counts.early, counts.late) >= Backlog.fewest else { return }
    (early, late) = (waits.early / Double(counts.early), waits.late / Double(counts.late))
  }

  public var isGrowing: Bool {
    guard let early, let late else { return false }
    return late > Backlog.growth * early
  }
}
