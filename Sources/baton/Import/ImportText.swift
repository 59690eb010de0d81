import Domain
import TraceFormats

/// What an import did, for people and for scripts.
struct ImportText {
  private let report: ImportReport
  private let name: String
  private let output: String

  init(_ report: ImportReport, name: String, output: String) {
    (self.report, self.name, self.output) = (report, name, output)
  }

  var text: String {
    var lines = [
      "\(report.format): \(count(report.requests, "request")) in"
        + " \(count(report.sessions, "session"))"
    ]
    lines += AccountText.lines(report.account)
    if !report.absent.isEmpty {
      lines.append(
        "fields of the format that aren't there: " + report.absent.joined(separator: ", "))
    }
    for oddity in report.anomalies { lines.append("odd: \(oddity.value) \(oddity.text)") }
    if report.empty > 0 { lines.append("\(count(report.empty, "item")) without a request") }
    if report.outside > 0 { lines.append("\(count(report.outside, "item")) out of the window") }
    if report.skipped > 0 {
      let read = report.items - report.skipped
      lines.append(
        "left out: \(report.skipped) of \(count(report.items, "item"))"
          + (report.unreadBytes > 0 ? " (\(count(report.unreadBytes, "byte")))" : "")
          + ", \(read) were read")
      for problem in report.problems {
        lines.append("  " + Failure.place(problem, in: name) + ": " + problem.message)
      }
      let more = report.skipped - report.problems.count
      if more > 0 { lines.append("  and \(more) more") }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func count(_ number: Int, _ what: String) -> String {
    "\(number) \(what)\(number == 1 ? "" : "s")"
  }

  var json: String {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/import/1")
      json.field("format", report.format)
      json.field("output", output)
      json.object("items") { json in
        json.field("present", report.items)
        json.field("read", report.items - report.skipped)
        json.field("leftOut", report.skipped)
        json.field("outside", report.outside)
        json.field("empty", report.empty)
        json.field("unreadBytes", report.unreadBytes)
        json.field("late", report.disorder.late)
        json.field("restarts", report.disorder.restarts)
      }
      json.field("sessions", report.sessions)
      json.field("requests", report.requests)
      json.field("emptyPrompts", report.emptyPrompts)
      json.array("problems") { json in
        for problem in report.problems {
          json.object { json in
            json.field("file", problem.input ?? name)
            json.field("line", problem.line)
            json.field("column", problem.column)
            json.field("message", problem.message)
          }
        }
      }
      AccountText.write(report.account, to: &json)
      json.array("absent") { json in for field in report.absent { json.element(field) } }
    }
    return json.text + "\n"
  }
}

/// What became of each field, kept ones first.
enum AccountText {
  static func lines(_ account: [FieldAccount]) -> [String] {
    let width = min(24, account.map(\.field.count).max() ?? 0)
    var lines: [String] = []
    for fate in FieldAccount.Fate.allCases {
      for field in account where field.fate == fate {
        let name = field.field.padding(width)
        lines.append("  \(fate.rawValue.padding(11))  \(name)  \(field.note)".trimmedEnd)
      }
    }
    return lines
  }

  static func write(_ account: [FieldAccount], to json: inout JSONWriter) {
    json.array("account") { json in
      for field in account {
        json.object { json in
          json.field("field", field.field)
          json.field("fate", field.fate.rawValue)
          if !field.note.isEmpty { json.field("note", field.note) }
        }
      }
    }
  }
}

extension String {
  fileprivate func padding(_ width: Int) -> String {
    self + String(repeating: " ", count: max(0, width - count))
  }

  fileprivate var trimmedEnd: String {
    var text = self
    while text.last == " " { text.removeLast() }
    return text
  }
}
