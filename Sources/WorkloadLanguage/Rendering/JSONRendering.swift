import Domain

extension [Diagnostic] {
  /// All of them as one JSON document; columns count characters from 1, ends are not included.
  public var json: String {
    var json = JSONWriter()
    json.object {
      $0.field("schema", "baton/diagnostics/1")
      $0.array("diagnostics") { list in
        for diagnostic in self { list.object { diagnostic.write(to: &$0) } }
      }
    }
    json.newline()
    return json.text
  }
}

extension Diagnostic {
  fileprivate func write(to json: inout JSONWriter) {
    json.field("code", code.rawValue)
    json.field("severity", severity.rawValue)
    json.field("message", message)
    Self.write(location, to: &json)
    json.field("label", label.isEmpty ? nil : label)
    json.array("notes") { list in
      for note in notes {
        list.object { json in
          json.field("message", note.message)
          if let place = note.location { Self.write(place, to: &json) }
        }
      }
    }
    json.field("help", help)
  }

  private static func write(_ location: Location, to json: inout JSONWriter) {
    let start = location.source.position(of: location.span.start)
    let end = location.source.position(of: location.span.end)
    json.field("file", location.source.name)
    json.field("line", start.line)
    json.field("column", start.column)
    json.field("endLine", end.line)
    json.field("endColumn", end.column)
  }
}
