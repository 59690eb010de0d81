import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Kinds of sessions in a trace that has but one class: those of many short turns, and among the
/// others short and long tasks.
struct SessionKinds {
  /// What is kept of a session until all are known.
  struct Held {
    var conversations: [Conversation]
    var tenant: String
    var start: Nanoseconds?
    var pause: Nanoseconds

    /// Requests of its first conversation, and in a turn of that.
    var requests: Int { conversations.first?.requests.count ?? 0 }
    var perTurn: Double {
      let turns = Set((conversations.first?.requests ?? []).map(\.turn)).count
      return Double(requests) / Double(max(turns, 1))
    }
  }

  /// Kinds with fewer sessions say too little.
  private static let fewest = 5
  /// More requests in a turn than this are the work of an agent, not talk.
  private static let talk = 3.0

  static let talkName = "chat"

  private(set) var names: [String] = ["session"]
  /// By session: its kind.
  private(set) var kinds: [Int]

  init(_ sessions: [Held]) {
    kinds = Array(repeating: 0, count: sessions.count)
    let tasks = sessions.indices.filter { sessions[$0].perTurn >= Self.talk }
    let talks = sessions.count - tasks.count
    guard tasks.count >= Self.fewest, talks >= Self.fewest || talks == 0 else { return }
    var found = talks > 0 ? [Self.talkName] : []
    let sizes = tasks.map { Double(max(sessions[$0].requests, 1)) }
    let bound = Self.bound(sizes)
    let short = tasks.filter { Double(sessions[$0].requests) <= bound }
    let isParted = min(short.count, tasks.count - short.count) >= Self.fewest
    let first = found.count
    found += isParted ? ["short-task", "long-task"] : ["task"]
    guard found.count > 1 else { return }
    names = found
    for index in tasks {
      kinds[index] = first + (isParted && Double(sessions[index].requests) > bound ? 1 : 0)
    }
  }

  /// The size that parts sizes best: the variance between the logarithms of both parts is largest
  /// (Otsu, IEEE Transactions on Systems, Man, and Cybernetics 9, 1979).
  private static func bound(_ sizes: [Double]) -> Double {
    let logs = sizes.map { log($0) }.sorted()
    let total = logs.reduce(0, +)
    var (sum, best, bound) = (0.0, -1.0, 0.0)
    for index in logs.indices.dropLast() {
      sum += logs[index]
      guard logs[index + 1] > logs[index] else { continue }
      let (low, high) = (Double(index + 1), Double(logs.count - index - 1))
      let apart = sum / low - (total - sum) / high
      let between = low * high * apart * apart
      if between > best { (best, bound) = (between, exp((logs[index] + logs[index + 1]) / 2)) }
    }
    return bound
  }
}
