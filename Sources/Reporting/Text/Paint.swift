import Rainbow

/// Colours lines that are already laid out.
///
/// Rainbow's own strings ask the process whether to colour; here the caller has decided, so only
/// its codes are used.
struct Paint {
  let isOn: Bool

  func heading(_ text: String) -> String { styled(text, Style.bold.value) }
  func quiet(_ text: String) -> String { styled(text, Style.dim.value) }
  func good(_ text: String) -> String { styled(text, NamedColor.green.value) }
  func bad(_ text: String) -> String { styled(text, NamedColor.red.value) }
  func unsure(_ text: String) -> String { styled(text, NamedColor.yellow.value) }

  private func styled(_ text: String, _ codes: [UInt8]) -> String {
    guard isOn, !text.isEmpty else { return text }
    let list = codes.map { String($0) }.joined(separator: ";")
    return "\u{1B}[\(list)m\(text)\u{1B}[0m"
  }
}
