/// What `baton explain TERM` says about one word.
public struct Page: Hashable, Sendable {
  /// As users write it.
  public var name: String
  /// Other spellings that lead here.
  public var aliases: [String]
  /// What it is counted in; empty for words that are no metric.
  public var unit: String
  public var definition: String
  /// How it is taken, and what to beware of.
  public var notes: [String]
  /// The same word in other tools.
  public var elsewhere: [Elsewhere]

  public struct Elsewhere: Hashable, Sendable {
    public var tool: String
    public var meaning: String
  }

  init(
    _ name: String, aliases: [String] = [], unit: String = "", _ definition: String,
    notes: [String] = [], elsewhere: [(tool: String, meaning: String)] = []
  ) {
    (self.name, self.aliases, self.unit) = (name, aliases, unit)
    (self.definition, self.notes) = (definition, notes)
    self.elsewhere = elsewhere.map { Elsewhere(tool: $0.tool, meaning: $0.meaning) }
  }

  /// Lines of at most `width` columns.
  public func text(width: Int = 80) -> String {
    var lines = wrapped(unit.isEmpty ? name : "\(name) (\(unit))", width: width, indent: 2)
    lines += wrapped(definition, width: width, indent: 0)
    for note in notes { lines += [""] + wrapped(note, width: width, indent: 0) }
    if !elsewhere.isEmpty {
      lines += ["", "The same word elsewhere"]
      for other in elsewhere {
        lines += wrapped("\(other.tool): \(other.meaning)", width: width - 2, indent: 2)
          .map { "  " + $0 }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }
}
