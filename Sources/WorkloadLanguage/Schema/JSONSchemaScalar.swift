import Domain

/// A scalar in JSON Schema, where a pattern binds text only.
///
/// YAML makes a number of `5` and a truth value of `true`. Without more, `timeout: 5` would pass,
/// since no pattern is asked; so the types that can hold a value follow from its pattern.
struct JSONSchemaScalar {
  let pattern: String?

  func write(to json: inout JSONWriter) {
    json.array("anyOf") { list in
      list.object { json in
        json.field("type", "string")
        if let pattern { json.field("pattern", pattern) }
      }
      for type in otherTypes { list.object { type.write(to: &$0) } }
    }
  }

  private enum Other {
    case integer, number, anyNumber, zero, boolean

    func write(to json: inout JSONWriter) {
      switch self {
      case .integer, .number:
        json.field("type", self == .integer ? "integer" : "number")
        json.field("minimum", 0)
      case .anyNumber: json.field("type", "number")
      case .zero: json.field("const", 0)
      case .boolean: json.field("type", "boolean")
      }
    }
  }

  private var otherTypes: [Other] {
    switch pattern {
    case ScalarPattern.count: [.integer]
    case ScalarPattern.number: [.number]
    case ScalarPattern.rate, ScalarPattern.percentage, ScalarPattern.range: []
    // Lower-case words; `true` is one of them.
    case ScalarPattern.name, ScalarPattern.reference: [.boolean]
    case nil, ScalarPattern.catalogName: [.anyNumber, .boolean]
    // Durations and measures: a number without a unit is zero.
    default: [.zero]
    }
  }
}

extension Field {
  /// What editors show: the meaning, and what holds where the key is absent.
  var hover: String {
    switch presence {
    case .required: "\(meaning) (required)"
    case .optional(nil): meaning
    case .optional(let text?): "\(meaning) (default: \(text))"
    case .conditional(let text): "\(meaning) (required: \(text))"
    }
  }
}
