import Domain
import TraceFormats

/// What an export did, for people and for scripts.
struct ExportText {
  private let report: ExportReport
  private let output: String

  init(_ report: ExportReport, output: String) { (self.report, self.output) = (report, output) }

  var text: String {
    var lines = [
      "\(report.format.rawValue): \(report.requests) request\(report.requests == 1 ? "" : "s") in"
        + " \(report.sessions) session\(report.sessions == 1 ? "" : "s")"
    ]
    lines += AccountText.lines(report.account)
    if report.notStarted > 0 {
      lines.append("\(report.notStarted) sessions of closed classes never start")
    }
    if report.format == .blis, let path = ExportCommand.sidePath(output) {
      lines.append("its header is in \(path)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  var json: String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/export/1")
      json.field("format", report.format.rawValue)
      json.field("output", output)
      json.field("sessions", report.sessions)
      json.field("requests", report.requests)
      json.field("notStarted", report.notStarted)
      AccountText.write(report.account, to: &json)
    }
    return json.text + "\n"
  }
}
