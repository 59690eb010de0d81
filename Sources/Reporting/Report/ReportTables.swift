import Domain

/// Tables of a report; every figure is the record's.
enum ReportTables {
  typealias Row = (name: String, cells: [String])

  /// What users of a group experienced, times aside.
  static func singles(_ group: String, _ columns: [ReportColumn]) -> HTML {
    let all: [(String, (StoredRun.Group) -> String?)] = [
      ("requests", { Quantity.count($0.requests) }),
      ("sessions", { Quantity.count($0.sessions) }),
      ("goodput", { $0.goodput.map { Quantity.percent($0.fraction) } }),
      ("good requests/s", { $0.goodput.map { Quantity.number($0.requestsPerSecond) } }),
      ("tokens/s", { Quantity.number($0.tokenRate) }),
      ("TPS/user p50", { $0.tpsPerUser.map { Quantity.number($0.p50) } }),
      ("TPS/user p1", { $0.tpsPerUser.flatMap { $0.p1 }.map(Quantity.number) }),
      ("cache hit", { $0.cacheHit.map(Quantity.percent) }),
      ("deadline misses", { $0.deadlineMisses.map(Quantity.percent) }),
      ("underruns", { $0.underruns.map(Quantity.percent) }),
      ("refused", { $0.refused.flatMap { $0 > 0 ? Quantity.percent($0) : nil } }),
      ("cancelled", { $0.cancelled.flatMap { $0 > 0 ? Quantity.percent($0) : nil } }),
    ]
    let rows = all.map { name, pick -> Row in
      (name, columns.map { $0.arm.classes[group].flatMap(pick) ?? Quantity.missing })
    }
    return table("Figures of \(group)", columns, rows)
  }

  /// The platform as a whole.
  static func platform(_ columns: [ReportColumn]) -> HTML {
    func rows(_ names: [(String, String)], _ pick: (StoredRun.Arm) -> [String: Double?]) -> [Row] {
      names.map { name, key in
        (name, columns.map { Quantity.number(pick($0.arm)[key].flatMap(\.self)) })
      }
    }
    func share(_ name: String, _ key: String) -> Row {
      (name, columns.map { Quantity.percent($0.arm.cache[key].flatMap(\.self)) })
    }
    var all: [Row] = []
    for role in [EnginePool.Role.aggregated, .prefill, .decode] {
      all.append(("busy \(role.rawValue)", columns.map { busy(role, $0.arm) }))
    }
    all.append(share("cache hit", "hitTokens"))
    if columns.contains(where: { ($0.arm.cache["reloadedBlocks"].flatMap(\.self) ?? 0) > 0 }) {
      all.append(share("from copies", "reloadedBlocks"))
    }
    all.append(share("with infinite cache", "idealTokens"))
    all.append(("tenant spread", columns.map { Quantity.number($0.arm.tenantSpread) }))
    all += rows(
      [
        ("tokens/s/MW", "outputTokensPerSecondPerMegawatt"),
        ("J/token", "joulesPerOutputToken"), ("$/Mtok", "dollarsPerMillionOutputTokens"),
        ("revenue $/MWh", "revenuePerMegawattHour"),
      ], \.efficiency)
    for (name, key) in [
      ("arrived", "arrived"), ("finished", "finished"), ("refused", "refused"),
      ("cancelled", "cancelled"), ("preemptions", "preemptions"),
    ] {
      all.append((name, columns.map { Quantity.count($0.arm.counts[key] ?? 0) }))
    }
    all.append(("last session ended at", columns.map { Quantity.duration($0.arm.end) }))
    return table("Platform", columns, all)
  }

  private static func busy(_ role: EnginePool.Role, _ arm: StoredRun.Arm) -> String {
    let pools = arm.pools.filter { $0.role == role.rawValue }
    let engines = pools.reduce(0) { $0 + $1.engines }
    guard engines > 0, pools.contains(where: { $0.busy != nil }) else { return Quantity.missing }
    let whole = pools.reduce(0) { $0 + ($1.busy ?? 0) * Double($1.engines) }
    return Quantity.percent(whole / Double(engines))
  }

  static func assertions(_ columns: [ReportColumn]) -> HTML? {
    var texts: [String] = []
    for judged in columns.flatMap(\.arm.assertions) where !texts.contains(judged.text) {
      texts.append(judged.text)
    }
    guard !texts.isEmpty else { return nil }
    let rows = texts.map { text -> [HTML] in
      [HTML(text)]
        + columns.map { column in
          guard let found = column.arm.assertions.first(where: { $0.text == text }) else {
            return HTML(Quantity.missing)
          }
          let mark = found.passed ? "✓ holds" : "✗ failed"
          return .tag(
            "span", ["class": found.passed ? "good" : "bad"],
            found.value.map { "\(mark): \(measured($0, text))" } ?? mark)
        }
    }
    return PageTable(
      "Assertions", figures: 1..<columns.count + 1, ["assertion"] + columns.map(\.name), rows
    ).html
  }

  /// A value in the unit of the metric that an assertion names.
  private static func measured(_ value: Double, _ assertion: String) -> String {
    let words = assertion.split(separator: " ").map(String.init)
    guard let metric = words.lazy.compactMap(Metric.init(rawValue:)).first else {
      return Quantity.number(value)
    }
    return RunRows.text(value, metric)
  }

  /// Figures of the model that nobody published, with the range that they may have.
  static func assumed(_ columns: [ReportColumn]) -> HTML? {
    var rows: [(StoredRun.Assumed, [String])] = []
    for column in columns {
      for figure in column.arm.assumed {
        if let place = rows.firstIndex(where: { $0.0 == figure }) {
          rows[place].1.append(column.name)
        } else {
          rows.append((figure, [column.name]))
        }
      }
    }
    guard !rows.isEmpty else { return nil }
    let cells = rows.map { figure, names -> [HTML] in
      [
        HTML(figure.parameter),
        HTML(Quantity.figure(figure.value, figure.unit)),
        HTML(
          "\(Quantity.figure(figure.low, figure.unit)) to "
            + Quantity.figure(figure.high, figure.unit)),
        HTML(names.count == columns.count ? "all" : names.joined(separator: ", ")),
      ]
    }
    return PageTable(
      "What was assumed", figures: 1..<3, ["parameter", "value", "range", "arms"], cells
    ).html
  }

  /// Rows without a value in any column are left out.
  private static func table(_ name: String, _ columns: [ReportColumn], _ rows: [Row]) -> HTML {
    let shown = rows.filter { row in row.cells.contains { $0 != Quantity.missing } }
    return PageTable(
      name, figures: 1..<columns.count + 1, [""] + columns.map(\.name),
      shown.map { row in ([row.name] + row.cells).map { HTML($0) } }
    ).html
  }
}
