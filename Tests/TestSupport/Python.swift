public import Foundation

/// Python and its packages, which know nothing of Baton.
public enum Python {
  /// One with the packages of Tests/requirements.txt, where that of the system has none.
  private static var interpreter: String {
    ProcessInfo.processInfo.environment["BATON_PYTHON"] ?? "python3"
  }

  /// Whether a line of imports works.
  public static func can(_ imports: String) -> Bool { (try? run(["-c", imports]).code) == 0 }

  public static func run(_ arguments: [String]) throws -> (output: Data, code: Int32) {
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

  /// A script of the repository's on texts as files, its output decoded from JSON.
  ///
  /// - Throws: `Failure` if the script stops; what it says is on standard error.
  public static func judge<Answer: Decodable>(
    _ script: String, _ texts: [(name: String, text: String)]
  ) throws -> Answer {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (name, text) in texts {
      try Data(text.utf8).write(to: folder.appending(path: name))
    }
    let paths = texts.map { folder.appending(path: $0.name).path }
    let result = try run([Repository.path(script)] + paths)
    guard result.code == 0 else { throw Failure(code: result.code) }
    return try JSONDecoder().decode(Answer.self, from: result.output)
  }

  public struct Failure: Error { public var code: Int32 }
}
