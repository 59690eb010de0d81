import Domain
import Foundation
import TraceFormats

/// A file or standard input, as a user named it.
struct Input: Sendable {
  /// As in messages.
  var name: String
  private var isStandard: Bool
  /// Standard input is read once and kept, since every arm reads the trace anew.
  private var kept: [UInt8]?

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
  }

  /// Content that the command line gives itself.
  init(name: String, bytes: [UInt8]) {
    (self.name, isStandard, kept) = (name, false, bytes)
  }

  static let missing = "no such file"

  /// Why a file can't be read; nil if it can.
  static func obstacle(_ path: String) -> String? {
    var isFolder: ObjCBool = false
    guard unsafe FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) else {
      return missing
    }
    if isFolder.boolValue { return "it is a folder" }
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
    guard let handle = FileHandle(forReadingAtPath: name) else {
      throw Failure.machine("`\(name)` can't be opened")
    }
    return { () throws(TraceError) in
      do {
        guard let data = try handle.read(upToCount: Input.chunkSize), !data.isEmpty else {
          return nil
        }
        return [UInt8](data)
      } catch {
        throw TraceError("the file can't be read on: \(error)", line: 0)
      }
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
