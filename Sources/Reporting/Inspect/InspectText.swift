public import Domain

/// What `baton inspect` prints.
public struct InspectText: Sendable {
  private let header: TraceHeader
  private let summary: TraceSummary
  private let checks: [DistributionCheck]
  private let paint: Paint
  private let width: Int

  /// - Parameters:
  ///   - checks: empty for a trace that is read, not generated.
  ///   - width: columns; more than 100 are left empty.
  public init(
    _ header: TraceHeader, _ summary: TraceSummary, checks: [DistributionCheck] = [],
    width: Int = 80, isColoured: Bool
  ) {
    (self.header, self.summary, self.checks) = (header, summary, checks)
    (self.width, paint) = (min(max(width, 60), 100), Paint(isOn: isColoured))
  }

  public var text: String {
    var blocks = [head, rates, sizes, shares, reuse, dispersion, anomalies]
    if !checks.isEmpty { blocks.append(declared) }
    if !header.account.isEmpty { blocks.append(account) }
    return blocks.filter { !$0.isEmpty }.map { $0.map { $0 + "\n" }.joined() }
      .joined(separator: "\n")
  }

  // MARK: - Parts

  private var head: [String] {
    var title = header.workload
    if let seed = header.seed { title += " · seed \(seed)" }
    let length = Quantity.moment(summary.length.inSeconds)
    var lines = [paint.heading(title) + paint.quiet(" · \(length)")]
    lines.append(
      "\(counted(summary.sessions, "session")), \(counted(summary.requests, "request")), "
        + "\(Quantity.number(Double(summary.input.total))) tokens in, "
        + "\(Quantity.number(Double(summary.output.total))) out")
    if summary.followers > 0 {
      lines += note(
        "\(Quantity.count(summary.followers)) of the sessions start when another ends: they have no"
          + " moment before a replay, and stand in no figure over time")
    }
    if summary.compactions > 0 {
      lines += note("\(Quantity.count(summary.compactions)) requests are compactions")
    }
    if let ended = summary.endedByWindow, ended > 0 {
      let share = Quantity.percent(Double(ended) / Double(max(summary.sessions, 1)))
      let verb = ended == 1 ? "ends" : "end"
      lines += note(
        "\(counted(ended, "session")) (\(share)) \(verb) at the model's context window")
    }
    return lines
  }

  private var rates: [String] {
    let columns = width - 32
    let length = summary.length
    var lines = [paint.heading("over time") + paint.quiet(instant)]
    for (name, counts) in [("sessions/s", summary.starts), ("requests/s", summary.sends)] {
      let rates = counts.rates(parts: columns, length: length)
      guard let peak = rates.max(), peak > 0 else { continue }
      let bars = padded(Sparkline.text(rates), columns)
      lines.append("  " + padded(name, 12) + bars + " peak " + Quantity.number(peak))
    }
    guard lines.count > 1 else { return [] }
    let end = Quantity.moment(length.inSeconds)
    let axis = padded("0", max(1, min(columns, seconds) - end.count)) + end
    return lines + [paint.quiet("  " + padded("", 12) + axis)]
  }

  private var seconds: Int { Int((summary.length + .second - 1) / .second) }

  private var instant: String {
    summary.requestsPerSession.largest > 1 ? ", if every request were answered at once" : ""
  }

