import Domain

/// Cells of tables by RFC 4180.
enum CSVText {
  static func quoted(_ text: String) -> String {
    text.contains { ",\"\n\r".contains($0) }
      ? "\"\(text.replacing("\"", with: "\"\""))\"" : text
  }

  static func number(_ value: Double) -> String {
    var bytes: [UInt8] = []
    value.write(to: &bytes)
    return String(decoding: bytes, as: UTF8.self)
  }
}
