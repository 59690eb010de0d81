public import Domain

/// Gives bytes in pieces of any size (64 KiB to 1 MiB serve well), nil at the end.
public typealias ByteChunks = () throws(TraceError) -> [UInt8]?

/// Turns chunks of bytes into whole lines, in memory that grows with the longest line only.
///
/// `bytes[position..<end]` are whole lines; the last line of the input may lack its newline. A byte
/// order mark at the start is passed over.
struct LineFeed {
  /// Lines longer than this are refused.
  static let longestLine = 1 << 28
  /// So much of the input is held when its first line can be read, unless it is shorter: the
  /// identity of a trace must not depend on the size of the pieces.
  static let identityBytes = 1 << 16

  private let chunks: ByteChunks
  private var isDrained = false
  private(set) var bytes: [UInt8] = []
  /// It gives JSON documents, which may have several lines: `LineFeed+Documents.swift`.
  private(set) var isDocument = false
  /// Of documents: how they lie as far as is known, whether they are in a list, and whether the one
  /// held is damaged.
  var layout: DocumentLayout?
  var isList = false
  var isDamaged = false
  /// Where the next line begins.
  var position = 0
  /// Behind the last whole line held.
  private(set) var end = 0
  /// Number of the line at `position`, from 1.
  var line = 1
  /// Digest of all lines before `digested`; kept only on request.
  private(set) var digest: TraceDigest?
  private var digested = 0

  init(isDigesting: Bool = false, chunks: @escaping ByteChunks) {
    self.chunks = chunks
    digest = isDigesting ? TraceDigest() : nil
  }

  /// Makes `bytes[position..<end]` hold at least one line; false at the end of the input.
  ///
  /// - Complexity: amortized O(bytes of the input).
  mutating func fill() throws(TraceError) -> Bool {
    if position < end { return true }
    return try refill()
  }

  /// Digest of all bytes before `position`.
  mutating func digestUpToPosition() -> TraceDigest? {
    digest?.update(bytes, digested..<position)
    digested = position
    return digest
  }

  /// Of no use to formats that state none.
  mutating func stopDigesting() { digest = nil }

  private mutating func refill() throws(TraceError) -> Bool {
    let isStart = bytes.isEmpty
    _ = digestUpToPosition()
    bytes.removeSubrange(..<position)
    (position, end, digested) = (0, 0, 0)
    var searched = 0
    while !isDrained {
      guard let chunk = try chunks() else {
        isDrained = true
        break
      }
      bytes.append(contentsOf: chunk)
      if isStart, bytes.count < Self.identityBytes { continue }
      if let newline = bytes[searched...].lastIndex(of: UInt8(ascii: "\n")) {
        end = newline + 1
        break
      }
      searched = bytes.count
      if bytes.count > Self.longestLine {
        throw TraceError(
          "a line of more than \(Self.longestLine >> 20) MiB", line: line,
          help: "each record stands on a line of its own")
      }
    }
    if isDrained { end = bytes.count }
    if isStart, bytes.starts(with: [0xEF, 0xBB, 0xBF]) { (position, digested) = (3, 3) }
    return position < end
  }

  /// From now on `fillDocument` is what fills.
  mutating func giveDocuments() {
    isDocument = true
    end = position
  }

  /// Adds to the bytes held; what was read before `position` is forgotten. False at the end.
  mutating func pull() throws(TraceError) -> Bool {
    if isDrained { return false }
    bytes.removeSubrange(..<position)
    (end, position) = (end - position, 0)
    guard let chunk = try chunks() else {
      isDrained = true
      return false
    }
    bytes.append(contentsOf: chunk)
    return true
  }

  mutating func endDocument(at place: Int) { end = place }
}
