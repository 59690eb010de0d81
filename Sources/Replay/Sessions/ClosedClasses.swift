import Domain

/// Sessions of closed classes: which have started and which start when another ends.
struct ClosedClasses: ~Copyable {
  private(set) var sessions: [TraceSession] = []
  var starts = BinaryHeap<ClosedStart>()
  private var loops: [TraceClass.ClosedLoop?]
  /// By class: its sessions, the next to start after an end, and how many were scheduled.
  private var members: [[Int]]
  private var next: [Int]
  private var scheduled: [Int]
  private var sequence = 0

  init(header: TraceHeader) {
    loops = header.classes.map(\.closed)
    members = Array(repeating: [], count: loops.count)
    next = Array(repeating: 0, count: loops.count)
    scheduled = Array(repeating: 0, count: loops.count)
  }

  func isClosed(_ classIndex: Int) -> Bool { loops[classIndex] != nil }

  mutating func add(_ session: TraceSession) {
    let classIndex = session.classIndex
    members[classIndex].append(sessions.count)
    sessions.append(session)
    sessions[sessions.count - 1].sharedContexts = []
    guard let start = session.start else { return }
    schedule(sessions.count - 1, at: Ticks(nanoseconds: start), classIndex)
    next[classIndex] = members[classIndex].count
  }

  /// A session of the class ended at `now`: the next one starts after its pause.
  mutating func sessionEnded(_ classIndex: Int, now: Ticks) {
    guard let loop = loops[classIndex], !members[classIndex].isEmpty else { return }
    let index = members[classIndex][next[classIndex] % members[classIndex].count]
    let start = now + Ticks(nanoseconds: sessions[index].pause)
    if start >= Ticks(nanoseconds: loop.until) { return }
    if let total = loop.total, scheduled[classIndex] >= total { return }
    next[classIndex] += 1
    schedule(index, at: start, classIndex)
  }

  private mutating func schedule(_ index: Int, at time: Ticks, _ classIndex: Int) {
    starts.insert(ClosedStart(time: time, sequence: sequence, session: index))
    sequence += 1
    scheduled[classIndex] += 1
  }

  /// By class: times its sessions were gone through, rounded up.
  var rounds: [Int] {
    members.indices.map { index in
      let count = members[index].count
      return count == 0 ? 0 : (scheduled[index] + count - 1) / count
    }
  }
}