  private var sizes: [String] {
    var grid = Grid(
      heads: ["mean", "p10", "p50", "p90", "p99", "max"], labelWidth: 24, valueWidth: 8)
    func row(_ label: String, _ values: ValueHistogram, _ format: (Double) -> String) {
      guard values.count > 0, let mean = values.mean else { return }
      let quantiles = [0.1, 0.5, 0.9, 0.99].map { Double(values.quantile($0) ?? 0) }
      let cells = ([mean] + quantiles + [Double(values.largest)]).map(format)
      grid.rows.append(Grid.Row(kind: .value, label: "  " + label, values: cells))
    }
    func title(_ label: String) {
      grid.rows.append(
        Grid.Row(kind: .title, label: label, values: grid.heads.map { _ in "" }))
    }
    func number(_ value: Double) -> String { Quantity.number(value) }
    func time(_ value: Double) -> String { Quantity.duration(value / 1e9) }
    title("tokens of a request")
    row("ISL", summary.input, number)
    row("OSL", summary.output, number)
    row("reasoning, where any", summary.reasoning, number)
    title("shape of a session")
    row("requests", summary.requestsPerSession, number)
    row("turns", summary.turnsPerSession, number)
    row("requests in a turn", summary.requestsPerTurn, number)
    row("fan-out", summary.fanOut, number)
    if summary.toolWaits.count + summary.thinkTimes.count > 0 { title("waits") }
    row("think", summary.thinkTimes, time)
    row("tool steps", summary.toolWaits, time)
    for tool in summary.tools where summary.tools.count > 1 {
      row("  " + tool.name, tool.waits, time)
    }
    return laid(grid)
  }

  private var shares: [String] {
    var grid = Grid(
      heads: ["sessions", "requests", "in", "out", "of all"], labelWidth: 24, valueWidth: 9)
    let all = Double(max(summary.input.total + summary.output.total, 1))
    func rows(_ title: String, _ shares: [TraceSummary.Share]) {
      guard shares.count > 1 else { return }
      grid.rows.append(Grid.Row(kind: .title, label: title, values: grid.heads.map { _ in "" }))
      for share in shares {
        let tokens = Double(share.inputTokens + share.outputTokens)
        grid.rows.append(
          Grid.Row(
            kind: .value, label: "  " + share.name,
            values: [
              share.sessions > 0 ? Quantity.count(share.sessions) : "",
              Quantity.count(share.requests), Quantity.number(Double(share.inputTokens)),
              Quantity.number(Double(share.outputTokens)), Quantity.percent(tokens / all),
            ]))
      }
    }
    rows("tokens by class", summary.classes)
    rows("tokens by agent", summary.agents)
    return grid.rows.isEmpty ? [] : laid(grid)
  }

  private var reuse: [String] {
    let reuse = summary.reuse
    guard reuse.promptTokens > 0 else { return [] }
    func share(_ part: Int, _ whole: Int) -> String {
      Quantity.percent(whole > 0 ? Double(part) / Double(whole) : nil)
    }
    let title = "prompt tokens that a prefix cache can reuse"
    var grid = Grid(heads: ["tokens", "blocks"], labelWidth: 46, valueWidth: 10)
    grid.rows.append(
      Grid.Row(
        kind: .value, label: "  without limit, blocks of \(reuse.blockTokens)",
        values: [
          share(reuse.idealTokens, reuse.promptTokens),
          share(reuse.idealBlocks, reuse.promptBlocks),
        ]))
    for capacity in reuse.capacities where reuse.idealTokens > 0 && capacity.promptTokens > 0 {
      let room = Quantity.number(Double(capacity.tokens))
      grid.rows.append(
        Grid.Row(
          kind: .value, label: "  LRU with room for \(room) tokens",
          values: [
            share(capacity.hitTokens, capacity.promptTokens),
            share(capacity.hitBlocks, capacity.promptBlocks),
          ]))
    }
    return [paint.heading(title)] + laid(grid)
  }

  private var dispersion: [String] {
    guard !summary.dispersion.isEmpty else { return [] }
    var grid = Grid(
      heads: summary.dispersion.map { Quantity.moment(Double($0.window)) }, labelWidth: 24,
      valueWidth: 9)
    func row(_ label: String, _ values: [Double?]) {
      guard values.contains(where: { $0 != nil }) else { return }
      grid.rows.append(
        Grid.Row(kind: .value, label: "  " + label, values: values.map(Quantity.number)))
    }
    row("session starts", summary.dispersion.map(\.sessions))
    if summary.requestsPerSession.largest > 1 {
      row("requests", summary.dispersion.map(\.requests))
    }
    return [paint.heading("index of dispersion") + paint.quiet(", by window; 1 is Poisson")]
      + laid(grid)
  }

