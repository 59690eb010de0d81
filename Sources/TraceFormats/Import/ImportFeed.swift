import Domain

/// The items of several inputs, one after the other.
struct ImportFeed {
  private var inputs: [ImportInput]
  private(set) var name: String?
  private(set) var lines: LineFeed
  private let isDocuments: Bool
  /// The present input's first item hasn't been looked at.
  private var isAtStart = true
  /// Of documents, bytes of the last one that couldn't be read.
  private var passed = 0

  /// - Parameter first: the first input, whose start was read to find its format.
  init(first: LineFeed, name: String?, rest: [ImportInput], isDocuments: Bool) {
    (lines, self.name, inputs) = (first, name, Array(rest.reversed()))
    self.isDocuments = isDocuments
    lines.stopDigesting()
    if isDocuments { lines.giveDocuments() }
  }

  /// Finds the next item that isn't blank; false when all inputs are at their end.
  mutating func next() throws(TraceError) -> Bool {
    while true {
      do throws(TraceError) {
        if isDocuments {
          if try lines.fillDocument() { return true }
        } else {
          while try lines.fill() {
            if lines.bytes[lines.position] > 0x20 { return true }
            var cursor = LineCursor(lines)
            guard cursor.takeEndOfLine(lines.bytes.span) else { return true }
            lines.position = cursor.position
            lines.line += 1
          }
        }
      } catch { throw located(error) }
      guard let input = inputs.popLast() else { return false }
      (lines, name, isAtStart) = (LineFeed(chunks: input.chunks), input.name, true)
      if isDocuments { lines.giveDocuments() }
    }
  }

  /// Lets the reader look at an input's first item; true if that was no item but, for example, the
  /// names of columns.
  mutating func readStart(
    _ reader: inout some ItemReader, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    guard isAtStart else { return false }
    isAtStart = false
    var cursor = LineCursor(lines)
    do throws(TraceError) {
      guard try reader.begin(lines.bytes.span, &cursor, &draft) else { return false }
    } catch { throw located(error) }
    pass()
    return true
  }

  /// Reads an item and goes on behind it, also if it is bad.
  mutating func read(
    _ reader: inout some ItemReader, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var cursor = LineCursor(lines)
    do throws(TraceError) {
      if lines.isDamaged {
        // What it says of a part must not stay with the reader.
        var (trial, scratch) = (reader, draft)
        try trial.read(lines.bytes.span, &cursor, &scratch)
        throw notADocument(cursor)
      }
      try reader.read(lines.bytes.span, &cursor, &draft)
    } catch {
      if isDocuments { passed = lines.end - lines.position }
      pass()
      throw error
    }
    if isDocuments {
      lines.passDocument()
    } else {
      lines.position = cursor.position
      lines.line += 1
    }
  }

  /// What is held reads as a document, but more than the next one follows it.
  private func notADocument(_ cursor: LineCursor) -> TraceError {
    var cursor = cursor
    cursor.skipSpace(lines.bytes.span)
    return cursor.unexpected(lines.bytes.span, expected: "the next document")
  }

  private mutating func pass() { lines.pass() }

  /// Whether a whole line is held that begins among the first bytes.
  func isWithin(_ bytes: Int) -> Bool { lines.position < min(lines.end, bytes) }

  mutating func takePassed() -> Int {
    defer { passed = 0 }
    return passed
  }

  func located(_ error: TraceError) -> TraceError {
    var error = error
    error.input = name
    return error
  }
}
