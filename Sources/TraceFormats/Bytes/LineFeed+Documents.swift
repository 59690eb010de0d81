import Domain

// JSON documents that follow each other, each on one line or on many, alone or in a list.
extension LineFeed {
  /// Makes `bytes[position..<end]` hold one document; false at the end of the input.
  ///
  /// What is no document is given up to the end of its line, and a document that is cut off up to
  /// the end of the input: their reader says what is wrong.
  ///
  /// - Complexity: O(bytes of the document), amortized.
  mutating func fillDocument() throws(TraceError) -> Bool {
    guard try skipSeparators() else { return false }
    var scan = DocumentScan()
    var place = position
    while true {
      while place < bytes.count {
        let byte = bytes[place]
        place += 1
        if scan.isLast(byte) {
          endDocument(at: place)
          return true
        }
      }
      let held = place - position
      guard try pull() else { break }
      place = position + held
      guard bytes.count - position <= Self.longestLine else {
        throw TraceError("a document of more than \(Self.longestLine >> 20) MiB", line: line)
      }
    }
    endDocument(at: bytes.count)
    return position < end
  }

  /// Goes on behind the line or document at the position.
  mutating func pass() {
    if isDocument { return passDocument() }
    var cursor = LineCursor(self)
    cursor.skipLine(bytes.span)
    position = cursor.position
    line += 1
  }

  /// Goes on behind the document.
  mutating func passDocument() {
    for index in position..<end where bytes[index] == 0x0A { line += 1 }
    position = end
  }

  private mutating func skipSeparators() throws(TraceError) -> Bool {
    while true {
      while position < bytes.count {
        switch bytes[position] {
        case 0x0A: line += 1
        case 0x20, 0x09, 0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"): break
        default:
          endDocument(at: position)
          return true
        }
        position += 1
      }
      endDocument(at: position)
      guard try pull() else { return false }
    }
  }
}

/// Finds where a document ends: the brace that closes its first.
private struct DocumentScan {
  private var depth = 0
  private var isInText = false
  private var isEscaped = false

  mutating func isLast(_ byte: UInt8) -> Bool {
    if isInText {
      if isEscaped {
        isEscaped = false
      } else if byte == UInt8(ascii: "\\") {
        isEscaped = true
      } else if byte == UInt8(ascii: "\"") {
        isInText = false
      }
      return false
    }
    switch byte {
    case UInt8(ascii: "\""): isInText = depth > 0
    case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
    case UInt8(ascii: "}"), UInt8(ascii: "]"):
      depth -= 1
      return depth <= 0
    case 0x0A: return depth == 0
    default: break
    }
    return false
  }
}
