import Domain

/// Predicted beside measured, row by row.
public struct AccuracyReport: Hashable, Sendable {
  public static let schema = "baton/accuracy/1"
  public var files: [File]

  public struct Row: Hashable, Sendable {
    public var id: String
    public var metric: MeasuredRow.Metric
    public var use: MeasuredRow.Use
    public var measured: Double
    public var source: String
    /// Tokens drafted before each step; 0 is without speculation. nil for points of a frontier,
    /// whose rows have their own.
    public var drafts: Int?
    /// By replay for phase `serve`; nil where the acceptance of drafts is unknown.
    public var predicted: Double?
    /// By the steady state.
    public var closedForm: Double?
    /// Mean tokens of a verify step that would make the row true.
    public var impliedAcceptance: Double?

    /// Predicted/measured − 1.
    public var error: Double? { predicted.map { $0 / measured - 1 } }
    var isScored: Bool { use != .print && predicted != nil }
  }

  public struct File: Hashable, Sendable {
    public var name: String
    public var rows: [Row]

    /// Mean of |error| over the scored rows, by metric in the order of first use.
    public var mape: [(metric: MeasuredRow.Metric, value: Double, rows: Int)] {
      MeasuredRow.Metric.allCases.compactMap { metric in
        let errors = rows.filter { $0.metric == metric && $0.isScored }.compactMap(\.error)
        guard !errors.isEmpty else { return nil }
        let sum = errors.reduce(0) { $0 + abs($1) }
        return (metric, sum / Double(errors.count), errors.count)
      }
    }
  }

  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", Self.schema)
      json.array("files") { json in
        for file in files { json.object { Self.write(file, &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(_ file: File, _ json: inout JSONWriter) {
    json.field("file", file.name)
    json.array("rows") { json in
      for row in file.rows {
        json.object { json in
          json.field("id", row.id)
          json.field("metric", row.metric.rawValue)
          json.field("use", row.use.rawValue)
          json.field("measured", row.measured)
          json.field("predicted", row.predicted ?? .nan)
          json.field("error", row.error ?? .nan)
          if let drafts = row.drafts { json.field("drafts", drafts) }
          if let closed = row.closedForm { json.field("closedForm", closed) }
          if let implied = row.impliedAcceptance { json.field("impliedAcceptance", implied) }
          json.field("source", row.source)
        }
      }
    }
    json.object("mape") { json in
      for (metric, value, _) in file.mape { json.field(metric.rawValue, value) }
    }
  }

  /// Tables for people, one for each file.
  public var text: String {
    var text = ""
    for file in files {
      if !text.isEmpty { text += "\n" }
      text += file.name + "\n"
      let rows = file.rows.map(Self.cells)
      let head = ["row", "metric", "use", "drafts", "measured", "predicted", "error"]
      let widths = head.indices.map { column in
        ([head] + rows).map { $0[column].count }.max() ?? 0
      }
      for row in [head] + rows { text += Self.line(row, widths) }
      for (metric, value, count) in file.mape {
        text += "  MAPE of \(metric.rawValue): \(Self.percent(value)) over \(count) rows\n"
      }
    }
    return text
  }

  private static func line(_ cells: [String], _ widths: [Int]) -> String {
    var line = " "
    for (index, cell) in cells.prefix(widths.count).enumerated() {
      let gap = String(repeating: " ", count: max(0, widths[index] - cell.count))
      line += " " + (index < 3 ? cell + gap : gap + cell)
    }
    return line + (cells.count > widths.count ? "  " + cells[widths.count] : "") + "\n"
  }

  private static func cells(_ row: Row) -> [String] {
    var cells = [
      row.id, row.metric.rawValue, row.use.rawValue, row.drafts.map { "\($0)" } ?? "",
      number(row.measured),
      row.predicted.map(number) ?? "-", row.error.map(signed) ?? "-",
    ]
    if let implied = row.impliedAcceptance {
      cells.append("implies \(Amount.hundredths(implied)) tokens per step")
    }
    return cells
  }

  static func number(_ value: Double) -> String {
    value >= 1000
      ? "\(Int(value.rounded()))"
      : value >= 100 ? Amount.tenths(value) : Amount.hundredths(value)
  }
  static func percent(_ share: Double) -> String { Amount.tenths(share * 100) + " %" }
  static func signed(_ share: Double) -> String {
    (share < 0 ? "-" : "+") + percent(abs(share))
  }
}
