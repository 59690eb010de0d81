import Domain

/// Curves of a report: how metrics are distributed, and load over time.
enum ReportCharts {
  private static let metrics = [
    ("ttft", "TTFT"), ("itl", "ITL"), ("stepGap", "Step gap"), ("tpot", "TPOT"),
    ("session", "Session"),
  ]

  /// Share of values up to each length of time; empty without curves.
  static func distributions(_ group: String, _ columns: [ReportColumn]) -> [HTML] {
    metrics.compactMap { key, name in
      let lines = columns.compactMap { column -> LineChart.Line? in
        guard let shares = column.run.cdfShares,
          let values = column.arm.classes[group]?.cdf?[key], values.count == shares.count
        else { return nil }
        if key == "stepGap", values == column.arm.classes[group]?.cdf?["itl"] { return nil }
        return LineChart.Line(
          name: column.name, style: column.style, points: zip(values, shares).map { ($0, $1) })
      }
      let positive = lines.flatMap { $0.points.map(\.x) }.filter { $0 > 0 }
      guard !positive.isEmpty else { return nil }
      return LineChart(
        name: name,
        x: FrontierChart.Axis("time, logarithmic", positive, isLogarithmic: true),
        y: FrontierChart.Axis("share that took at most so long", [1], isLogarithmic: false),
        lines: lines, label: (moment, percent)
      ).html
    }
  }

  /// Arrivals, requests under way, and those without a first token, over the replay.
  static func load(_ columns: [ReportColumn]) -> [HTML] {
    let charts: [(String, String, (StoredRun.Load) -> [Double])] = [
      ("Arrivals", "requests sent per second", \.arrived),
      ("Under way", "requests sent and not finished", \.inFlight),
      ("Waiting", "requests sent and without a first token", \.waiting),
    ]
    return charts.compactMap { name, title, pick in
      let lines = columns.compactMap { column -> LineChart.Line? in
        guard let load = column.arm.load else { return nil }
        let points = pick(load).enumerated().map { bin, value in
          (x: (Double(bin) + 0.5) * load.step, y: value)
        }
        return LineChart.Line(name: column.name, style: column.style, points: points)
      }
      return chart(name, title, lines, Quantity.tick)
    }
  }

  /// Sequences and KV of the engines of each role, over the replay.
  static func pools(_ columns: [ReportColumn]) -> [HTML] {
    [EnginePool.Role.aggregated, .prefill, .decode].flatMap { role -> [HTML] in
      let running = lines(columns) { arm, loads in
        sum(of: loads.pools.filter { arm.role($0.pool) == role.rawValue }.map(\.running))
      }
      let queued = lines(columns) { arm, loads in
        sum(of: loads.pools.filter { arm.role($0.pool) == role.rawValue }.compactMap(\.queued))
      }
      let use = lines(columns) { arm, loads in
        let own = loads.pools.filter { arm.role($0.pool) == role.rawValue }
        let whole = own.reduce(0) { $0 + arm.capacity($1.pool) }
        let held = own.map { pool in pool.kvUse.map { $0 * arm.capacity(pool.pool) / whole } }
        return whole > 0 ? sum(of: held) : []
      }
      return [
        chart(
          "Running, \(role.rawValue)", "sequences that engines run", running, Quantity.tick),
        chart(
          "Queues, \(role.rawValue)", "sequences in the engines' queues", queued, Quantity.tick),
        chart(
          "KV, \(role.rawValue)", "part of the KV that sequences hold", use, percent,
          upTo: ReportCharts.hardlyAny),
      ].compactMap(\.self)
    }
  }

  /// An axis of shares goes at least so far, so that its ticks are short.
  private static let hardlyAny = 0.001

  private static func lines(
    _ columns: [ReportColumn],
    _ values: (StoredRun.Arm, StoredRun.PoolLoads) -> [Double]
  ) -> [LineChart.Line] {
    columns.compactMap { column in
      guard let loads = column.arm.poolLoad else { return nil }
      let points = values(column.arm, loads).enumerated().map { span, value in
        (x: (Double(span) + 0.5) * loads.step, y: value)
      }
      guard !points.isEmpty else { return nil }
      return LineChart.Line(name: column.name, style: column.style, points: points)
    }
  }

  private static func chart(
    _ name: String, _ title: String, _ lines: [LineChart.Line],
    _ label: @escaping (Double) -> String, upTo least: Double = 0
  ) -> HTML? {
    guard !lines.isEmpty else { return nil }
    let all = lines.flatMap(\.points)
    return LineChart(
      name: name, x: clock(all.map(\.x).max() ?? 0),
      y: FrontierChart.Axis(title, all.map(\.y) + [least], isLogarithmic: false), lines: lines,
      label: (time, label)
    ).html
  }

  private static func sum(of rows: [[Double]]) -> [Double] {
    guard let first = rows.first else { return [] }
    return first.indices.map { span in rows.reduce(0) { $0 + $1[span] } }
  }

  /// From zero on, with ticks at round seconds, minutes or hours.
  static func clock(_ end: Double) -> FrontierChart.Axis {
    let units: [Double] = [1, 60, 3600]
    let steps = units.flatMap { unit in
      [1, 2, 5, 10, 15, 30].map { (count: Double) -> Double in count * unit }
    }
    let step = steps.first { $0 * 6 >= end } ?? (end / 6).rounded(.up)
    let count = max(1, (end / step).rounded(.up))
    var axis = FrontierChart.Axis("time", [count * step], isLogarithmic: false)
    (axis.high, axis.ticks) = (count * step, (0...Int(count)).map { Double($0) * step })
    return axis
  }

  static func time(_ seconds: Double) -> String {
    switch seconds {
    case ..<120: Quantity.tick(seconds) + " s"
    case ..<7200: Quantity.tick(seconds / 60) + " m"
    default: Quantity.tick(seconds / 3600) + " h"
    }
  }

  /// Powers of ten stay what they are.
  static func moment(_ seconds: Double) -> String {
    seconds < 600 ? Quantity.moment(seconds) : Quantity.fixed(seconds, decimals: 0) + " s"
  }

  static func percent(_ share: Double) -> String {
    Quantity.tick(share * 100) + " %"
  }
}

extension StoredRun.Arm {
  fileprivate func role(_ pool: String) -> String? { pools.first { $0.name == pool }?.role }

  /// KV blocks of all engines of a pool.
  fileprivate func capacity(_ pool: String) -> Double {
    guard let found = pools.first(where: { $0.name == pool }) else { return 0 }
    return Double(found.engines * (found.kvBlocks ?? 0))
  }
}
