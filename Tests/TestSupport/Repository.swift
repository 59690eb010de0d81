import Foundation

/// Files of the checkout that the tests were built from.
public enum Repository {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  /// The full path of a file.
  public static func path(_ path: String) -> String { root.appending(path: path).path }

  public static func bytes(_ path: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: path)))
  }

  public static func text(_ path: String) throws -> String {
    String(decoding: try bytes(path), as: UTF8.self)
  }

  /// Whether generated files are to be written anew instead of compared: `BATON_UPDATE=1`.
  public static var isUpdating: Bool { ProcessInfo.processInfo.environment["BATON_UPDATE"] == "1" }

  /// Compares a generated file with the one in the checkout, or writes it when updating.
  ///
  /// - Returns: whether they are equal; always true when updating.
  public static func matches(_ path: String, _ text: String) throws -> Bool {
    let file = root.appending(path: path)
    if isUpdating {
      try FileManager.default.createDirectory(
        at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
      try Data(text.utf8).write(to: file)
      return true
    }
    return (try? self.text(path)) == text
  }

  private static let lock = NSLock()

  /// Compares the part of a file between `<!-- NAME -->` and `<!-- end NAME -->` with a generated
  /// text, or writes it when updating.
  public static func matches(_ path: String, section: String, _ text: String) throws -> Bool {
    // Tests run at the same time and may write sections of one file.
    lock.lock()
    defer { lock.unlock() }
    let whole = try self.text(path)
    let (start, end) = ("<!-- \(section) -->\n", "<!-- end \(section) -->\n")
    guard let head = whole.firstRange(of: start), let tail = whole.firstRange(of: end),
      head.upperBound <= tail.lowerBound
    else { return false }
    return try matches(
      path, String(whole[..<head.upperBound]) + text + String(whole[tail.lowerBound...]))
  }
}
