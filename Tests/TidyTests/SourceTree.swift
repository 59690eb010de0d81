import Foundation

/// The checkout that the tests were built from.
enum SourceTree {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct File {
    /// From the root.
    var path: String
    var lines: [Substring]
    /// Name of the folder below `Sources` or `Tests`.
    var module: String { String(path.split(separator: "/")[1]) }
  }

  /// Files below a folder with one of the endings, by path.
  static func files(in folder: String, endings: [String]) throws -> [File] {
    let base = root.appending(path: folder)
    let names = try FileManager.default.subpathsOfDirectory(atPath: base.path).sorted()
    // Build folders of nested packages are hidden.
    let own = names.filter { !$0.hasPrefix(".") && !$0.contains("/.") }
    return try own.filter { name in endings.contains { name.hasSuffix($0) } }.map { name in
      let text = try String(contentsOf: base.appending(path: name), encoding: .utf8)
      return File(
        path: "\(folder)/\(name)",
        lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    }
  }

  static func sources() throws -> [File] { try files(in: "Sources", endings: [".swift"]) }
  static func tests() throws -> [File] { try files(in: "Tests", endings: [".swift"]) }
}
