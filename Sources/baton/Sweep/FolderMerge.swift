import Domain
import Foundation

/// Folders of points or cells put together into one: a file that two of them have is the same in
/// both, since its name says all that it depends on.
enum FolderMerge {
  /// What was read and what was new.
  struct Count {
    var files = 0
    var added = 0
  }

  /// Names of what a folder of runs keeps; parts of files that a killed process left aren't.
  private static func names(in folder: String) throws -> [String] {
    let all = try FileManager.default.contentsOfDirectory(atPath: folder)
    return all.filter { $0.hasSuffix(".json") || $0.hasSuffix(".cell") }.sorted()
  }

  /// Copies what each folder has into one, file by file and whole; nothing is written over, and
  /// nothing is written at all before every file was looked at.
  ///
  /// - Throws: `Failure` for an input that is no folder of runs, or a file that differs from one of
  ///   the same name.
  static func merge(_ folders: [String], into target: String) throws -> Count {
    for folder in folders where !Input.isFolder(folder) {
      throw Failure.input(
        "`\(folder)` is no folder, as others here are",
        help: "parts of a trace are merged by themselves, folders of runs by themselves")
    }
    for folder in folders where try names(in: folder).isEmpty {
      throw Failure.input("`\(folder)` has no points or cells, as `--runs` keeps them")
    }
    var count = Count()
    var sources: [String: String] = [:]
    var new: [(name: String, path: String)] = []
    for folder in folders {
      for name in try names(in: folder) {
        let path = "\(folder)/\(name)"
        let bytes = try point(path)
        count.files += 1
        let known = sources[name] ?? "\(target)/\(name)"
        if let there = FileManager.default.contents(atPath: known) {
          guard there == bytes else {
            throw Failure.input(
              "`\(path)` isn't what `\(known)` is, though they are of one point",
              help: "one of them is broken: delete it, and the sweep replays it again")
          }
        } else {
          new.append((name, path))
        }
        sources[name] = path
      }
    }
    let runs = try RunFolder(target)
    for (name, path) in new {
      let place = URL(filePath: runs.path).appending(path: name).path
      try Output.write([UInt8](try point(path)), to: place)
      count.added += 1
    }
    return count
  }

  /// The bytes of a point or a cell.
  private static func point(_ path: String) throws -> Data {
    guard let bytes = FileManager.default.contents(atPath: path) else {
      throw Failure.machine("`\(path)` can't be read")
    }
    let start = "{\"schema\":\"\(RunRecord.schema)\"".utf8
    guard path.hasSuffix(".cell") || bytes.starts(with: start) else {
      throw Failure.input(
        "`\(path)` is no point of a sweep", help: "folders that `--runs` filled are merged")
    }
    return bytes
  }
}
