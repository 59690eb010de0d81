public import Domain

/// What `baton run` prints: arms side by side, metrics as rows, grouped by class.
public struct RunText: Sendable {
  private let header: TraceHeader
  private let arms: [ArmReport]
  private let grouping: Grouping
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - grouping: What has a section of its own in the table.
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(
    _ header: TraceHeader, _ arms: [ArmReport], by grouping: Grouping = .class, width: Int = 80,
    isColoured: Bool
  ) {
    (self.header, self.arms, self.grouping) = (header, arms, grouping)
    self.width = max(40, width)
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    var lines = head
    for block in blocks { lines += [""] + table(block) }
    lines += [""] + foot
    return lines.map { $0 + "\n" }.joined()
  }

  // MARK: - Head and foot

  private var head: [String] {
    var title = header.workload
    if let seed = header.seed { title += " · seed \(seed)" }
    let window =
      header.measuredFrom == 0 && header.measuredUntil >= header.duration
      ? "measured \(Quantity.moment(header.duration.inSeconds))"
      : "measured \(Quantity.moment(header.measuredFrom.inSeconds)) to "
        + Quantity.moment(header.measuredUntil.inSeconds)
    var lines = [paint.heading(title) + paint.quiet(" · " + window)]
    let platforms = distinct(arms.map(\.summary.platform))
    lines += wrapped("on " + platforms.joined(separator: ", "), width: width)
    for (index, arm) in arms.enumerated() {
      for note in arm.summary.notes {
        let isShared = arms.allSatisfy { $0.summary.notes.contains(note) }
        if isShared, index > 0 { continue }
        let owner = isShared ? "" : "\(arm.summary.policy): "
        lines += wrapped(owner + note, width: width).map(paint.quiet)
      }
    }
    return lines
  }

  private var foot: [String] {
    var lines: [String] = []
    for arm in arms { lines += remarks(arm.summary).flatMap { wrapped($0, width: width) } }
    let assumed = distinct(arms.flatMap { $0.summary.assumed.map(\.name) })
    if !assumed.isEmpty {
      let figures = assumed.count == 1 ? "1 assumed figure" : "\(assumed.count) assumed figures"
      let which = assumed.count > 4 ? "; --json lists them" : ": " + assumed.joined(separator: ", ")
      lines += wrapped("Rests on \(figures)\(which)", width: width)
    }
    lines.append("`baton explain TERM` says how a row is defined")
    return lines.map(paint.quiet)
  }

  private func remarks(_ arm: ArmSummary) -> [String] {
    var remarks: [String] = []
    for (trafficClass, rounds) in zip(header.classes, arm.rounds) where rounds > 1 {
      remarks.append(
        "\(arm.policy): \(trafficClass.name) went through its sessions \(rounds) times")
    }
    if arm.counts.refused > 0 {
      remarks.append(
        "\(arm.policy): \(Quantity.count(arm.counts.refused)) requests are larger than an "
          + "engine's cache and were refused")
    }
    if arm.sessionsEndedByWindow > 0 {
      let share = Double(arm.sessionsEndedByWindow) / Double(arm.sessionsEnded)
      // Above one in a hundred the lengths that were asked for are not those that ran.
      let warning = share > 0.01 ? "; set `compact`, shorter turns or a larger model" : ""
      remarks.append(
        "\(arm.policy): \(Quantity.count(arm.sessionsEndedByWindow)) sessions "
          + "(\(Quantity.percent(share))) ended early, their model's window being full\(warning)")
    }
    let drain = arm.end - header.duration.inSeconds
    if drain > 0.1 * header.duration.inSeconds {
      remarks.append(
        "\(arm.policy): the last session ended \(Quantity.duration(drain)) after the last "
          + "could start")
    }
    return remarks
  }

  // MARK: - Table

  private static let labelWidth = 23

  /// Arms that fit beside each other.
  private var blocks: [[ArmReport]] {
    let fits = max(1, (width - RunText.labelWidth) / 19)
    return stride(from: 0, to: arms.count, by: fits).map {
      Array(arms[$0..<min($0 + fits, arms.count)])
    }
  }

  private func table(_ block: [ArmReport]) -> [String] {
    let names = block.map(\.summary.policy)
    let room = (width - RunText.labelWidth) / block.count - 1
    var grid = Grid(heads: names, labelWidth: RunText.labelWidth, valueWidth: min(room, 54))
    let onePlatform = distinct(arms.map(\.summary.platform)).count == 1
    if !onePlatform {
      grid.rows.append(
        Grid.Row(kind: .value, label: "", values: block.map { "@" + $0.summary.platform }))
    }
    grid.rows += RunRows(block, by: grouping, cellWidth: grid.valueWidth).rows
    return grid.lines.map { line in
      switch line.kind {
      case .title: paint.heading(line.text)
      case .quiet: paint.quiet(line.text)
      case .value: line.text
      case .verdict: marked(line.text)
      }
    }
  }

  private func marked(_ line: String) -> String {
    var text = ""
    for character in line {
      switch character {
      case "✓": text += paint.good("✓")
      case "✗": text += paint.bad("✗")
      default: text.append(character)
      }
    }
    return text
  }

  private func distinct(_ names: [String]) -> [String] {
    names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
  }
}
