import Domain

/// Reads one column of numbers from a CSV file, or a file with one number per line.
enum DataFile {
  static let fileKey = Key<String>(
    "file", .text, .required(), "path, relative to the workload file")
  static let columnKey = Key<String>("column", .text, .optional(nil), "name in the header")
  static let unitKey = Key<String>("unit", .text, .optional(nil), "unit of the numbers")
  static let shape = Shape("data file", [fileKey.field, columnKey.field, unitKey.field])

  /// Values in file order; durations in nanoseconds.
  static func values(
    _ fields: Fields, needsUnit: Bool, _ decoder: inout TreeDecoder
  ) -> [Double]? {
    guard let name = fields.read(fileKey, &decoder), let location = fields.node("file")?.location
    else { return nil }
    guard let factor = factor(fields, needsUnit: needsUnit, &decoder) else { return nil }
    let importer = decoder.names.sourceName(of: location)
    guard let loaded = decoder.files.load(name, importer) else {
      let reason = decoder.files.reason(name, importer)
      decoder.report(
        .unreadableFile, "cannot read \(Wording.quoted(name)): \(reason)", at: location,
        help: "paths are relative to the workload file")
      return nil
    }
    // Spreadsheets write a byte order mark before the header.
    let mark = TextCheck.mark(loaded.bytes)
    let source = SourceText(name: loaded.name, bytes: Array(loaded.bytes[mark...]))
    let column = fields.read(columnKey, &decoder)
    let columnLocation = fields.node("column")?.location ?? location
    var table = DataTable(source: source, named: name, location: columnLocation)
    let values = table.column(column)
    if let problem = table.problem {
      decoder.report(
        .dataFile, problem.message, at: problem.location, notes: problem.notes, help: problem.help)
      return nil
    }
    return values.map { $0 * factor }
  }

  private static func factor(
    _ fields: Fields, needsUnit: Bool, _ decoder: inout TreeDecoder
  ) -> Double? {
    guard let node = fields.node("unit") else {
      guard needsUnit else { return 1 }
      let location = fields.keyLocation("file") ?? fields.node.location
      decoder.report(
        .missingKey, "durations from a file have no `unit`", at: location,
        help: "add `unit: ms`, or another unit of time")
      return nil
    }
    guard needsUnit else {
      decoder.report(.uselessKey, "`unit` has no effect on tokens and counts", at: node.location)
      return nil
    }
    let units = ScalarText.timeUnits
    let word = decoder.at("unit") { $0.word(node, among: units.map(\.name)) }
    return units.first { $0.name == word }.map { Double($0.length) }
  }
}

/// A file of comma-separated numbers.
private struct DataTable {
  static let rowLimit = 10_000_000

  let source: SourceText
  let name: String
  let location: Location
  var problem: Diagnostic?

  init(source: SourceText, named name: String, location: Location) {
    (self.source, self.name, self.location) = (source, name, location)
  }

  mutating func column(_ wanted: String?) -> [Double] {
    let rows = source.bytes.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    guard let header = rows.first.map(Self.cells), !source.bytes.isEmpty else {
      return fail("`\(name)` is empty")
    }
    let hasHeader = header.contains { Double($0) == nil }
    guard let index = index(of: wanted, in: hasHeader ? header : []) else { return [] }
    var values: [Double] = []
    for (number, row) in rows.enumerated().dropFirst(hasHeader ? 1 : 0) {
      let cells = Self.cells(row)
      if cells.allSatisfy(\.isEmpty) { continue }
      guard index < cells.count, let value = Double(cells[index]), value.isFinite, value >= 0 else {
        let text = index < cells.count ? Wording.quoted(cells[index]) : "nothing"
        let span = source.span(ofLine: number + 1)
        return fail(
          "row \(number + 1) of `\(name)` holds \(text) where a number is expected",
          notes: [.init("the row is here", at: Location(source, span))])
      }
      values.append(value)
    }
    return values.isEmpty ? fail("`\(name)` has no rows") : values
  }

  private mutating func index(of wanted: String?, in header: [String]) -> Int? {
    guard let wanted else {
      if header.count < 2 { return 0 }
      let names = Wording.list(header, last: "and")
      _ = fail(
        "`\(name)` has \(header.count) columns and none is named", help: "its columns are \(names)")
      return nil
    }
    if let index = header.firstIndex(of: wanted) { return index }
    let help =
      header.isEmpty ? "it has no header" : "its columns are \(Wording.list(header, last: "and"))"
    _ = fail("`\(name)` has no column `\(wanted)`", help: help)
    return nil
  }

  private mutating func fail(
    _ message: String, notes: [Diagnostic.Note] = [], help: String? = nil
  ) -> [Double] {
    problem = Diagnostic(.dataFile, message, at: location, notes: notes, help: help)
    return []
  }

  private static func cells(_ row: ArraySlice<UInt8>) -> [String] {
    row.split(separator: UInt8(ascii: ","), omittingEmptySubsequences: false).map { cell in
      let isPadding: (UInt8) -> Bool = { $0 == 0x20 || $0 == 0x09 || $0 == 0x0D || $0 == 0x22 }
      let start = cell.drop(while: isPadding)
      let end = start.lastIndex { !isPadding($0) }.map { $0 + 1 } ?? start.startIndex
      return String(decoding: start[..<end], as: UTF8.self)
    }
  }
}
