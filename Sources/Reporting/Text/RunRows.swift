import Domain

/// The rows of the table of a run; those that no arm has a value for are left out.
struct RunRows {
  private let arms: [ArmReport]
  private let grouping: Grouping
  private let percentiles: [Percentile]

  /// - Parameter cellWidth: Columns that one arm has.
  init(_ arms: [ArmReport], by grouping: Grouping, cellWidth: Int) {
    (self.arms, self.grouping) = (arms, grouping)
    percentiles = Percentile.fitting(cellWidth)
  }

  /// A statistic that latency rows show, in a part of the cell that is `width` wide.
  enum Percentile: String {
    case mean, p50, p90, p99
    case p999 = "p99.9"
    case max

    static let width = 9

    static func fitting(_ cellWidth: Int) -> [Percentile] {
      switch cellWidth / width {
      case ..<2: [.p99]
      case 2: [.p50, .p99]
      case 3: [.p50, .p90, .p99]
      case 4: [.p50, .p90, .p99, .max]
      case 5: [.mean, .p50, .p90, .p99, .max]
      default: [.mean, .p50, .p90, .p99, .p999, .max]
      }
    }

    func of(_ quantiles: Quantiles) -> Double {
      switch self {
      case .mean: quantiles.mean
      case .p50: quantiles.p50
      case .p90: quantiles.p90
      case .p99: quantiles.p99
      case .p999: quantiles.p999
      case .max: quantiles.max
      }
    }
  }

  var rows: [Grid.Row] {
    let heads = cell(percentiles.map(\.rawValue))
    var rows = [Grid.Row(kind: .quiet, label: "", values: arms.map { _ in heads })]
    let found = grouping.rows(arms.map(\.summary))
    if found.count != 1 { rows += group("all", arms.map(\.summary.all)) }
    for (name, groups) in found { rows += group(name, groups) }
    return rows + platform + assertions
  }

  private func group(_ name: String, _ groups: [GroupSummary]) -> [Grid.Row] {
    var rows = [title(name)]
    rows += [value("requests", groups.map { Quantity.count($0.requests) })]
    guard groups.contains(where: { !$0.isEmpty }) else { return rows }
    rows += optional("goodput", groups.map { $0.goodput?.fraction }, Quantity.percent)
    rows += optional(
      "good requests/s", groups.map { $0.goodput?.requestsPerSecond }, Quantity.number)
    rows += optional("tokens/s", groups.map { $0.single(.tokenRate) }, Quantity.number)
    rows += latency("TTFT", groups.map(\.ttft))
    rows += latency("ITL", groups.map(\.itl))
    if groups.contains(where: { $0.stepGap != $0.itl }) {
      rows += latency("step gap", groups.map(\.stepGap))
    }
    rows += latency("TPOT", groups.map(\.tpot))
    if groups.contains(where: { $0.tpsPerUser != nil }) {
      let pairs = groups.map { group in
        cell([Quantity.number(group.tpsPerUser?.p50), Quantity.number(group.tpsPerUser?.p1)])
      }
      rows += [value("TPS/user p50, p1", pairs)]
    }
    rows += latency("stall", groups.map(\.stall))
    rows += latency("response", groups.map(\.response))
    rows += latency("turn", groups.map(\.turn))
    rows += latency("silence", groups.map(\.silence))
    rows += optional("underruns", groups.map(\.underruns), Quantity.percent)
    rows += latency("session", groups.map(\.session))
    rows += optional("deadline misses", groups.map(\.deadlineMisses), Quantity.percent)
    rows += optional(
      "refused", groups.map { $0.refused.flatMap { $0 > 0 ? $0 : nil } }, Quantity.percent)
    rows += optional(
      "cancelled", groups.map { $0.cancelled.flatMap { $0 > 0 ? $0 : nil } }, Quantity.percent)
    return rows
  }

