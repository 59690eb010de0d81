extension Shape {
  /// The keys as a table for documents: key, type, default, meaning.
  public var markdownTable: String {
    var lines = ["| key | type | default | meaning |", "|---|---|---|---|"]
    for field in fields {
      let value =
        switch field.presence {
        case .required: "required"
        case .optional(let text): text ?? "–"
        case .conditional(let text): "required: \(text)"
        }
      let cells = ["`\(field.name)`", field.type.text, value, field.meaning]
      lines.append("| " + cells.map(Self.escaped).joined(separator: " | ") + " |")
    }
    if let type = percentiles {
      lines.append("| `p50`, `p99.9`, … | \(type.text) | – | quantiles, at least two |")
    }
    return lines.joined(separator: "\n")
  }

  private static func escaped(_ text: String) -> String {
    text.split(separator: "|", omittingEmptySubsequences: false).joined(separator: "\\|")
  }
}
