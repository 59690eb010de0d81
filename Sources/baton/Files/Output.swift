import Foundation

/// Where a result goes: standard output, or a file that is written whole or not at all.
struct Output {
  private let handle: FileHandle
  private let path: String?
  private let partial: String

  /// - Parameter path: `-` or nil for standard output.
  init(_ path: String?) throws {
    guard let path, path != "-" else {
      (handle, self.path, partial) = (.standardOutput, nil, "")
      return
    }
    self.path = path
    partial = "\(path).part-\(getpid())"
    guard FileManager.default.createFile(atPath: partial, contents: nil),
      let handle = FileHandle(forWritingAtPath: partial)
    else { throw Failure.input("`\(path)` can't be written") }
    self.handle = handle
  }

  func write(_ bytes: [UInt8]) throws {
    do {
      try handle.write(contentsOf: Data(bytes))
    } catch {
      discard()
      throw Failure.machine("writing \(path ?? "standard output") failed: \(error)")
    }
  }

  /// Puts the file in its place.
  func finish() throws {
    guard let path else { return }
    try? handle.close()
    guard unsafe rename(partial, path) == 0 else {
      discard()
      throw Failure.machine("`\(path)` can't be put in its place")
    }
  }

  /// Leaves nothing behind.
  func discard() {
    guard path != nil else { return }
    try? FileManager.default.removeItem(atPath: partial)
  }

  static func print(_ text: String) throws {
    try Output(nil).write(Array(text.utf8))
  }
}
