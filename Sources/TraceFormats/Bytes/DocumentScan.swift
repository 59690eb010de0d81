/// Finds where a JSON document ends, or where it is certain that it is damaged.
///
/// It counts brackets and doesn't read values; what else is wrong is told by the format's reader.
struct DocumentScan {
  enum Step {
    case more
    /// The byte is the document's last.
    case last
    /// The byte can't be part of the document.
    case broken
  }

  private var depth = 0
  /// Of the innermost 64 that are open, which are lists.
  private var lists: UInt64 = 0
  private var isDeep = false
  private var isInText = false
  private var isEscaped = false
  private var isLineStart = false
  /// The last byte that is no space.
  private var previous: UInt8 = 0
  private(set) var hasNewline = false

  /// A value may follow these.
  static func opensValue(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: ",") || byte == UInt8(ascii: "[") || byte == UInt8(ascii: ":")
  }

  mutating func step(_ byte: UInt8) -> Step {
    if isInText { return stepInText(byte) }
    switch byte {
    case 0x20, 0x09, 0x0D: return .more
    case 0x0A:
      (hasNewline, isLineStart) = (true, true)
      return depth > 0 ? .more : .broken
    case UInt8(ascii: "\""):
      guard depth > 0 else { return .broken }
      isInText = true
    case UInt8(ascii: "{"):
      // A line that begins an object where none can stand begins the next document.
      if depth > 0, isLineStart, !Self.opensValue(previous) { return .broken }
      open(isList: false)
    case UInt8(ascii: "["):
      guard depth > 0 else { return .broken }
      open(isList: true)
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      // Beyond 64 levels, which no reader takes, the outer ones are forgotten.
      guard depth > 0, isDeep || (lists & 1 != 0) == (byte == UInt8(ascii: "]")) else {
        return .broken
      }
      depth -= 1
      lists >>= 1
      if depth == 0 { return .last }
    default: if depth == 0 { return .broken }
    }
    (previous, isLineStart) = (byte, false)
    return .more
  }

  private mutating func open(isList: Bool) {
    depth += 1
    if depth > 64 { isDeep = true }
    lists = lists << 1 | (isList ? 1 : 0)
  }

  /// Texts have no newline in them.
  private mutating func stepInText(_ byte: UInt8) -> Step {
    if byte == 0x0A { return .broken }
    if isEscaped {
      isEscaped = false
    } else if byte == UInt8(ascii: "\\") {
      isEscaped = true
    } else if byte == UInt8(ascii: "\"") {
      (isInText, previous, isLineStart) = (false, byte, false)
    }
    return .more
  }
}

/// How the documents of an input lie.
enum DocumentLayout {
  /// Each on a line of its own.
  case lines
  /// On several lines each.
  case spread
}
