import Foundation
import Testing

/// Runs the built executable as a user would.
enum Baton {
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  struct Result {
    var output: Data
    var errors: String
    var code: Int32
    var text: String { String(decoding: output, as: UTF8.self) }
  }

  /// The release build that the checks have made before the tests, which is what users run and
  /// takes a tenth of the time; else the one beside the tests.
  static var executable: URL {
    ProcessInfo.processInfo.environment["BATON_RELEASE"].map { URL(filePath: $0) } ?? beside
  }

  /// Where the package manager builds it: slow enough to be stopped in the midst of its work.
  static var beside: URL {
    let arguments = ProcessInfo.processInfo.arguments
    let bundle = arguments.first { $0.contains(".xctest") } ?? arguments[0]
    return URL(filePath: bundle).deletingLastPathComponent().appending(path: "baton")
  }

  /// Path of an optimized build, if one is named, for what would take minutes without.
  static let optimized = ProcessInfo.processInfo.environment["BATON_OPTIMIZED"]

  static func run(_ arguments: String..., input: Data? = nil) throws -> Result {
    try run(arguments, input: input)
  }

  /// - Parameter program: Another build than `executable`.
  static func run(
    _ arguments: [String], input: Data? = nil, program: String? = nil
  ) throws -> Result {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = try ["in", "out", "err"].map { name in
      let url = folder.appending(path: name)
      try (name == "in" ? input ?? Data() : Data()).write(to: url)
      return url
    }
    let process = Process()
    process.executableURL = program.map { URL(filePath: $0) } ?? executable
    process.arguments = arguments
    process.currentDirectoryURL = root
    process.standardInput = try FileHandle(forReadingFrom: files[0])
    process.standardOutput = try FileHandle(forWritingTo: files[1])
    process.standardError = try FileHandle(forWritingTo: files[2])
    try process.run()
    process.waitUntilExit()
    return Result(
      output: try Data(contentsOf: files[1]),
      errors: try String(contentsOf: files[2], encoding: .utf8), code: process.terminationStatus)
  }

  static func file(_ content: Data, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString + ".yaml")
    try content.write(to: url)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }
}
