import Domain

/// Writes JSON Schema (draft 2020-12) from the same descriptions that decode a file.
///
/// Editors with a YAML language server complete keys and show meanings with it. It accepts whatever
/// the reader accepts, and more: rules between keys are the reader's.
public struct JSONSchema: Sendable {
  let title: String
  let root: Shape
  let shapes: [Shape]

  /// - Parameter shapes: every shape that `root` leads to.
  public init(title: String, root: Shape, shapes: [Shape]) {
    (self.title, self.root, self.shapes) = (title, root, shapes)
  }

  public var text: String {
    var json = JSONWriter()
    json.object { json in
      json.field("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.field("title", title)
      json.field("$ref", reference(root.title))
      json.object("$defs") { json in
        writeVariable(to: &json)
        for shape in [root] + shapes.filter({ $0 != root }) {
          json.object(shape.title) { write(shape, to: &$0) }
        }
        for (name, type) in aliases() { json.object(name) { write(type, to: &$0) } }
      }
    }
    json.newline()
    return json.text
  }

  private func reference(_ title: String) -> String {
    "#/$defs/" + title.split(separator: " ").joined(separator: "%20")
  }

  private func writeVariable(to json: inout JSONWriter) {
    json.object("variable") { json in
      json.field("type", "string")
      json.field("pattern", "^(\\$[a-z][a-z0-9]*(-[a-z0-9]+)*|none)$")
    }
  }

  private func write(_ shape: Shape, to json: inout JSONWriter) {
    json.field("type", "object")
    json.object("properties") { json in
      for field in shape.fields {
        json.object(field.name) { json in
          json.field("description", field.meaning)
          writeValue(field.type, to: &json)
        }
      }
    }
    if let type = shape.percentiles {
      json.object("patternProperties") { json in
        json.object("^p[0-9]+(\\.[0-9]+)?$") { writeValue(type, to: &$0) }
      }
    }
    json.field("additionalProperties", false)
    let required = shape.fields.filter(\.isRequired).map(\.name)
    guard !required.isEmpty else { return }
    guard shape.names.contains("extends") else { return writeRequired(required, to: &json) }
    json.array("anyOf") { list in
      list.object { writeRequired(["extends"], to: &$0) }
      list.object { writeRequired(required, to: &$0) }
    }
  }

  private func writeRequired(_ names: [String], to json: inout JSONWriter) {
    json.array("required") { list in
      for name in names { list.element(name) }
    }
  }

  /// A value, in whose place a variable may stand.
  private func writeValue(_ type: TypeDescription, to json: inout JSONWriter) {
    json.array("anyOf") { list in
      list.object { write(type, to: &$0) }
      list.object { $0.field("$ref", "#/$defs/variable") }
    }
  }

  private func write(_ type: TypeDescription, to json: inout JSONWriter) {
    switch type {
    case .anything: break
    case .scalar(_, let pattern):
      json.array("type") { list in
        for name in ["string", "number", "boolean"] { list.element(name) }
      }
      if let pattern { json.field("pattern", pattern) }
    case .word(let words):
      json.array("enum") { list in
        for word in words { list.element(word) }
      }
    case .list(let element):
      json.field("type", "array")
      json.object("items") { writeValue(element, to: &$0) }
    case .names(let value):
      json.field("type", "object")
      json.object("additionalProperties") { writeValue(value, to: &$0) }
    case .shape(let title), .alias(let title, _): json.field("$ref", reference(title))
    case .either(let types):
      json.array("anyOf") { list in
        for type in types { list.object { write(type, to: &$0) } }
      }
    }
  }

  /// Types with names of their own, each once, by name.
  private func aliases() -> [(name: String, type: TypeDescription)] {
    var found: [String: TypeDescription] = [:]
    func visit(_ type: TypeDescription) {
      switch type {
      case .anything, .scalar, .word, .shape: break
      case .list(let inner), .names(let inner): visit(inner)
      case .either(let types): types.forEach(visit)
      case .alias(let name, let inner):
        guard found.updateValue(inner, forKey: name) == nil else { return }
        visit(inner)
      }
    }
    for shape in shapes + [root] {
      shape.fields.map(\.type).forEach(visit)
      shape.percentiles.map(visit)
    }
    return found.sorted { $0.key < $1.key }.map { (name: $0.key, type: $0.value) }
  }
}