  private var platform: [Grid.Row] {
    let summaries = arms.map(\.summary)
    var rows = [title("platform")]
    for role in [EnginePool.Role.aggregated, .prefill, .decode] {
      rows += optional("busy \(role.rawValue)", summaries.map { $0.busy(role) }, Quantity.percent)
    }
    rows += paths
    rows += optional("cache hit", summaries.map(\.cache.hitTokens), Quantity.percent)
    rows += optional(
      "  from copies",
      summaries.map { $0.cache.reloadedBlocks.flatMap { $0 > 0 ? $0 : nil } }, Quantity.percent)
    rows += optional("  with infinite cache", summaries.map(\.cache.idealTokens), Quantity.percent)
    rows += optional("tenant spread", summaries.map(\.tenantSpread), Quantity.number)
    rows += optional(
      "tokens/s/MW", summaries.map(\.efficiency.outputTokensPerSecondPerMegawatt),
      Quantity.number)
    rows += optional("J/token", summaries.map(\.efficiency.joulesPerOutputToken), Quantity.number)
    rows += optional(
      "$/Mtok", summaries.map(\.efficiency.dollarsPerMillionOutputTokens), Quantity.number)
    rows += optional(
      "revenue $/MWh", summaries.map(\.efficiency.revenuePerMegawattHour), Quantity.number)
    if summaries.contains(where: { $0.counts.preemptions > 0 }) {
      rows += [value("preemptions", summaries.map { Quantity.count($0.counts.preemptions) })]
      if summaries.contains(where: { $0.counts.swaps > 0 }) {
        rows += [value("  swapped", summaries.map { Quantity.count($0.counts.swaps) })]
      }
    }
    return rows.count > 1 ? rows : []
  }

  /// How busy each decode path was, where an arm has several, and what went to another one.
  private var paths: [Grid.Row] {
    var names: [String] = []
    for pool in arms.flatMap(\.summary.paths) where !names.contains(pool.name) {
      names.append(pool.name)
    }
    let rows = names.flatMap { name in
      optional(
        "  " + name, arms.map { $0.summary.paths.first { $0.name == name }?.busy },
        Quantity.percent)
    }
    return rows + optional("spilled", arms.map(\.summary.spilled), Quantity.percent)
  }

  private var assertions: [Grid.Row] {
    guard let first = arms.first, !first.assertions.isEmpty else { return [] }
    var rows = [title("assertions")]
    for (index, result) in first.assertions.enumerated() {
      let values = arms.map { $0.assertions[index] }.map { result in
        "\(result.passed ? "✓" : "✗") \(RunRows.text(result.value, result.assertion.metric))"
      }
      rows.append(
        Grid.Row(kind: .verdict, label: "  " + result.assertion.text, values: values))
    }
    return rows
  }

  static func text(_ value: Double?, _ metric: Metric) -> String {
    guard value != nil else { return "no value" }
    return switch metric.unit {
    case .duration: Quantity.duration(value)
    case .percent: Quantity.percent(value)
    case .rate, .number: Quantity.number(value)
    }
  }

  // MARK: - Parts

  private func title(_ name: String) -> Grid.Row {
    Grid.Row(kind: .title, label: name, values: arms.map { _ in "" })
  }

  private func value(_ label: String, _ values: [String]) -> Grid.Row {
    Grid.Row(kind: .value, label: "  " + label, values: values)
  }

  private func optional(
    _ label: String, _ values: [Double?], _ format: (Double?) -> String
  ) -> [Grid.Row] {
    values.contains { $0 != nil } ? [value(label, values.map(format))] : []
  }

  private func latency(_ name: String, _ values: [Quantiles?]) -> [Grid.Row] {
    guard values.contains(where: { $0 != nil }) else { return [] }
    let cells = values.map { quantiles in
      cell(percentiles.map { Quantity.duration(quantiles.map($0.of)) })
    }
    return [value(name, cells)]
  }

  private func cell(_ parts: [String]) -> String {
    parts.map { String(repeating: " ", count: max(1, Percentile.width - $0.count)) + $0 }.joined()
  }
}
