import TestSupport

/// Python's `jsonschema`, which knows nothing of Baton.
enum Validator {
  private static let script = "Tests/WorkloadLanguageTests/Validator/validate.py"

  /// Whether Python, `jsonschema` with draft 2020-12, and `yaml` are here.
  static let isAvailable = Python.can("import yaml; from jsonschema import Draft202012Validator")

  /// - Returns: For each text, why the schema rejects it, `unreadable`, or nil.
  static func complaints(about texts: [String], schema: String) throws -> [String?] {
    let files = texts.enumerated().map { (name: "\($0.offset).yaml", text: $0.element) }
    return try Python.judge(script, [(name: "schema.json", text: schema)] + files)
  }
}
