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

  /// The head and a line per row, trailing blanks cut. A label that is longer than its column runs
  /// on over the blanks of the first value, or has a line of its own where there are too few.
  var lines: [(kind: Row.Kind, text: String)] {
    let table = TextTable<Row> { row in
      [Column(title: "", value: row.label.count > labelWidth ? "" : row.label, width: labelWidth)]
        + zip(heads, row.values).map { head, value in
          Column(title: head, value: value, width: valueWidth, align: .right)
        }
    }
    let text = table.string(for: rows, style: Plain.self) ?? ""
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).dropLast()
      .map { trimmed($0) }
    let head = lines.isEmpty ? "" : lines.removeFirst()
    return [(.title, head)]
      + zip(lines, rows).flatMap { line, row in
        labelled(line, row).map { (row.kind, $0) }
      }
  }

  private func labelled(_ line: String, _ row: Row) -> [String] {
    guard row.label.count > labelWidth else { return [line] }
    let blanks = line.prefix { $0 == " " }.count
    guard row.label.count < blanks else {
      return wrapped(String(row.label.drop { $0 == " " }), width: fullWidth - 4)
        .map { "  " + $0 } + (line.isEmpty ? [] : [line])
    }
    return [row.label + line.dropFirst(row.label.count)]
  }

  private var fullWidth: Int { labelWidth + heads.count * (valueWidth + 1) }
}

/// With blanks behind it.
func padded(_ text: String, _ width: Int) -> String {
  text + String(repeating: " ", count: max(0, width - text.count))
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
