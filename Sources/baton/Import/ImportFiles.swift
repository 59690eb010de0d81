import Domain
import Foundation
import TraceFormats

/// The files of one trace, as a user named them.
struct ImportFiles {
  /// As in messages.
  let name: String
  private let isStandardInput: Bool
  /// Neither standard input nor a pipe is among them.
  let canBeReadAgain: Bool
  private let paths: [String]

  private static let endings: Set = ["json", "jsonl", "ndjson", "csv", "yaml", "yml"]

  /// - Throws: `Failure` for what can't be read, and for a folder without a trace.
  init(_ arguments: [String]) throws {
    isStandardInput = arguments == ["-"]
    name = isStandardInput ? "standard input" : arguments.joined(separator: ", ")
    guard !isStandardInput else {
      (paths, canBeReadAgain) = ([], false)
      return
    }
    var paths: [String] = []
    for argument in arguments {
      if Input.isFolder(argument) {
        paths += try Self.files(in: argument)
      } else {
        // Says why a file can't be read; a pipe is read later, and once.
        if Input.canBeReadAgain(argument) { _ = try Input(argument) }
        paths.append(argument)
      }
    }
    self.paths = paths
    canBeReadAgain = paths.allSatisfy(Input.canBeReadAgain)
  }

  /// Those of a folder that may hold a trace, by name, numbers in them by their value.
  private static func files(in folder: String) throws -> [String] {
    let names = (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    let found = names.filter { name in
      endings.contains(String(name.split(separator: ".").last ?? "").lowercased())
    }
    guard !found.isEmpty else {
      throw Failure.input(
        "the folder `\(folder)` holds no trace",
        help: "its files would end with \(endings.sorted().joined(separator: ", "))")
    }
    let sorted = found.sorted {
      let order = $0.compare($1, options: .numeric)
      return order == .orderedSame ? $0 < $1 : order == .orderedAscending
    }
    return sorted.map { "\(folder)/\($0)" }
  }

  /// Opens them anew, each when it is needed.
  func inputs() throws(TraceError) -> [ImportInput] {
    if isStandardInput { return [ImportInput(chunks: Self.chunks(of: .standardInput))] }
    let isOne = paths.count == 1
    return paths.map { path in
      var opened: ByteChunks?
      return ImportInput(name: isOne ? nil : path) { () throws(TraceError) in
        if opened == nil {
          guard let handle = FileHandle(forReadingAtPath: path) else {
            throw TraceError("the file can't be opened", line: 0)
          }
          opened = Self.chunks(of: handle)
        }
        return try opened?()
      }
    }
  }

  private static func chunks(of handle: FileHandle) -> ByteChunks {
    { () throws(TraceError) in
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
}
