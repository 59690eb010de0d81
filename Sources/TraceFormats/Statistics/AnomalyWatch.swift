import Domain

/// Notices in an imported trace what a fitted distribution would miss.
///
/// Rows out of order and clocks that restart are known to the reader alone, which puts them in
/// order: `ImportReport.disorder`.
struct AnomalyWatch {
  /// Whether sessions have starts of the source's.
  private let hasStarts: Bool
  /// What silences were cut to when the trace was imported.
  private let cut: Nanoseconds?
  private var last: Nanoseconds?
  private var tick: Nanoseconds = 0
  private var clock = ClockSteps()
  private var simultaneous = 0
  private var duplicates = 0
  private var silence: Nanoseconds = 0
  private var silenceStart: Nanoseconds = 0
  private var noOutput = 0
  private var noInput = 0
  /// Digests of sessions with several requests.
  private var sessions: Set<UInt64> = []
  private var repeated = 0
  /// Sizes and prompts of the sessions that start at the last moment; the first 64 of them.
  private var neighbours: [Row] = []

  private struct Row: Hashable {
    var input: Int32
    var output: Int32
    var prompt: ContextReference
  }

  init(_ header: TraceHeader) {
    hasStarts = !header.account.contains {
      $0.field == FieldAccount.start && $0.fate == .synthesized
    }
    cut = SilenceCut.length(in: header.account)
  }

  mutating func add(_ session: borrowing TraceSession) {
    var requests = 0
    var digest: UInt64 = 0xCBF2_9CE4_8422_2325
    func mix(_ value: Int64) { digest = (digest ^ UInt64(bitPattern: value)) &* 0x100_0000_01B3 }
    for index in session.records.indices {
      let record = session.records[index]
      mix(Int64(record.kind.rawValue))
      mix(record.delay)
      guard record.kind == .request else { continue }
      requests += 1
      if record.outputTokens == 0 { noOutput += 1 }
      if record.inputTokens == 0 { noInput += 1 }
      mix(Int64(record.inputTokens))
      mix(Int64(record.outputTokens))
    }
    if requests > 1, !sessions.insert(digest).inserted { repeated += 1 }
    guard let start = session.start else { return }
    if let last {
      let gap = start - last
      let isLeft = gap == cut
      if !isLeft { tick = greatestCommonDivisor(tick, gap) }
      if gap == 0 { simultaneous += 1 }
      // What was left of a silence says how it was cut.
      if gap > silence, !isLeft { (silence, silenceStart) = (gap, last) }
      if gap > 0 { neighbours.removeAll(keepingCapacity: true) }
    }
    if last != start { clock.add(start) }
    last = start
    guard session.records.count == 1 else { return }
    let record = session.records[0]
    // A private prompt has no content that could be equal.
    let prompt = record.prompt.isShared ? record.prompt : .root
    let row = Row(input: record.inputTokens, output: record.outputTokens, prompt: prompt)
    if neighbours.contains(row) {
      duplicates += 1
    } else if neighbours.count < 64 {
      neighbours.append(row)
    }
  }

  private func greatestCommonDivisor(_ left: Int64, _ right: Int64) -> Int64 {
    var (a, b) = (left, right)
    while b != 0 { (a, b) = (b, a % b) }
    return a
  }

  func findings(_ summary: TraceSummary) -> [TraceSummary.Anomaly] {
    var found: [TraceSummary.Anomaly] = []
    if let step = clock.step, step > tick {
      let text = AnomalyWatch.text(step)
      found.append(
        .init(.tick, Int(step), "starts lie at multiples of \(text), to a hundredth of it"))
    } else if tick >= .millisecond {
      found.append(
        .init(.tick, Int(tick), "starts are multiples of \(AnomalyWatch.text(tick))"))
    }
    if simultaneous > 0, hasStarts {
      found.append(
        .init(
          .simultaneous, simultaneous, "sessions start at the same moment as the one before"))
    }
    if duplicates > 0 {
      found.append(
        .init(.duplicates, duplicates, "rows repeat one of the same moment, sizes and prompt"))
    }
    if repeated > 0 {
      found.append(
        .init(
          .repeatedSessions, repeated,
          "sessions repeat an earlier one: requests, lengths and waits are the same"))
    }
    if let last, silence > .second, silence > last / 100 {
      found.append(
        .init(
          .silence, Int(silence),
          "nothing starts for \(AnomalyWatch.text(silence)) from"
            + " \(AnomalyWatch.text(silenceStart)) on"))
    }
    if noInput > 0 { found.append(.init(.noInput, noInput, "requests have no input")) }
    if noOutput > 0 { found.append(.init(.noOutput, noOutput, "requests have no output")) }
    if let cap = AnomalyWatch.cap(summary.input) {
      found.append(.init(.inputCap, cap, "requests have an ISL at a cap, \(summary.input.largest)"))
    }
    if let cap = AnomalyWatch.cap(summary.output) {
      found.append(
        .init(.outputCap, cap, "requests have an OSL at a cap, \(summary.output.largest)"))
    }
    return found
  }

  /// How many values stand at the largest one, within 0.1 %, if that is a cap: at least ten, and
  /// five times as dense as in the rest of the upper tenth.
  static func cap(_ values: ValueHistogram) -> Int? {
    guard values.count > 0, values.smallest < values.largest else { return nil }
    let top = values.largest - values.largest / 1000
    let below = values.largest - values.largest / 10
    let held = values.count(in: top..<(values.largest + 1))
    guard held >= 10 else { return nil }
    let width = Double(values.largest + 1 - top)
    let rest = Double(values.count(in: below..<top)) / Double(max(top - below, 1))
    return Double(held) / width >= 5 * rest ? held : nil
  }

  private static func text(_ time: Nanoseconds) -> String {
    let units: [(Nanoseconds, String)] = [
      (.second, "s"), (.millisecond, "ms"), (.microsecond, "µs"),
    ]
    for (unit, name) in units where time >= unit {
      return time % unit == 0 ? "\(time / unit) \(name)" : "\((time + unit / 2) / unit) \(name)"
    }
    return "\(time) ns"
  }
}
