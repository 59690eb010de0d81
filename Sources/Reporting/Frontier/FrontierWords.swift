import Domain

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

  /// Why loads that weren't named end where they do, and whose curves that cuts short.
  static func ending(_ frontier: Frontier) -> String? {
    switch frontier.ending {
    case nil: return nil
    case .full(let last): return "loads end at x\(load(last)), where every arm is full"
    case .requests(let last, let count):
      let open = frontier.arms.filter { arm in arm.variants.contains { $0.saturation == nil } }
      let cut =
        open.isEmpty
        ? "" : ": the curves of \(open.map(\.name).joined(separator: ", ")) may go on from there"
      return "loads end at x\(load(last)), a replay of which has \(Quantity.count(count)) requests"
        + "\(cut); --loads names higher ones"
    }
  }

  /// Variants of an arm that are refused for one reason stand on one line.
  static func refusals(_ refused: [Frontier.Refusal]) -> [String] {
    var groups: [(first: Frontier.Refusal, variants: [String])] = []
    for refusal in refused {
      let variant = [refusal.variant].compactMap(\.self)
      if let index = groups.firstIndex(where: {
        $0.first.arm == refusal.arm && $0.first.reason == refusal.reason
      }) {
        groups[index].variants += variant
      } else {
        groups.append((refusal, variant))
      }
    }
    return groups.map { first, variants in
      let all = variants.isEmpty ? "" : " " + variants.joined(separator: "; ")
      return "left out: \(first.arm)\(all), since \(first.reason)"
    }
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
    guard !envelope.spans.isEmpty else {
      return ["No arm has a load that it can carry and at which its users' speed was measured."]
    }
    var found = ["Most output per megawatt, by the speed that users get:"]
    for (index, piece) in envelope.spans.enumerated() {
      let span = span(piece, isLast: index == envelope.spans.count - 1)
      found.append(
        "\(span) TPS/user: \(frontier.arms[piece.arm].name), "
          + "\(Quantity.number(piece.outputAtFastest)) to "
          + "\(Quantity.number(piece.outputAtSlowest)) TPS/MW, loads "
          + "\(about(piece.loadAtFastest)) to \(about(piece.loadAtSlowest))")
    }
    found += envelope.crossings.map { crossing in
      "\(frontier.arms[crossing.slower].name) overtakes \(frontier.arms[crossing.faster].name) "
        + "below \(Quantity.number(crossing.tpsPerUser)) TPS/user, at "
        + "\(Quantity.number(crossing.outputPerMegawatt)) TPS/MW (loads "
        + "\(about(crossing.slowerLoad)) and \(about(crossing.fasterLoad)))"
    }
    found += frontier.arms.filter(\.isVaried).map(variants)
    let lines = frontier.arms.flatMap { arm in
      Set(arm.frontierPoints.map(\.variant)).sorted().map { index in
        let variant = arm.variants[index]
        return (name: trimmed("\(arm.name) \(variant.variant.name)"), end: variant.saturation)
      }
    }
    let full = lines.compactMap { line in line.end.map { "\(line.name) at x\(load($0))" } }
    if !full.isEmpty { found.append("Saturated from: \(full.joined(separator: ", "))") }
    let open = lines.filter { $0.end == nil }.map(\.name)
    if !open.isEmpty {
      found.append("Not saturated by these loads: \(open.joined(separator: ", "))")
    }
    return found
  }

  /// Which variant of an arm is the best at which speed.
  private static func variants(_ arm: Frontier.Arm) -> String {
    let pieces = arm.variantSpans
    let spans = pieces.enumerated().map { index, piece in
      "\(span(piece, isLast: index == pieces.count - 1)) \(arm.variants[piece.arm].variant.name)"
    }
    return "Best of \(arm.name), by TPS/user: \(spans.joined(separator: "; "))"
  }

  private static func span(_ piece: Envelope.Piece, isLast: Bool) -> String {
    isLast
      ? "up to \(Quantity.number(piece.fastest))"
      : "\(Quantity.number(piece.slowest)) to \(Quantity.number(piece.fastest))"
  }

  static let foot =
    "! saturated: requests that wait become ever more, so the point depends on how long one looks "
    + "and is left out of the comparison. Between loads, values are interpolated along straight "
    + "lines. `baton explain frontier` says how."
}

