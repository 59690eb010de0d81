import Domain

/// The measured values of one class, agent or tenant, in nanoseconds or tokens per second.
struct SubjectValues {
  private let arm: ArmResult
  private let window: MeasuredWindow
  private let classes: [Bool]
  private let tenants: [Bool]
  private let agents: [Bool]
  private let isOneAgent: Bool

  init(_ arm: ArmResult, _ header: TraceHeader, _ subject: Assertion.Subject) {
    self.arm = arm
    window = MeasuredWindow(arm, header)
    let all = (header.classes.map(\.name), arm.tenants, header.agents)
    func chosen(_ names: [String], _ name: String?) -> [Bool] {
      names.map { name == nil || $0 == name }
    }
    var wanted: (className: String?, tenant: String?, agent: String?)
    switch subject {
    case .everything: break
    case .trafficClass(let name): wanted.className = name
    case .tenant(let name): wanted.tenant = name
    case .agent(let name): wanted.agent = name
    }
    classes = chosen(all.0, wanted.className)
    tenants = chosen(all.1, wanted.tenant)
    agents = chosen(all.2, wanted.agent)
    isOneAgent = wanted.agent != nil
  }

  func of(_ metric: Metric) -> [Double] {
    switch metric {
    case .ttft: requests { $0.outputTokens > 0 ? Double($0.firstToken) : nil }
    case .stall: requests { $0.outputTokens > 0 ? Double($0.stall) : nil }
    case .e2e: requests { Double($0.last) }
    case .tpot: requests { $0.timePerOutputToken.map { $0 * 1e9 } }
    case .tpsPerUser:
      requests { request in request.timePerOutputToken.flatMap { $0 > 0 ? 1 / $0 : nil } }
    case .turn: turns { $0.length >= 0 ? Double($0.length) : nil }
    case .silence: turns { $0.silence >= 0 ? Double($0.silence) : nil }
    case .response: turns { $0.response >= 0 ? Double($0.response) : nil }
    case .session: sessions()
    default: []
    }
  }

  private func requests(_ value: (RequestOutcome) -> Double?) -> [Double] {
    arm.requests.compactMap { request in
      isMeant(request.sent, request.classIndex, request.tenant) && agents[Int(request.agent)]
        ? value(request) : nil
    }
  }

  private func turns(_ value: (TurnOutcome) -> Double?) -> [Double] {
    guard !isOneAgent else { return [] }
    return arm.turns.compactMap { turn in
      isMeant(turn.start, turn.classIndex, turn.tenant) ? value(turn) : nil
    }
  }

  private func sessions() -> [Double] {
    guard !isOneAgent else { return [] }
    return arm.sessions.compactMap { session in
      let isCounted =
        !session.isCutShort && isMeant(session.start, session.classIndex, session.tenant)
      return isCounted ? Double(session.length) : nil
    }
  }

  private func isMeant(_ moment: Nanoseconds, _ classIndex: UInt8, _ tenant: Int32) -> Bool {
    classes[Int(classIndex)] && tenants[Int(tenant)] && window.contains(moment, of: classIndex)
  }
}
