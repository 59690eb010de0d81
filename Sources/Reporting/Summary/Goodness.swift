import Domain

/// Which requests are good: finished, within every bound of their class, in a turn and a session
/// that met theirs (language reference, §10.1).
struct Goodness {
  private let bounds: [[Bound]]
  private let bindsTurns: [Bool]
  private var badSessions: Set<Int32> = []
  private var badTurns: Set<Int64> = []
  private var cutShort: Set<Int32> = []
  private var answered: Set<Int64> = []

  init(_ arm: ArmResult, _ header: TraceHeader) {
    bounds = header.classes.map(\.slo)
    bindsTurns = bounds.map { $0.contains { [.turn, .response, .silence].contains($0.metric) } }
    judgeSessions(arm)
    judgeTurns(arm)
  }

  func isGood(_ request: RequestOutcome) -> Bool {
    let index = Int(request.classIndex)
    guard !bounds[index].isEmpty else { return true }
    if badSessions.contains(request.session) { return false }
    if bindsTurns[index] {
      let turn = Goodness.key(request.session, request.turn)
      if badTurns.contains(turn) { return false }
      if cutShort.contains(request.session), !answered.contains(turn) { return false }
    }
    return bounds[index].allSatisfy { Goodness.meets($0, request) }
  }

  private mutating func judgeSessions(_ arm: ArmResult) {
    for session in arm.sessions {
      if session.isCutShort { cutShort.insert(session.session) }
      for bound in bounds[Int(session.classIndex)] where bound.metric == .session {
        if session.isCutShort || Double(session.length) > bound.value {
          badSessions.insert(session.session)
        }
      }
    }
  }

  private mutating func judgeTurns(_ arm: ArmResult) {
    for turn in arm.turns where bindsTurns[Int(turn.classIndex)] {
      let key = Goodness.key(turn.session, turn.turn)
      if cutShort.contains(turn.session) { answered.insert(key) }
      let meetsAll =
        !turn.isLate
        && bounds[Int(turn.classIndex)].allSatisfy { bound in
          switch bound.metric {
          case .turn: Double(turn.length) <= bound.value
          case .silence: Double(turn.silence) <= bound.value
          case .response: turn.response < 0 || Double(turn.response) <= bound.value
          default: true
          }
        }
      if !meetsAll { badTurns.insert(key) }
    }
  }

  /// A bound on what the request doesn't have is met.
  private static func meets(_ bound: Bound, _ request: RequestOutcome) -> Bool {
    switch bound.metric {
    case .ttft: request.outputTokens == 0 || Double(request.firstToken) <= bound.value
    case .stall: request.outputTokens == 0 || Double(request.stall) <= bound.value
    case .e2e: Double(request.last) <= bound.value
    case .tpot: request.timePerOutputToken.map { $0 * 1e9 <= bound.value } ?? true
    case .tpsPerUser: request.timePerOutputToken.map { $0 == 0 || 1 / $0 >= bound.value } ?? true
    default: true
    }
  }

  private static func key(_ session: Int32, _ turn: Int32) -> Int64 {
    Int64(session) << 32 | Int64(UInt32(bitPattern: turn))
  }
}