extension FrontierWords {
  static let tiersHead =
    "Revenue, $ per megawatt and hour, where all output is sold at one tier's price:"

  /// Tiers at which output is paid for, by rising speed.
  static func sold(_ arm: Frontier.Arm) -> [TierOutput] {
    TierOutput.all(of: arm).filter { $0.tier.dollars.value > 0 }
  }

  /// Names of the tiers.
  static func tierNames(_ frontier: Frontier) -> [String] {
    frontier.arms.first.map { sold($0).map(\.tier.name) } ?? []
  }

  /// What an arm earns at some tiers.
  ///
  /// - Parameter isRanged: Whether the ends of its band stand beside it.
  static func revenues(
    _ arm: Frontier.Arm, _ names: [String], isRanged: Bool = false
  ) -> [String] {
    let own = sold(arm)
    return names.map { name in
      guard let tier = own.first(where: { $0.tier.name == name }) else { return Quantity.missing }
      let usual = Quantity.number(tier.output.map(tier.revenue))
      guard isRanged, let band = tier.band, band.high.output > 0 else { return usual }
      let ends = [band.low, band.high].map { Quantity.number(tier.revenue($0.output)) }
      return "\(usual) (\(ends[0]) to \(ends[1]))"
    }
  }

  /// How far arms move at the speeds of the tiers, and what moves them; empty where it wasn't
  /// asked for.
  static func band(_ frontier: Frontier) -> [String] {
    let lines = frontier.arms.flatMap { arm in
      // What is the same at several speeds stands once, at the fastest of them.
      var said: [(outputs: String, speed: Double)] = []
      for tier in TierOutput.all(of: arm) {
        guard let band = tier.band, band.high.output > 0 else { continue }
        let outputs =
          "\(Quantity.number(tier.output)), \(edge(band.low)) to \(edge(band.high))"
        if said.last?.outputs == outputs { said.removeLast() }
        said.append((outputs, tier.tier.speed))
      }
      return said.map { "\(arm.name) at \(Quantity.number($0.speed)) TPS/user: \($0.outputs)" }
    }
    guard !lines.isEmpty else { return [] }
    let refused = frontier.arms.flatMap { arm in
      arm.ends.compactMap { end in
        end.reason.map { "\(arm.name) can't be placed at \(end.text): \($0)" }
      }
    }
    return [
      "TPS/MW at a speed, with each assumed figure at both ends of its range, one at a time:"
    ] + lines + refused
  }

  private static func edge(_ edge: FrontierBand.Edge) -> String {
    Quantity.number(edge.output) + (edge.end.map { " (\($0.text))" } ?? "")
  }
}

extension FrontierWords {
  /// With its platform where arms are on several.
  static func name(_ arm: Frontier.Arm, in frontier: Frontier) -> String {
    frontier.platforms.count > 1 && !arm.name.contains("@")
      ? "\(arm.name) @ \(arm.platform)" : arm.name
  }

  /// What a mark says.
  static func title(
    _ point: FrontierPoint, _ variant: FrontierVariant, _ arm: Frontier.Arm
  ) -> String {
    let state = point.isSaturated ? ", saturated" : ""
    let name = trimmed("\(arm.name) \(variant.variant.name)")
    return
      "\(name) at load x\(load(point.load)): \(Quantity.number(point.tpsPerUser)) TPS/user, "
      + "\(Quantity.number(point.outputPerMegawatt)) TPS/MW, goodput "
      + "\(Quantity.percent(point.goodput))\(state)"
  }
}
