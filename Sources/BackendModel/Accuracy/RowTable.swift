/// Reads measured rows from comma-separated values (RFC 4180: cells may be quoted).
public enum RowTable {
  /// - Throws: the first thing wrong, with its place.
  public static func read(_ text: String) throws(RowError) -> [MeasuredRow] {
    // By bytes, since to Swift a carriage return and a line feed are one character.
    var lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map { line in
      Substring(line.last == 13 ? line.dropLast() : line)
    }
    while lines.last == "" { lines.removeLast() }
    guard let first = lines.first else {
      throw RowError("the file is empty", line: 1, help: "its first line names the columns")
    }
    let columns = try header(try cells(first, line: 1))
    var rows: [MeasuredRow] = []
    var ids: Set<String> = []
    for (index, line) in lines.enumerated().dropFirst() where !line.isEmpty {
      let row = try read(try cells(line, line: index + 1), columns, line: index + 1)
      guard ids.insert(row.id).inserted else {
        throw RowError("row `\(row.id)` is there twice", line: index + 1, width: row.id.utf8.count)
      }
      rows.append(row)
    }
    guard !rows.isEmpty else { throw RowError("the file has no rows", line: 1) }
    return rows
  }

  private struct Cell {
    var text: String
    var column: Int
    var width: Int
  }

  private static func header(_ cells: [Cell]) throws(RowError) -> [RowColumn] {
    var columns: [RowColumn] = []
    for cell in cells {
      guard let column = RowColumn.all.first(where: { $0.name == cell.text }) else {
        let known = Names.unknown("column", cell.text, among: RowColumn.all.map(\.name))
        throw RowError(
          known.message, line: 1, column: cell.column, width: cell.width, help: known.help)
      }
      guard !columns.contains(where: { $0.name == cell.text }) else {
        throw RowError(
          "column `\(cell.text)` is there twice", line: 1, column: cell.column, width: cell.width)
      }
      columns.append(column)
    }
    for column in RowColumn.all where column.isRequired {
      guard columns.contains(where: { $0.name == column.name }) else {
        throw RowError("column `\(column.name)` is missing", line: 1, help: column.meaning)
      }
    }
    return columns
  }

  private static func read(
    _ cells: [Cell], _ columns: [RowColumn], line: Int
  ) throws(RowError) -> MeasuredRow {
    guard cells.count == columns.count else {
      throw RowError(
        "the row has \(cells.count) cells, the header \(columns.count)", line: line,
        column: cells.last?.column ?? 1, width: cells.last?.width ?? 1)
    }
    var row = MeasuredRow()
    row.line = line
    for (cell, column) in zip(cells, columns) {
      func fail(_ message: String, _ help: String?) -> RowError {
        RowError(message, line: line, column: cell.column, width: cell.width, help: help)
      }
      guard !cell.text.isEmpty else {
        if column.isRequired { throw fail("`\(column.name)` is empty", column.meaning) }
        continue
      }
      guard column.take(cell.text, &row) else {
        let near = Names.nearest(to: cell.text, among: column.words)
        throw fail(
          "`\(column.name)` can't be `\(cell.text)`",
          near.map { "did you mean `\($0)`?" } ?? "it takes \(column.expects)")
      }
    }
    try check(row)
    return row
  }

  private static func check(_ row: MeasuredRow) throws(RowError) {
    func need(_ holds: Bool, _ message: String) throws(RowError) {
      guard holds else { throw RowError("row `\(row.id)`: \(message)", line: row.line) }
    }
    let setup = row.setup
    try need(setup.ratio <= 1, "`ratio` is at most 1")
    try need(setup.drafts <= 64, "`drafts` is at most 64")
    let most = Double(setup.drafts + 1)
    try need(
      (1...most).contains(setup.accepted ?? 1), "`accepted` lies between 1 and `drafts` + 1")
    if row.metric == .frontier {
      try need(row.interactivity != nil, "a point of a frontier needs `interactivity`")
      return try need(!row.curve.isEmpty, "a point of a frontier needs `curve`")
    }
    let known: [MeasuredRow.Phase: [MeasuredRow.Metric]] = [
      .serve: [.tpot, .ttft, .outputRate, .totalRate],
      .decode: [.phaseRate, .userRate, .step, .tpot], .prefill: [.phaseRate, .step],
      .prefillServing: [.phaseRate],
    ]
    let metrics = known[setup.phase] ?? []
    try need(
      metrics.contains(row.metric),
      "phase `\(setup.phase.rawValue)` has metrics "
        + metrics.map { "`\($0.rawValue)`" }.joined(separator: ", "))
    switch setup.phase {
    case .serve:
      try need(setup.users > 0, "`concurrency` is needed")
      try need(setup.input > 0 && setup.output > 1, "`isl` and an `osl` above 1 are needed")
    case .decode: try need(setup.batch > 0 && setup.context > 0, "`batch` and `context` are needed")
    case .prefill, .prefillServing: try need(setup.input > 0, "`isl` is needed")
    }
    try need(setup.cached < max(1, setup.input), "`cached` is less than `isl`")
    try need(setup.devices > 0, "`devices` is needed")
    try need(setup.tensor == nil || setup.data == nil, "an engine has `tensor` or `data`")
    try need(
      setup.prefillTensor == nil || setup.prefillData == nil,
      "a prefill engine has `prefill-tensor` or `prefill-data`")
  }

  /// Cells of a line with their places; a quoted cell may hold commas and doubled quotes.
  private static func cells(_ line: Substring, line number: Int) throws(RowError) -> [Cell] {
    var cells: [Cell] = []
    let bytes = Array(line.utf8)
    let (comma, quote) = (UInt8(ascii: ","), UInt8(ascii: "\""))
    var place = 0
    repeat {
      let start = place
      var text: [UInt8] = []
      if place < bytes.count, bytes[place] == quote {
        place += 1
        while place < bytes.count {
          guard bytes[place] == quote else {
            text.append(bytes[place])
            place += 1
            continue
          }
          place += 1
          guard place < bytes.count, bytes[place] == quote else { break }
          text.append(quote)
          place += 1
        }
        guard bytes[place - 1] == quote, place - start > 1,
          place == bytes.count || bytes[place] == comma
        else {
          throw RowError(
            "a quoted cell has no end, or something follows it", line: number, column: start + 1,
            width: max(1, place - start))
        }
      } else {
        while place < bytes.count, bytes[place] != comma {
          text.append(bytes[place])
          place += 1
        }
      }
      cells.append(
        Cell(
          text: String(decoding: text, as: UTF8.self), column: start + 1,
          width: max(1, place - start)))
      place += 1
    } while place <= bytes.count
    return cells
  }
}
