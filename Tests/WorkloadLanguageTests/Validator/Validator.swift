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

  /// Which broken files the schema rejects, which are no YAML, and which only the reader sees, for
  /// a snapshot.
  static func review(_ pairs: [(file: Broken, complaint: String?)]) -> String {
    let groups = [
      ("rejected", pairs.filter { $0.complaint != nil && $0.complaint != "unreadable" }),
      ("no YAML", pairs.filter { $0.complaint == "unreadable" }),
      ("seen by the reader only", pairs.filter { $0.complaint == nil }),
    ]
    return groups.map { title, found in
      let lines = found.map { "\($0.file.codes.joined(separator: " ")): \($0.file.title)\n" }
      return "# \(title): \(found.count)\n\n\(lines.joined())"
    }.joined(separator: "\n")
  }
}
