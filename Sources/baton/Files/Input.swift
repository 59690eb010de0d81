import Domain
import Foundation
import Synchronization
import TraceFormats

/// A file or standard input, as a user named it.
struct Input: Sendable {
  /// As in messages.
  var name: String
  private var isStandard: Bool
  /// Standard input and pipes are read once and kept, since every arm reads the trace anew.
  private var kept: [UInt8]?
  private let count = ReadCount()

  /// Read at a time; small enough for the allocator to use the same memory again and again.
  static let chunkSize = 1 << 16

  /// - Throws: `Failure` when there is no such file, or it is a folder or can't be opened.
  init(_ path: String) throws {
    isStandard = path == "-"
    name = isStandard ? "standard input" : path
    guard !isStandard else {
      kept = [UInt8](FileHandle.standardInput.readDataToEndOfFile())
      return
    }
    if let reason = Input.obstacle(path) {
      throw Failure.unreadable(
        path, reason, help: reason == Input.missing ? Input.nearest(to: path) : nil)
    }
    if !Input.canBeReadAgain(path), let pipe = FileHandle(forReadingAtPath: path) {
      kept = [UInt8](pipe.readDataToEndOfFile())
    }
  }

  /// Whether it is a file, and no pipe that is empty after it was read once.
  static func canBeReadAgain(_ path: String) -> Bool {
    var found = stat()
    return unsafe stat(path, &found) != 0 || found.st_mode & S_IFMT == S_IFREG
  }

  /// Content that the command line gives itself.
  init(name: String, bytes: [UInt8]) {
    (self.name, isStandard, kept) = (name, false, bytes)
  }

  static let missing = "no such file"

  static func isFolder(_ path: String) -> Bool {
    var isFolder: ObjCBool = false
    return unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder)
      && isFolder.boolValue
  }

  /// Why a file can't be read; nil if it can.
  static func obstacle(_ path: String) -> String? {
    guard FileManager.default.fileExists(atPath: path) else { return missing }
    if isFolder(path) { return "it is a folder" }
    return FileManager.default.isReadableFile(atPath: path) ? nil : "permission denied"
  }

  func bytes() throws -> [UInt8] {
    if let kept { return kept }
    guard let data = FileManager.default.contents(atPath: name) else {
      throw Failure.machine("`\(name)` can't be read")
    }
    return [UInt8](data)
  }

  /// Yields the content in order, piece by piece; nil at the end.
  ///
  /// - Throws: if the file can't be opened; a piece that can't be read is an error of its reader.
  func chunks() throws -> ByteChunks {
    if let kept {
      var rest: [UInt8]? = kept
      return {
        defer { rest = nil }
        return rest
      }
    }
    let file = try OpenFile(name)
    let count = count
    return { () throws(TraceError) in
      let chunk = try file.chunk()
      count.bytes.add(chunk?.count ?? 0, ordering: .relaxed)
      return chunk
    }
  }

  /// Part of what reading it so often reads; nil where that can't be told.
  func shareRead(times: Int) -> Double? {
    let attributes = kept == nil ? try? FileManager.default.attributesOfItem(atPath: name) : nil
    guard let size = attributes?[.size] as? NSNumber, size.intValue > 0 else { return nil }
    let read = count.bytes.load(ordering: .relaxed)
    return Double(read) / (size.doubleValue * Double(max(1, times)))
  }

  /// Bytes of all readings together.
  private final class ReadCount: Sendable {
    let bytes = Atomic<Int>(0)
  }

  /// A file that is read piece by piece, straight into what its reader gets.
  private final class OpenFile {
    private let descriptor: Int32
    /// Handed out again and again: whoever reads a piece is done with it when it asks for the next,
    /// or gets one of its own.
    private var piece = [UInt8](repeating: 0, count: Input.chunkSize)

    init(_ path: String) throws {
      descriptor = unsafe open(path, O_RDONLY | O_CLOEXEC)
      guard descriptor >= 0 else { throw Failure.machine("`\(path)` can't be opened") }
    }

    deinit { close(descriptor) }

    /// nil at the end.
    func chunk() throws(TraceError) -> [UInt8]? {
      var (count, reason) = (0, Int32(0))
      unsafe piece.withUnsafeMutableBytes { buffer in
        repeat {
          count = unsafe read(descriptor, buffer.baseAddress, buffer.count)
        } while count < 0 && errno == EINTR
        if count < 0 { reason = errno }
      }
      guard reason == 0 else {
        let words = unsafe String(cString: strerror(reason))
        throw TraceError("the file can't be read on: \(words)", line: 0)
      }
      if count == piece.count { return piece }
      return count > 0 ? Array(piece[..<count]) : nil
    }
  }

  /// A file of a similar name in the same folder.
  private static func nearest(to path: String) -> String? {
    let url = URL(filePath: path)
    let folder = url.deletingLastPathComponent().path
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let wanted = url.deletingPathExtension().lastPathComponent
    guard wanted.count > 2 else { return nil }
    let found = names.sorted().first {
      $0 != url.lastPathComponent && $0.hasPrefix(String(wanted.prefix(wanted.count - 1)))
    }
    return found.map { name in
      let folders = path.split(separator: "/").dropLast().map { $0 + "/" }.joined()
      return "did you mean `\(path.hasPrefix("/") ? "/" : "")\(folders)\(name)`?"
    }
  }
}
