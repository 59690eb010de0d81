import Domain

/// The measured values of one class with the session that each belongs to.
struct SessionValues {
  private let arm: ArmResult
  private let header: TraceHeader
  private let window: MeasuredWindow
  private let classIndex: UInt8

  init(_ arm: ArmResult, _ header: TraceHeader, _ classIndex: Int) {
    (self.arm, self.header, self.classIndex) = (arm, header, UInt8(classIndex))
    window = MeasuredWindow(arm, header)
  }

  /// In seconds, tokens per second, or 1 and 0 for what holds and what doesn't.
  func of(_ metric: Metric) -> [(session: Int32, value: Double)] {
    switch metric {
    case .ttft: requests { $0.outputTokens > 0 ? $0.firstToken.inSeconds : nil }
    case .stall: requests { $0.outputTokens > 0 ? $0.stall.inSeconds : nil }
    case .e2e: requests { $0.last.inSeconds }
    case .tpot: requests { $0.timePerOutputToken }
    case .tpsPerUser:
      requests { request in request.timePerOutputToken.flatMap { $0 > 0 ? 1 / $0 : nil } }
    case .turn: turns { $0.length.inSeconds }
    case .response: turns { $0.response >= 0 ? $0.response.inSeconds : nil }
    case .session: sessions { $0.isCutShort ? nil : $0.length.inSeconds }
    case .goodput: goodness
    case .deadlineMisses: deadlineMisses
    default: []
    }
  }

  private func requests(
    _ value: (RequestOutcome) -> Double?
  ) -> [(session: Int32, value: Double)] {
    arm.requests.compactMap { request in
      guard request.classIndex == classIndex, window.contains(request.sent, of: classIndex) else {
        return nil
      }
      return value(request).map { (request.session, $0) }
    }
  }

  private func turns(_ value: (TurnOutcome) -> Double?) -> [(session: Int32, value: Double)] {
    arm.turns.compactMap { turn in
      guard turn.classIndex == classIndex, window.contains(turn.start, of: classIndex) else {
        return nil
      }
      return value(turn).map { (turn.session, $0) }
    }
  }

  private func sessions(
    _ value: (SessionOutcome) -> Double?
  ) -> [(session: Int32, value: Double)] {
    arm.sessions.compactMap { session in
      guard session.classIndex == classIndex, window.contains(session.start, of: classIndex) else {
        return nil
      }
      return value(session).map { (session.session, $0) }
    }
  }

  /// A refusal ends its session and counts as a request that was not good.
  private var goodness: [(session: Int32, value: Double)] {
    let goodness = Goodness(arm, header)
    return requests { goodness.isGood($0) ? 1 : 0 } + sessions { $0.isCutShort ? 0 : nil }
  }

  private var deadlineMisses: [(session: Int32, value: Double)] {
    guard let deadline = header.classes[Int(classIndex)].deadline else { return [] }
    return sessions { $0.isCutShort || $0.total > deadline ? 1 : 0 }
  }
}
