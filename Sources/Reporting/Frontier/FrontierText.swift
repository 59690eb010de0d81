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
    }
    lines += [""] + wrapped(FrontierWords.foot, width: width).map(paint.quiet)
    return lines.map { $0 + "\n" }.joined()
  }

  private func head(_ frontier: Frontier) -> [String] {
    let first = wrapped(FrontierWords.summary(frontier), width: width).map(paint.quiet)
    let rest =
      (frontier.notes + [frontier.ending?.text].compactMap(\.self)
      + frontier.refused.map(FrontierWords.refusal))
      .flatMap { wrapped($0, width: width) }
    return first + rest
  }

  private func table(_ arm: Frontier.Arm, _ frontier: Frontier) -> [String] {
    let hasPrice = arm.points.contains { $0.dollarsPerMillionTokens != nil }
    let heads = FrontierWords.heads(hasPrice: hasPrice)
    let name = FrontierWords.name(arm, in: frontier)
    var grid = Grid(heads: heads, labelWidth: 9, valueWidth: hasPrice ? 9 : 10)
    grid.rows = arm.points.map { point in
      Grid.Row(
        kind: point.isSaturated ? .quiet : .value,
        label: "x\(FrontierWords.load(point.load))\(point.isSaturated ? " !" : "")",
        values: FrontierWords.cells(point, hasPrice: hasPrice))
    }
    let lines = grid.lines.map { line in
      switch line.kind {
      case .title, .quiet: paint.quiet(line.text)
      case .value, .verdict: line.text
      }
    }
    return [paint.heading(name)] + lines
  }
}

/// Words that text and page share.
enum FrontierWords {
  static func summary(_ frontier: Frontier) -> String {
    let seeds =
      frontier.seeds == 1
      ? "seed \(frontier.firstSeed)" : "\(frontier.seeds) seeds from \(frontier.firstSeed) on"
    let users = frontier.className == "all" ? "" : "; speed and goodput are those of "
    return "\(frontier.workload) on \(frontier.platforms.joined(separator: ", ")), \(seeds)"
      + (users.isEmpty ? "" : users + "`\(frontier.className)`")
  }

  static func refusal(_ refusal: Frontier.Refusal) -> String {
    "left out: \(refusal.arm), since \(refusal.reason)"
  }

  static func heads(hasPrice: Bool) -> [String] {
    ["TPS/user", "TPS/MW", "goodput", "good/MW", "TTFT p50", "TTFT p99"]
      + (hasPrice ? ["$/Mtok"] : [])
  }

  static func cells(_ point: FrontierPoint, hasPrice: Bool) -> [String] {
    [
      Quantity.number(point.tpsPerUser), Quantity.number(point.outputPerMegawatt),
      Quantity.percent(point.goodput), Quantity.number(point.goodTokensPerMegawatt),
      Quantity.duration(point.ttftMedian), Quantity.duration(point.ttftTail),
    ] + (hasPrice ? [Quantity.number(point.dollarsPerMillionTokens)] : [])
  }

  /// `2.5`, as it is given.
  static func load(_ load: Double) -> String {
    var bytes: [UInt8] = []
    load.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// A load between two that were replayed.
  private static func about(_ load: Double) -> String {
    var digits = Quantity.significant(load)
    while digits.contains("."), digits.hasSuffix("0") || digits.hasSuffix(".") {
      digits.removeLast()
    }
    return "x\(digits)"
  }

  /// Which arm gives most output at which speed, and where each is full.
  static func envelope(_ frontier: Frontier) -> [String] {
    let envelope = frontier.envelope
    guard !envelope.pieces.isEmpty else {
      return ["No arm has a load that it can carry and at which its users' speed was measured."]
    }
    var lines = ["Most output per megawatt, by the speed that users get:"]
    for (index, piece) in envelope.pieces.enumerated() {
      let span =
        index == envelope.pieces.count - 1
        ? "up to \(Quantity.number(piece.fastest))"
        : "\(Quantity.number(piece.slowest)) to \(Quantity.number(piece.fastest))"
      lines.append(
        "\(span) TPS/user: \(frontier.arms[piece.arm].name), "
          + "\(Quantity.number(piece.outputAtFastest)) to "
          + "\(Quantity.number(piece.outputAtSlowest)) TPS/MW, loads "
          + "\(about(piece.loadAtFastest)) to \(about(piece.loadAtSlowest))")
    }
    lines += envelope.crossings.map { crossing in
      "\(frontier.arms[crossing.slower].name) overtakes \(frontier.arms[crossing.faster].name) "
        + "below \(Quantity.number(crossing.tpsPerUser)) TPS/user, at "
        + "\(Quantity.number(crossing.outputPerMegawatt)) TPS/MW (loads "
        + "\(about(crossing.slowerLoad)) and \(about(crossing.fasterLoad)))"
    }
    let full = frontier.arms.compactMap { arm in
      arm.saturation.map { "\(arm.name) at x\(load($0))" }
    }
    if !full.isEmpty { lines.append("Saturated from: \(full.joined(separator: ", "))") }
    let open = frontier.arms.filter { $0.saturation == nil }.map(\.name)
    if !open.isEmpty {
      lines.append("Not saturated by these loads: \(open.joined(separator: ", "))")
    }
    return lines
  }

  static let foot =
    "! saturated: requests that wait become ever more, so the point depends on how long one looks "
    + "and is left out of the comparison. Between loads, values are interpolated along straight "
    + "lines. `baton explain frontier` says how."
}
