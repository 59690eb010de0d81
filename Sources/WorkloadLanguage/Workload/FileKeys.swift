import Domain

/// The keys of a workload file (language reference, §3.1).
enum FileKeys {
  static let workload = Key<String>(
    "workload", .name, .required(help: "start the file with `workload: its-name`"),
    "the file's name for itself, used in reports and by `import`")
  static let description = Key<String>("description", .text, .optional(nil), "one or two sentences")
  static let model = Key<String>(
    "model", .catalogName, .conditional("unless every agent or class names one"),
    "the model that requests use")
  static let duration = Key<Nanoseconds>(
    "duration", .duration, .conditional("with `traffic`"),
    "sessions start in [0, `duration`), then what is live drains")
  static let warmUp = Key<Nanoseconds>(
    "warm-up", .duration, .optional("a tenth of `duration`"), "start of the measured window")
  static let tenants = Key<Population>(
    "tenants", .population, .optional("one tenant"), "tenants of every class that names none")
  static let imports = Key<Node>(
    "import", .raw(.list(.scalar("shipped name or path", pattern: nil))), .optional(nil),
    "makes the names of other workloads visible as `workload.name`")
  static let variables = Key<Node>(
    "variables", .raw(.names(.anything("any value"))), .optional(nil),
    "values used as `$name`")
  static let context = section(.context, "prompt content that requests share")
  static let tools = section(.tool, "what agents call")
  static let agents = section(.agent, "how agents work")
  static let traffic = section(
    .trafficClass, "who uses the system; a file without it can be imported, not run")
  static let assert = Key<Node>(
    "assert", .raw(.list(.scalar("assertion", pattern: nil))), .optional(nil), "what must hold")

  static let shape = Shape(
    "workload",
    [
      workload.field, description.field, model.field, duration.field, warmUp.field, tenants.field,
      imports.field, variables.field, context.field, tools.field, agents.field, traffic.field,
      assert.field,
    ])

  private static func section(_ kind: DefinitionKind, _ meaning: String) -> Key<Node> {
    Key(kind.section, .raw(.names(.shape(kind.rawValue))), .optional(nil), meaning)
  }
}

extension ValueType where Value == Node {
  /// A value that another stage reads.
  static func raw(_ description: TypeDescription) -> ValueType {
    ValueType(description) { node, _ in node }
  }
}
