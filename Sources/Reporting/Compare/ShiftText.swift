/// Who wins and who loses, session by session, as lines of a comparison.
struct ShiftText {
  let shifts: SessionShifts
  let nameWidth: Int
  let paint: Paint

  init(_ shifts: SessionShifts, nameWidth: Int, paint: Paint) {
    (self.shifts, self.nameWidth, self.paint) = (shifts, nameWidth, paint)
  }

  static let shownTenants = 2

  var lines: [String] {
    let scenario = shifts.scenario.isEmpty ? "" : " of \(shifts.scenario)"
    var lines = [
      paint.heading("session by session\(scenario), without think time"),
      paint.quiet(
        line("", ["sessions", "faster", "slower", "ratio", "p5", "p50", "p95 change"])),
    ]
    for group in shifts.classes {
      let isPart = group.name.hasSuffix(" quarter")
      let part = group.name.dropLast(isPart ? " quarter".count : 0)
      lines.append(row(isPart ? "    \(part) 25 %" : "  \(part)", group))
      if group.lostByCandidate + group.savedByCandidate > 0 {
        lines.append(
          "    refused under the candidate only \(group.lostByCandidate), under the baseline only "
            + "\(group.savedByCandidate)")
      }
    }
    lines += tenants + moves("loses most", shifts.losers) + moves("gains most", shifts.winners)
    return lines
  }

  /// The tenants at both ends.
  private var tenants: [String] {
    guard shifts.tenants.count > 1 else { return [] }
    let ends =
      shifts.tenants.count <= 2 * ShiftText.shownTenants
      ? shifts.tenants
      : shifts.tenants.prefix(ShiftText.shownTenants)
        + shifts.tenants.suffix(ShiftText.shownTenants)
    return ends.map { row("  tenant \($0.name)", $0) }
  }

  private func moves(_ title: String, _ moves: [SessionShifts.Move]) -> [String] {
    guard let move = moves.first else { return [] }
    let from = Quantity.duration(move.baseline)
    let to = Quantity.duration(move.candidate)
    return [
      paint.quiet(
        "  \(title): session \(move.number) of \(move.className), seed \(move.seed), "
          + "\(move.tenant): \(from) to \(to)")
    ]
  }

  private func row(_ name: String, _ group: SessionShifts.Group) -> String {
    line(
      name,
      [
        Quantity.count(group.sessions), ShiftText.share(group.faster, group),
        ShiftText.share(group.slower, group), CompareWords.ratio(group.ratio),
        ShiftText.change(group.p5Difference), ShiftText.change(group.medianDifference),
        ShiftText.change(group.p95Difference),
      ])
  }

  static func share(_ count: Int, _ group: SessionShifts.Group) -> String {
    group.sessions > 0
      ? Quantity.percent(Double(count) / Double(group.sessions)) : Quantity.missing
  }

  /// `+1.20 s`, `−30.0 ms`.
  static func change(_ seconds: Double?) -> String {
    guard let seconds else { return Quantity.missing }
    if seconds == 0 { return "0 s" }
    return (seconds < 0 ? "−" : "+") + Quantity.duration(abs(seconds))
  }

  private func line(_ name: String, _ cells: [String]) -> String {
    let widths = [8, 7, 7, 6, 9, 9, 10]
    let padded = name + String(repeating: " ", count: max(0, nameWidth - name.count))
    let columns = zip(cells, widths).map { cell, width in
      String(repeating: " ", count: max(0, width - cell.count)) + cell
    }
    return trimmed(padded + columns.joined(separator: " "))
  }
}
