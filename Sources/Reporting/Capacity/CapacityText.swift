import Domain

/// What `baton capacity` prints: for each arm, up to which load it holds and what breaks first.
public struct CapacityText: Sendable {
  private let capacities: [Capacity]
  private let title: String
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(_ capacities: [Capacity], title: String, width: Int = 80, isColoured: Bool) {
    (self.capacities, self.title, self.width) = (capacities, title, max(60, width))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    var lines = [paint.heading(title)]
    for capacity in capacities {
      if capacities.count > 1 { lines += ["", paint.heading(capacity.workload)] }
      lines += wrapped(CapacityWords.summary(capacity), width: width).map(paint.quiet)
      lines += FrontierWords.refusals(capacity.refused).flatMap { wrapped($0, width: width) }
      lines += [""] + table(capacity) + [""]
      lines += capacity.arms.flatMap { wrapped(CapacityWords.sentence($0), width: width) }
      lines += CapacityWords.certainty(capacity).flatMap { wrapped($0, width: width) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func table(_ capacity: Capacity) -> [String] {
    let names = capacity.arms.map { CapacityWords.name($0, in: capacity) }
    // Names may run on over the blanks of the first column.
    let label = min(14, (names.map(\.count).max() ?? 0) + 1)
    var grid = Grid(
      heads: ["holds at", "breaks at", "seeds alone", "other seeds"], labelWidth: label,
      valueWidth: 15)
    grid.rows = zip(names, capacity.arms).map { name, arm in
      Grid.Row(kind: .value, label: name, values: CapacityWords.cells(arm.search))
    }
    return grid.lines.map { $0.kind == .title ? paint.quiet($0.text) : $0.text }
  }
}

/// Words of capacities.
enum CapacityWords {
  static func summary(_ capacity: Capacity) -> String {
    let last = capacity.firstSeed + UInt64(capacity.seeds - 1)
    let seeds =
      capacity.seeds == 1
      ? "seed \(capacity.firstSeed) alone"
      : "the mean of seeds \(capacity.firstSeed) to \(last)"
    return
      "\(capacity.workload) on \(capacity.platforms.joined(separator: ", ")), \(seeds), found to "
      + "within \(Quantity.percent(capacity.precision))"
  }

  static func name(_ arm: Capacity.Arm, in capacity: Capacity) -> String {
    capacity.platforms.count > 1 && !arm.name.contains("@")
      ? "\(arm.name) @ \(arm.platform)" : arm.name
  }

  static func cells(_ search: CapacitySearch) -> [String] {
    func load(_ value: Double?) -> String {
      value.map { "x\(FrontierWords.load($0))" } ?? Quantity.missing
    }
    let alone = search.seedCapacities
    // A seed that breaks at the least load that was tried.
    let least = "<" + load(search.seedBreaks.compactMap(\.self).min())
    let found = alone.compactMap(\.self)
    var seeds = found.count < alone.count ? least : load(found.min())
    if let most = found.max(), found.count < alone.count || found.min() != most {
      seeds += " to \(load(most))"
    }
    return [load(search.holding?.load), load(search.breaking?.load), seeds, others(search)]
  }

  /// Between which loads the answer of other seeds lies.
  private static func others(_ search: CapacitySearch) -> String {
    guard let spread = search.spread else { return Quantity.missing }
    let ends = [spread.low, spread.high].map { "x\(Quantity.significant($0))" }
    return ends.joined(separator: " to ")
  }

  /// How sure the answers are of other seeds, and what would make them surer.
  static func certainty(_ capacity: Capacity) -> [String] {
    guard capacity.seeds > 1 else {
      return ["One seed says nothing of how far others would move this; --seeds asks more."]
    }
    let wide = capacity.arms.filter { ($0.search.spread?.seedsNeeded ?? 0) > capacity.seeds }
    guard let most = wide.compactMap({ $0.search.spread?.seedsNeeded }).max() else { return [] }
    return [
      "Other seeds move it further than \(Quantity.percent(capacity.precision)) for "
        + "\(wide.map(\.name).joined(separator: ", ")); --seeds \(most) would bring that within "
        + "\(Quantity.percent(capacity.precision))."
    ]
  }

  /// What breaks first, or why nothing was found.
  static func sentence(_ arm: Capacity.Arm) -> String {
    let search = arm.search
    guard let breaking = search.breaking else {
      let load = search.holding.map { "x\(FrontierWords.load($0.load))" } ?? "every load tried"
      let requests = Quantity.count(search.holding?.requests ?? 0)
      return "\(arm.name) holds at \(load), the most that was tried (\(requests) requests); "
        + "--max-load goes on"
    }
    let broken = breaking.results.filter { !$0.passed }.map { result in
      let before = search.holding?.results.first { $0.assertion == result.assertion }
      let change = before.map {
        " (\(value($0)) at x\(FrontierWords.load(search.holding?.load ?? 0)))"
      }
      return "`\(result.assertion.text)`: \(value(result))\(change ?? "")"
    }
    let seeds = breaking.seedsHolding
    let share = "\(seeds.count { !$0 }) of \(seeds.count) seeds"
    let load = "x\(FrontierWords.load(breaking.load))"
    let nothing = search.holding == nil ? ", the least that was tried" : ""
    return "\(arm.name) breaks at \(load)\(nothing), on \(share): "
      + broken.joined(separator: "; ")
  }

  static func value(_ result: AssertionResult) -> String {
    result.value == nil
      ? "nothing measured" : RunRows.text(result.value, result.assertion.metric)
  }
}