  private var anomalies: [String] {
    guard !summary.anomalies.isEmpty else { return [] }
    return [paint.heading("to know before fitting or replaying")]
      + summary.anomalies.flatMap { anomaly in
        let isTime = anomaly.kind == .tick || anomaly.kind == .silence
        let count = isTime ? "" : Quantity.count(anomaly.value) + " "
        return wrapped(count + anomaly.text, width: width - 4).map { "  " + $0 }
      }
  }

  private var declared: [String] {
    let free = checks.filter { !$0.isConstant }
    var counts = Grid(heads: ["declared", "started"], labelWidth: 26, valueWidth: 8)
    for arrival in summary.arrivals {
      let cells = [Quantity.number(arrival.declared), Quantity.count(arrival.started)]
      counts.rows.append(
        Grid.Row(
          kind: arrival.deviates ? .verdict : .value,
          label: (arrival.deviates ? "! " : "  ") + arrival.place, values: cells))
    }
    var grid = Grid(
      heads: ["p50", "drawn", "p99", "drawn", "mean", "drawn"], labelWidth: 26, valueWidth: 8)
    for check in free where check.draws > 0 {
      let cells = check.statistics.flatMap { statistic in
        [statistic.declared, statistic.observed].map { text($0, check.quantity) }
      }
      let mark = check.deviates ? "! " : "  "
      grid.rows.append(
        Grid.Row(
          kind: check.deviates ? .verdict : .value, label: mark + check.place, values: cells))
    }
    var lines = [paint.heading("declared, and drawn")]
    if !counts.rows.isEmpty { lines += laid(counts) }
    if !grid.rows.isEmpty { lines += laid(grid) }
    return lines + verdict(free)
  }

  /// `1 session`, `2 sessions`.
  private func counted(_ count: Int, _ noun: String) -> String {
    "\(Quantity.count(count)) \(noun)\(count == 1 ? "" : "s")"
  }

  private func verdict(_ free: [DistributionCheck]) -> [String] {
    let arrivals = summary.arrivals
    let wrong = checks.count(where: \.deviates) + arrivals.count(where: \.deviates)
    let undrawn = free.filter { $0.draws == 0 }.map(\.place)
    let constant = checks.count - free.count
    var words: [String] = []
    words.append(
      wrong == 0
        ? "nothing drawn is off by more than chance explains"
        : "! \(wrong) of \(checks.count + arrivals.count) are off by more than one in 100,000 "
          + "cases would be"
    )
    if !undrawn.isEmpty { words.append("not drawn from: \(undrawn.joined(separator: ", "))") }
    if constant > 0 { words.append("\(counted(constant, "constant")) left out") }
    return note(words.joined(separator: "; "))
  }

  private var account: [String] {
    [paint.heading("fields of the source")]
      + header.account.flatMap { field in
        let note = field.note.isEmpty ? "" : ": " + field.note
        return wrapped("\(field.field) \(field.fate.rawValue)\(note)", width: width - 4)
          .map { "  " + $0 }
      }
  }

  // MARK: - Layout

  private func note(_ text: String) -> [String] { wrapped(text, width: width).map(paint.quiet) }

  private func laid(_ grid: Grid) -> [String] {
    grid.lines.map { line in
      switch line.kind {
      case .title: paint.heading(line.text)
      case .quiet: paint.quiet(line.text)
      case .value: line.text
      case .verdict: paint.bad(line.text)
      }
    }
  }

  private func text(_ value: Double?, _ quantity: Distribution.Quantity) -> String {
    switch quantity {
    case .duration: Quantity.duration(value.map { $0 / 1e9 })
    case .tokens, .count: Quantity.number(value)
    }
  }
}

extension DistributionCheck {
  /// Whether it can give one value only.
  var isConstant: Bool {
    let declared = statistics.map(\.declared)
    return declared.allSatisfy { $0 == declared.first } && !deviates
  }
}
