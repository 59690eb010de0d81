import Domain

/// What is told of one finished request, by name: a column of a table, or a key of a line.
///
/// Times are seconds; what a request doesn't have is left empty.
enum RequestCell {
  case text(String)
  case count(Int)
  case seconds(Double?)
  case flag(Bool)
}

/// The cells of requests, in the order that every format has.
struct RequestRow {
  private let arm: ArmResult
  private let header: TraceHeader
  private let goodness: Goodness
  private let window: MeasuredWindow

  init(_ arm: ArmResult, _ header: TraceHeader) {
    (self.arm, self.header) = (arm, header)
    (goodness, window) = (Goodness(arm, header), MeasuredWindow(arm, header))
  }

  /// - Parameter hasComponents: Whether any of the arms says what time was spent on.
  static func names(hasComponents: Bool) -> [String] {
    [
      "policy", "platform", "class", "tenant", "agent", "model", "session", "turn", "sent", "ttft",
      "tpot", "e2e", "stall", "inputTokens", "outputTokens", "cachedTokens", "compaction",
      "measured",
      "good",
    ]
      + (hasComponents
        ? ["engine"] + Component.ofRequests.map { $0.rawValue }
          + early.map { "ttft\($0.rawValue.prefix(1).uppercased())\($0.rawValue.dropFirst())" }
        : [])
  }

  /// Components of which a part may be after the first token; the others of it are whole before.
  private static let early: [Component] = [.queue, .preemption, .interference, .jitter]

  func cells(_ index: Int, hasComponents: Bool) -> [RequestCell] {
    let request = arm.requests[index]
    let hasOutput = request.outputTokens > 0
    let cells: [RequestCell] = [
      .text(arm.policy), .text(arm.platform), .text(header.classes[Int(request.classIndex)].name),
      .text(arm.tenants[Int(request.tenant)]), .text(header.agents[Int(request.agent)]),
      .text(header.models[Int(request.model)]),
      .count(Int(request.session)), .count(Int(request.turn)), .seconds(request.sent.inSeconds),
      .seconds(hasOutput ? request.firstToken.inSeconds : nil),
      .seconds(request.timePerOutputToken), .seconds(request.last.inSeconds),
      .seconds(hasOutput ? request.stall.inSeconds : nil), .count(Int(request.inputTokens)),
      .count(Int(request.outputTokens)), .count(Int(request.cachedTokens)),
      .flag(request.isCompaction), .flag(window.contains(request.sent, of: request.classIndex)),
      .flag(goodness.isGood(request)),
    ]
    guard hasComponents else { return cells }
    guard let attribution = arm.attribution else {
      return cells
        + Array(
          repeating: .seconds(nil), count: 1 + Attribution.requestWidth + RequestRow.early.count)
    }
    let early = RequestRow.early.map { attribution.beforeFirstToken(index, $0) }
    return cells + [.count(Int(attribution.engines[index]))]
      + (attribution.request(index) + early).map { .seconds(Double($0) / ticksPerSecond) }
  }
}
