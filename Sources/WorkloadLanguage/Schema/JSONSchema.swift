import Domain

/// Writes JSON Schema (draft 2020-12) from the same descriptions that decode a file.
///
/// Editors with a YAML language server complete keys and show meanings and defaults with it. It
/// accepts whatever the reader accepts, and more: rules between keys, ranges, what names mean and
/// the grammar of assertions are the reader's.
public struct JSONSchema: Sendable {
  let title: String
  let root: Shape
  /// Every shape, the root first, each title once.
  let shapes: [Shape]
  /// Types with names of their own, by name.
  let aliases: [(name: String, type: TypeDescription)]
  /// Whether `$name` and `none` may stand for any value.
  let hasVariables: Bool

  /// - Parameters:
  ///   - shapes: shapes that types name by their titles; those at hand are found.
  ///   - hasVariables: whether `$name` and `none` may stand for any value.
  public init(title: String, root: Shape, shapes: [Shape] = [], hasVariables: Bool) {
    var search = ShapeSearch()
    for shape in [root] + shapes { search.visit(shape) }
    (self.title, self.root, self.hasVariables) = (title, root, hasVariables)
    self.shapes = search.shapes
    aliases = search.aliases.sorted { $0.key < $1.key }.map { (name: $0.key, type: $0.value) }
  }

  public var text: String {
    var json = JSONWriter()
    json.object { json in
      json.field("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.field("title", title)
      json.field("$ref", reference(root.title))
      json.object("$defs") { json in
        if hasVariables { writeVariable(to: &json) }
        for shape in shapes { json.object(shape.title) { write(shape, to: &$0) } }
        for (name, type) in aliases { json.object(name) { write(type, to: &$0) } }
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
          json.field("description", field.hover)
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
    guard hasVariables else { return write(type, to: &json) }
    json.array("anyOf") { list in
      list.object { write(type, to: &$0) }
      list.object { $0.field("$ref", "#/$defs/variable") }
    }
  }

  private func write(_ type: TypeDescription, to json: inout JSONWriter) {
    switch type {
    case .anything: break
    case .scalar(_, let pattern): JSONSchemaScalar(pattern: pattern).write(to: &json)
    case .word(let words):
      json.array("enum") { list in
        for word in words { list.element(word) }
      }
    case .list(let element):
      json.field("type", "array")
      json.object("items") { writeValue(element, to: &$0) }
    case .names(let value):
      json.field("type", "object")
      json.object("propertyNames") { $0.field("pattern", ScalarPattern.key) }
      json.object("additionalProperties") { writeValue(value, to: &$0) }
    case .shape(let title), .alias(let title, _): json.field("$ref", reference(title))
    case .mapping(let shape): json.field("$ref", reference(shape.title))
    case .either(let types):
      json.array("anyOf") { list in
        for type in types { list.object { write(type, to: &$0) } }
      }
    }
  }
}
