import Domain

/// Figures of what a trace holds, as tables of a page.
struct InspectTables {
  private let header: TraceHeader
  private let summary: TraceSummary
  private let checks: [DistributionCheck]

  init(_ header: TraceHeader, _ summary: TraceSummary, checks: [DistributionCheck]) {
    (self.header, self.summary, self.checks) = (header, summary, checks)
  }

  private static let heads = ["count", "mean", "p10", "p25", "p50", "p75", "p90", "p99", "max"]

  var dispersion: HTML? {
    guard !summary.dispersion.isEmpty else { return nil }
    let rows = summary.dispersion.map { entry in
      [
        Quantity.moment(Double(entry.window)), Quantity.count(entry.windows),
        Quantity.number(entry.sessions), Quantity.number(entry.requests),
      ]
    }
    return table(
      "Index of dispersion; 1 is Poisson", ["window", "windows", "session starts", "requests"],
      rows)
  }

  var sizes: HTML? {
    spread(
      "Tokens",
      [("ISL", summary.input), ("OSL", summary.output), ("reasoning", summary.reasoning)], 1)
  }

  var shapes: HTML? {
    spread(
      "Shape of a session",
      [
        ("requests", summary.requestsPerSession), ("turns", summary.turnsPerSession),
        ("requests in a turn", summary.requestsPerTurn), ("fan-out", summary.fanOut),
      ].filter { $0.1.largest > 1 }, 1)
  }

  var waits: HTML? {
    let tools = summary.tools.map { (name: "\($0.name)", values: $0.waits) }
    return spread(
      "Waits",
      [("think", summary.thinkTimes), ("tool steps", summary.toolWaits)]
        + (tools.count > 1 ? tools : []), 1e9)
  }

  var reuse: HTML? {
    let reuse = summary.reuse
    guard reuse.promptTokens > 0 else { return nil }
    func share(_ part: Int, _ whole: Int) -> String {
      Quantity.percent(whole > 0 ? Double(part) / Double(whole) : nil)
    }
    var rows = [
      [
        "without limit, blocks of \(reuse.blockTokens)",
        share(reuse.idealTokens, reuse.promptTokens),
        share(reuse.idealBlocks, reuse.promptBlocks),
      ]
    ]
    for capacity in reuse.capacities where reuse.idealTokens > 0 && capacity.promptTokens > 0 {
      rows.append([
        "LRU with room for \(Quantity.number(Double(capacity.tokens))) tokens",
        share(capacity.hitTokens, capacity.promptTokens),
        share(capacity.hitBlocks, capacity.promptBlocks),
      ])
    }
    return table("Prompt tokens that are found again", ["cache", "tokens", "blocks"], rows)
  }

  var shares: HTML? {
    let all = Double(max(summary.input.total + summary.output.total, 1))
    func rows(_ kind: String, _ shares: [TraceSummary.Share]) -> [[String]] {
      shares.count > 1
        ? shares.map { share in
          let tokens = Double(share.inputTokens + share.outputTokens)
          return [
            "\(kind) \(share.name)", share.sessions > 0 ? Quantity.count(share.sessions) : "",
            Quantity.count(share.requests), Quantity.number(Double(share.inputTokens)),
            Quantity.number(Double(share.outputTokens)), Quantity.percent(tokens / all),
          ]
        } : []
    }
    let found = rows("class", summary.classes) + rows("agent", summary.agents)
    guard !found.isEmpty else { return nil }
    return table(
      "Tokens by class and agent",
      ["", "sessions", "requests", "tokens in", "tokens out", "of all"], found)
  }

  var anomalies: HTML? {
    guard !summary.anomalies.isEmpty else { return nil }
    return .tag(
      "ul", ["class": "causes"],
      summary.anomalies.map { anomaly in
        let isTime = anomaly.kind == .tick || anomaly.kind == .silence
        return .tag(
          "li", isTime ? anomaly.text : "\(Quantity.count(anomaly.value)) \(anomaly.text)")
      })
  }

  var declared: HTML? {
    let free = checks.filter { !$0.isConstant && $0.draws > 0 }
    guard !free.isEmpty else { return nil }
    let rows = free.flatMap { check in
      check.statistics.map { statistic -> [String] in
        [
          check.place, statistic.kind.rawValue, text(statistic.declared, check.quantity),
          text(statistic.observed, check.quantity), Quantity.count(check.draws),
          statistic.deviates ? "off" : "",
        ]
      }
    }
    return table(
      "Declared and drawn", ["place", "", "declared", "drawn", "draws", ""], rows, figures: 2..<5)
  }

  var account: HTML? {
    guard !header.account.isEmpty else { return nil }
    return table(
      "Fields of the source", ["field", "fate", "how"],
      header.account.map { [$0.field, $0.fate.rawValue, $0.note] }, figures: 3..<3)
  }

  // MARK: - Parts

  private func spread(
    _ name: String, _ values: [(name: String, values: ValueHistogram)], _ scale: Double
  ) -> HTML? {
    let rows = values.filter { $0.values.count > 0 }.map { entry -> [String] in
      let found = entry.values
      let quantiles = [0.1, 0.25, 0.5, 0.75, 0.9, 0.99].map { Double(found.quantile($0) ?? 0) }
      let figures = [found.mean ?? 0] + quantiles + [Double(found.largest)]
      return [entry.name, Quantity.count(found.count)]
        + figures.map { scale > 1 ? Quantity.duration($0 / scale) : Quantity.number($0) }
    }
    guard !rows.isEmpty else { return nil }
    return table(name, [""] + Self.heads, rows)
  }

  private func table(
    _ name: String, _ heads: [String], _ rows: [[String]], figures: Range<Int>? = nil
  ) -> HTML {
    PageTable(
      name, figures: figures ?? 1..<heads.count, heads, rows.map { $0.map { HTML($0) } }
    ).html
  }

  private func text(_ value: Double?, _ quantity: Distribution.Quantity) -> String {
    quantity == .duration ? Quantity.duration(value.map { $0 / 1e9 }) : Quantity.number(value)
  }
}
