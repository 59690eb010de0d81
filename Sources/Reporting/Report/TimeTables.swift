import Domain

/// How long users of a group waited, metric by metric: for several arms the middle and the tail
/// side by side, and all percentiles when asked.
struct TimeTables {
  let group: String
  let columns: [ReportColumn]

  private typealias Statistic = (name: String, pick: @Sendable (StoredRun.Spread) -> Double)

  private static let statistics: [Statistic] = [
    ("mean", \.mean), ("p50", \.p50), ("p90", \.p90), ("p95", \.p95), ("p99", \.p99),
    ("p99.9", \.p999), ("max", \.max),
  ]
  private static let compared = statistics.filter { ["p50", "p99"].contains($0.name) }

  private static let spreads: [(String, @Sendable (StoredRun.Group) -> StoredRun.Spread?)] = [
    ("TTFT", \.ttft), ("ITL", \.itl), ("step gap", \.stepGap), ("TPOT", \.tpot),
    ("stall", \.stall), ("e2e", \.e2e), ("response", \.response), ("turn", \.turn),
    ("silence", \.silence), ("session", \.session),
  ]

  var html: [HTML] {
    let several = columns.count > 1
    let shown = several ? TimeTables.compared : TimeTables.statistics
    let heads = columns.flatMap { column in
      shown.map { several ? "\(column.name) \($0.name)" : $0.name }
    }
    let rows = metrics.map { name, found in
      [name] + found.flatMap { TimeTables.cells(shown, $0) }
    }
    let table = TimeTables.table("Times of \(group)", words: 1, [""] + heads, rows)
    guard several else { return [table] }
    // On paper all of them stand alone.
    return [
      .tag("div", ["class": "compared"], table), Disclosure.html("All percentiles", whole),
    ]
  }

  /// One line for each arm that has the metric.
  private var whole: HTML {
    let rows = metrics.flatMap { name, found in
      zip(columns, found).compactMap { column, spread in
        spread.map { [name, column.name] + TimeTables.cells(TimeTables.statistics, $0) }
      }
    }
    let heads = ["", "arm"] + TimeTables.statistics.map(\.name)
    return TimeTables.table("Percentiles of \(group)", words: 2, heads, rows)
  }

  /// Those that any arm has, with what each arm has of it.
  private var metrics: [(name: String, found: [StoredRun.Spread?])] {
    let groups = columns.map { $0.arm.classes[group] }
    return TimeTables.spreads.compactMap { name, pick in
      let found = groups.map { $0.flatMap(pick) }
      if name == "step gap", found == groups.map({ $0?.itl }) { return nil }
      return found.contains { $0 != nil } ? (name, found) : nil
    }
  }

  private static func cells(_ statistics: [Statistic], _ spread: StoredRun.Spread?) -> [String] {
    statistics.map { statistic in Quantity.duration(spread.map { statistic.pick($0) }) }
  }

  private static func table(
    _ name: String, words: Int, _ heads: [String], _ rows: [[String]]
  ) -> HTML {
    PageTable(name, figures: words..<heads.count, heads, rows.map { $0.map { HTML($0) } }).html
  }
}
