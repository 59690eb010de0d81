import Foundation
import TestSupport

/// Python's `jsonschema`, which knows nothing of Baton.
enum Validator {
  private static let script = "Tests/WorkloadLanguageTests/Validator/validate.py"

  /// Whether Python, `jsonschema` with draft 2020-12, and `yaml` are here.
  static let isAvailable =
    (try? python(["-c", "import yaml; from jsonschema import Draft202012Validator"]).code) == 0

  /// - Returns: For each text, why the schema rejects it, `unreadable`, or nil.
  static func complaints(about texts: [String], schema: String) throws -> [String?] {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let names = ["schema.json"] + texts.indices.map { "\($0).yaml" }
    for (name, text) in zip(names, [schema] + texts) {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let paths = names.map { folder.appending(path: $0).path }
    let result = try python([Repository.path(script)] + paths)
    guard result.code == 0 else { throw Failure(code: result.code) }
    return try JSONDecoder().decode([String?].self, from: result.output)
  }

  /// The validator itself stopped; what it said is on standard error.
  struct Failure: Error { var code: Int32 }

  private static func python(_ arguments: [String]) throws -> (output: Data, code: Int32) {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [interpreter, "-W", "ignore"] + arguments
    let pipe = Pipe()
    process.standardOutput = pipe
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (output, process.terminationStatus)
  }

  /// One with the modules, where that of the system has none.
  private static var interpreter: String {
    ProcessInfo.processInfo.environment["BATON_PYTHON"] ?? "python3"
  }
}
