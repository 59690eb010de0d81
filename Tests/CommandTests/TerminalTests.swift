import Foundation
import TestSupport
import Testing

/// What people see on a terminal, which a pipe doesn't get.
@Suite("terminal", .enabled(if: Python.can("import pty, termios"), "needs python3 and terminals"))
struct TerminalTests {
  /// What a command writes on a terminal, up to a text, or without one to its end.
  private func written(_ arguments: [String], columns: Int, until text: String = "") throws
    -> String
  {
    let script = Repository.path("Tests/ReportingTests/Readers/terminal.py")
    let result = try Python.run([script, "\(columns)", text, Baton.executable.path] + arguments)
    #expect(result.code == 0)
    return String(decoding: result.output, as: UTF8.self)
  }

  private var chat: String { Repository.path("workloads/chat.yaml") }

  @Test("tables and bars grow with the terminal and never leave it", arguments: [80, 100, 150])
  func widths(columns: Int) throws {
    let text = try written(
      [
        "run", chat, "--policy", "gpu-aggregated", "--policy", "afd", "--why", "--set",
        "duration=40s", "--set", "warm-up=0",
      ], columns: columns)
    #expect(text.contains("\u{1B}["))
    let lines = text.replacing(/\u{1B}\[[0-9;]*[A-Za-z]/, with: "").split(
      whereSeparator: \.isNewline
    )
    .map { $0.trimmingPrefix("\r") }
    let widest = lines.map(\.count).max() ?? 0
    #expect(widest <= columns && widest > columns - 12, "\(widest) of \(columns)")
    for label in ["sent/s", "under way", "waiting", "running", "KV held"] {
      let row = try #require(lines.first { $0.trimmingPrefix { $0 == " " }.hasPrefix(label) })
      #expect(row.contains("peak ") && row.contains { "▁▂▃▄▅▆▇█".contains($0) }, "\(row)")
    }
  }

  @Test("long work says how far it is, how fast, and how long the rest takes")
  func progress() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    for (word, command) in [
      ("replayed", ["run", chat, "--load", "1000"]),
      ("wrote", ["generate", chat, "--load", "10000", "-o", folder.appending(path: "t").path]),
    ] {
      let text = try written(command, columns: 80, until: " left")
      let line = try #require(text.split(separator: "\r").first { $0.contains(" left") }, "\(text)")
      let form =
        /([a-z]+) [0-9.]+( k| M)? requests, [0-9.]+( k| M)?\/s, about [0-9]+ (s|min|h) left/
      let found = try #require(line.prefixMatch(of: form), "\(line)")
      #expect(found.1 == word)
    }
    // Off a terminal there is nothing of it.
    #expect(try Baton.run("run", chat, "--set", "duration=20s", "--set", "warm-up=0").errors == "")
  }
}
