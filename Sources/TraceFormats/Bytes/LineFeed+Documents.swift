import Domain

// JSON documents that follow each other, each on one line or on many, alone or in a list.
extension LineFeed {
  /// Makes `bytes[position..<end]` hold one document; false at the end of the input.
  ///
  /// A damaged one reaches up to where the next may begin: where documents stand on lines of their
  /// own to the end of its line, else up to the next line that begins one and is not indented
  /// deeper. `isDamaged` is then set, whatever a reader can make of it.
  ///
  /// - Complexity: O(bytes of the document), amortized.
  mutating func fillDocument() throws(TraceError) -> Bool {
    isDamaged = false
    guard try skipSeparators() else { return false }
    var scan = DocumentScan()
    let (length, isWhole) = try documentLength(&scan)
    if isWhole, try endsWell(length, hasNewline: scan.hasNewline) {
      endDocument(at: position + length)
      return true
    }
    isDamaged = true
    endDocument(at: position + (try damagedLength()))
    return true
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
        case UInt8(ascii: "["): isList = true
        case let byte where Self.isSeparator(byte): break
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

  /// Whether a byte, not a newline, may stand between documents.
  private static func isSeparator(_ byte: UInt8) -> Bool {
    switch byte {
    case 0x20, 0x09, 0x0D, UInt8(ascii: ","), UInt8(ascii: "["), UInt8(ascii: "]"): true
    default: false
    }
  }

  private mutating func documentLength(
    _ scan: inout DocumentScan
  ) throws(TraceError) -> (length: Int, isWhole: Bool) {
    var length = 0
    while true {
      while position + length < bytes.count {
        switch scan.step(bytes[position + length]) {
        case .more: length += 1
        case .last: return (length + 1, true)
        case .broken: return (length, false)
        }
      }
      guard try pullDocument() else { return (length, false) }
    }
  }

  /// Holds more of the document; false at the end of the input, and of what may be held.
  private mutating func pullDocument() throws(TraceError) -> Bool {
    bytes.count - position > Self.longestLine ? false : try pull()
  }

  /// Whether nothing but the next document or the end of the line follows; notes how they lie.
  private mutating func endsWell(
    _ length: Int, hasNewline: Bool
  ) throws(TraceError) -> Bool {
    var place = length
    while try holds(place) {
      let byte = bytes[position + place]
      if byte == 0x0A { break }
      if byte == UInt8(ascii: "{") { return true }
      guard Self.isSeparator(byte) else { return false }
      place += 1
    }
    layout = hasNewline ? .spread : .lines
    return true
  }

  /// Whether there is a byte this far behind the position.
  private mutating func holds(_ place: Int) throws(TraceError) -> Bool {
    while position + place >= bytes.count {
      guard try pullDocument() else { return false }
    }
    return true
  }

  /// Bytes up to where the next document may begin.
  private mutating func damagedLength() throws(TraceError) -> Int {
    let indent = indentation()
    if layout == nil { layout = try findNext(indent, isWholeLine: true) == nil ? .spread : .lines }
    guard layout == .spread else {
      var length = 0
      while try holds(length), bytes[position + length] != 0x0A { length += 1 }
      return length
    }
    return try findNext(indent, isWholeLine: false) ?? bytes.count - position
  }

  /// Spaces before the document on its line, as far as they are held.
  private func indentation() -> Int {
    var count = 0
    while position - count > 0, [0x20, 0x09].contains(bytes[position - count - 1]) { count += 1 }
    return count
  }

  /// Bytes up to the next line that begins a document and is indented no deeper than this one.
  ///
  /// An object that begins a line may be nested in the damaged document. It isn't if nothing before
  /// it waits for a value, if lines between are indented deeper, in a list, and if it is whole and
  /// alone on its line.
  ///
  /// - Parameter isWholeLine: only the last counts.
  private mutating func findNext(
    _ indent: Int, isWholeLine: Bool
  ) throws(TraceError) -> Int? {
    var place = 0
    var previous: UInt8 = 0
    var isDeeper = false
    while try holds(place) {
      let byte = bytes[position + place]
      place += 1
      if byte > 0x20 { previous = byte }
      guard byte == 0x0A else { continue }
      let start = place
      while try holds(place), [0x20, 0x09].contains(bytes[position + place]) { place += 1 }
      guard try holds(place), bytes[position + place] > 0x20 else { continue }
      if place - start > indent { isDeeper = true }
      guard bytes[position + place] == UInt8(ascii: "{"), place - start <= indent else { continue }
      if try standsAlone(place) { return start }
      if isWholeLine { continue }
      if isDeeper || isList || !DocumentScan.opensValue(previous) { return start }
    }
    return nil
  }

  /// Whether a whole document is alone on its line, and the next or the end follows.
  private mutating func standsAlone(_ start: Int) throws(TraceError) -> Bool {
    var scan = DocumentScan()
    var place = start
    loop: while try holds(place), bytes[position + place] != 0x0A {
      switch scan.step(bytes[position + place]) {
      case .more: place += 1
      case .last: break loop
      case .broken: return false
      }
    }
    guard try holds(place), bytes[position + place] == UInt8(ascii: "}") else { return false }
    place += 1
    var isOver = false
    while try holds(place) {
      let byte = bytes[position + place]
      if byte == 0x0A { isOver = true }
      if byte == UInt8(ascii: "{") { return isOver }
      guard byte <= 0x20 || (isList && Self.isSeparator(byte)) else { return false }
      place += 1
    }
    return true
  }
}
