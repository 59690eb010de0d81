/// The bytes of one file and the name that messages call it by.
public struct SourceText: Sendable {
  /// A line and a column, both from 1; columns count characters.
  public struct Position: Hashable, Sendable {
    public var line: Int
    public var column: Int
  }

  public let name: String
  public let bytes: [UInt8]
  /// Whether the file could not be read, so that no place in it can be shown.
  let isUnread: Bool
  /// Offset of the first byte of each line.
  let lineStarts: [Int]

  public init(name: String, bytes: [UInt8]) {
    (self.name, self.bytes, isUnread) = (name, bytes, false)
    var starts = [0]
    for (offset, byte) in bytes.enumerated() where byte == UInt8(ascii: "\n") {
      starts.append(offset + 1)
    }
    lineStarts = starts
  }

  /// A file that could not be read.
  public init(unread name: String) {
    (self.name, bytes, lineStarts, isUnread) = (name, [], [0], true)
  }

  public init(name: String, text: String) { self.init(name: name, bytes: Array(text.utf8)) }

  public func text(in span: Span) -> String {
    let start = min(span.start, bytes.count)
    return String(decoding: bytes[start..<max(start, min(span.end, bytes.count))], as: UTF8.self)
  }

  /// Complexity: O(log lines + length of the line).
  public func position(of offset: Int) -> Position {
    let line = lineIndex(of: offset)
    let column = text(in: Span(lineStarts[line], offset)).unicodeScalars.count
    return Position(line: line + 1, column: column + 1)
  }

  /// Bytes of a line, counted from 1, without its line break.
  func span(ofLine line: Int) -> Span {
    let start = lineStarts[line - 1]
    var end = line < lineStarts.count ? lineStarts[line] - 1 : bytes.count
    if end > start, bytes[end - 1] == UInt8(ascii: "\r") { end -= 1 }
    return Span(start, end)
  }

  private func lineIndex(of offset: Int) -> Int {
    var (low, high) = (0, lineStarts.count)
    while high - low > 1 {
      let middle = (low + high) / 2
      if lineStarts[middle] <= offset { low = middle } else { high = middle }
    }
    return low
  }
}
