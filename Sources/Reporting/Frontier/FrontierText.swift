import Domain

/// What `baton frontier` prints: a table for each arm, and which of them gives most at which speed.
public struct FrontierText: Sendable {
  private let frontiers: [Frontier]
  private let title: String
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(_ frontiers: [Frontier], title: String, width: Int = 80, isColoured: Bool) {
    (self.frontiers, self.title, self.width) = (frontiers, title, max(60, width))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    var lines = [paint.heading(title)]
    for frontier in frontiers {
      if frontiers.count > 1 { lines += ["", paint.heading(frontier.workload)] }
      lines += head(frontier)
      for arm in frontier.arms { lines += [""] + table(arm, frontier) }
      lines += [""] + FrontierWords.envelope(frontier).flatMap { wrapped($0, width: width) }
      lines += tiers(frontier)
      let band = FrontierWords.band(frontier)
      if !band.isEmpty { lines += [""] + band.flatMap { wrapped($0, width: width) } }
    }
    lines += [""] + wrapped(FrontierWords.foot, width: width).map(paint.quiet)
    return lines.map { $0 + "\n" }.joined()
  }

  private func head(_ frontier: Frontier) -> [String] {
    let first = wrapped(FrontierWords.summary(frontier), width: width).map(paint.quiet)
    let rest =
      (frontier.notes + [FrontierWords.ending(frontier)].compactMap(\.self)
      + FrontierWords.refusals(frontier.refused))
      .flatMap { wrapped($0, width: width) }
    return first + rest
  }

  private func table(_ arm: Frontier.Arm, _ frontier: Frontier) -> [String] {
    let hasPrice = arm.points.contains { $0.dollarsPerMillionTokens != nil }
    let heads = FrontierWords.heads(hasPrice: hasPrice)
    let name = FrontierWords.name(arm, in: frontier)
    var grid = Grid(heads: heads, labelWidth: 9, valueWidth: hasPrice ? 9 : 10)
    func row(_ point: FrontierPoint) -> Grid.Row {
      Grid.Row(
        kind: point.isSaturated ? .quiet : .value,
        label: "x\(FrontierWords.load(point.load))\(point.isSaturated ? " !" : "")",
        values: FrontierWords.cells(point, hasPrice: hasPrice))
    }
    guard arm.isVaried else {
      grid.rows = arm.points.map(row)
      return [paint.heading(name)] + painted(grid)
    }
    var last: Int?
    for found in arm.frontierPoints {
      let variant = arm.variants[found.variant]
      if found.variant != last {
        grid.rows.append(
          Grid.Row(kind: .title, label: variant.variant.name, values: heads.map { _ in "" }))
      }
      grid.rows += variant.points.filter { $0.load == found.load }.map(row)
      last = found.variant
    }
    let head = "\(name), the best of \(arm.variants.count) variants"
    return [paint.heading(head)] + painted(grid)
  }

  private func painted(_ grid: Grid) -> [String] {
    grid.lines.map { line in
      switch line.kind {
      case .title, .quiet: paint.quiet(line.text)
      case .value, .verdict: line.text
      }
    }
  }

  /// What a megawatt earns where all output is sold at one tier's price.
  private func tiers(_ frontier: Frontier) -> [String] {
    let tiers = FrontierWords.tierNames(frontier)
    guard !tiers.isEmpty else { return [] }
    let names = frontier.arms.map { FrontierWords.name($0, in: frontier) }
    var grid = Grid(
      heads: tiers, labelWidth: min(34, names.map(\.count).max() ?? 0), valueWidth: 9)
    grid.rows = zip(names, frontier.arms).map { name, arm in
      Grid.Row(kind: .value, label: name, values: FrontierWords.revenues(arm, tiers))
    }
    return ["", FrontierWords.tiersHead] + painted(grid)
  }
}
