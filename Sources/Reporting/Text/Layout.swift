import TextTable

/// A table of a label column and right-aligned value columns.
struct Grid {
  struct Row {
    enum Kind { case title, quiet, value, verdict }
    var kind: Kind
    var label: String
    var values: [String]
  }

  var heads: [String]
  var rows: [Row] = []
  var labelWidth: Int
  var valueWidth: Int

  /// One line per row, the head first; trailing blanks are cut.
  var lines: [String] {
    let table = TextTable<Row> { row in
      [Column(title: "", value: row.label, width: labelWidth)]
        + zip(heads, row.values).map { head, value in
          Column(title: head, value: value, width: valueWidth, align: .right)
        }
    }
    let text = table.string(for: rows, style: Plain.self) ?? ""
    return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { trimmed($0) }
  }
}

func trimmed(_ line: some StringProtocol) -> String {
  var end = line.endIndex
  while end > line.startIndex, line[line.index(before: end)] == " " {
    end = line.index(before: end)
  }
  return String(line[..<end])
}

/// Breaks text at blanks so that lines fit; a longer word stands alone. Later lines are indented.
func wrapped(_ text: String, width: Int, indent: Int = 2) -> [String] {
  var lines: [String] = []
  var line = ""
  for word in text.split(separator: " ") {
    if line.isEmpty {
      line = String(word)
    } else if line.count + 1 + word.count <= width {
      line += " " + word
    } else {
      lines.append(line)
      line = String(repeating: " ", count: indent) + word
    }
  }
  return lines + [line]
}
