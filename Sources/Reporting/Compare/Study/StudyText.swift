import Domain

extension StudyReport {
  /// A table: for each shift and number of seeds, what the shifted metric was called, and how often
  /// something else was called different.
  public var text: String {
    let arms =
      study.paired.map {
        $0 == study.arm
          ? "\(study.arm) against itself under other draws of the system"
          : "\(study.arm) against \($0), their mean difference taken out"
      }
      ?? "\(study.arm) against itself on other seeds, unpaired"
    let head =
      "\(arms) · \(comparisons) comparisons · tolerance "
      + "\(CompareWords.tolerance(study.tolerance)) · judged: "
      + study.gates.map(\.name).joined(separator: ", ")
    var lines = [study.title] + wrapped(head, width: 80)
    lines += ["", StudyReport.row(study.shifted.name, "seeds", "used", StudyReport.columns)]
    for cell in cells { lines += cell.lines }
    lines += [""]
    lines += cells.flatMap { cell in wrapped(cell.sentence, width: 80) }
    return lines.map { $0 + "\n" }.joined()
  }

  private static let columns = Cell.shown.map(\.rawValue)

  fileprivate static func row(
    _ name: String, _ seeds: String, _ used: String, _ cells: [String]
  ) -> String {
    let padded = name + String(repeating: " ", count: max(0, 20 - name.count))
    return padded
      + zip([seeds, used] + cells, [7, 6, 11, 10, 12, 14]).map { cell, width in
        String(repeating: " ", count: max(0, width - cell.count)) + cell
      }.joined()
  }
}

extension StudyReport.Cell {
  fileprivate static let shown: [Verdict] = [.regressed, .improved, .equivalent, .inconclusive]

  fileprivate var lines: [String] {
    classes.map { group in
      StudyReport.row(
        "\(shiftName)  \(group.name)", plan.name, Quantity.fixed(seeds, decimals: 1),
        StudyReport.Cell.shown.map { Quantity.percent(group.rate($0).share) })
    }
  }

  private var shiftName: String { "+\(CompareWords.tolerance(shift))" }

  fileprivate var sentence: String {
    let (low, high) = alarmed.interval
    let what = shift == 0 ? "false alarms" : "false alarms elsewhere"
    return "\(shiftName), \(plan.name) seeds: \(what) in \(alarmed.hits) of \(alarmed.of) "
      + "comparisons (\(Quantity.percent(alarmed.share)); 95 % interval "
      + "\(Quantity.percent(low)) to \(Quantity.percent(high))), \(alarms.hits) of \(alarms.of) "
      + "metrics"
  }
}
