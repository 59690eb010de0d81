import Foundation
import Testing

/// Counts and peak memory of imports; how fast they are is told in `Docs/Performance.md`.
@Suite("scale of imports")
struct ImportScaleTests {
  /// Runs an import in a process of its own and gives its peak memory in bytes.
  private func peak(_ path: String, _ arguments: [String]) throws -> (bytes: Int, text: String) {
    let script = """
      import resource, subprocess, sys
      done = subprocess.run(sys.argv[1:], capture_output=True, text=True)
      print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, done.stderr, sep="\\n")
      """
    let program = Baton.executable.path
    let result = try Baton.run(
      ["python3", "-c", script, program, "import", path, "-o", "/dev/null"] + arguments,
      program: "/usr/bin/env")
    let parts = result.text.split(separator: "\n", maxSplits: 1)
    return (1024 * (try #require(Int(parts[0]))), String(parts[1]))
  }

  private func withFile(_ text: String, _ body: (String) throws -> Void) throws {
    let url = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try text.write(to: url, atomically: true, encoding: .utf8)
    defer { try? FileManager.default.removeItem(at: url) }
    try body(url.path)
  }

  @Test("ten times the rows of CSV take no more memory")
  func constantMemory() throws {
    var peaks: [Int] = []
    for count in [20_000, 200_000] {
      var rows = "TIMESTAMP,ContextTokens,GeneratedTokens\n"
      for row in 0..<count {
        let (minute, second) = (10 + row / 10_000, 10 + row / 200 % 50)
        rows += "2023-11-16 18:\(minute):\(second).\(1000 + row % 200)000,\(row % 7000),13\n"
      }
      try withFile(rows) { path in
        let (bytes, text) = try peak(path, [])
        #expect(text.hasPrefix("azure: \(count) requests in \(count) sessions\n"), "\(text)")
        peaks.append(bytes)
      }
    }
    #expect(peaks[1] < peaks[0] + 16_000_000, "\(peaks)")
  }

  @Test("a line of 4 MB takes its length several times over, and no more")
  func longLine() throws {
    let ids = (0..<600_000).map(String.init).joined(separator: ",")
    let row = "\"input_length\":9600000,\"output_length\":1,\"hash_ids\":[\(ids)]}\n"
    let text = (0..<5).map { "{\"timestamp\":\($0),\(row)" }.joined()
    try withFile(text) { path in
      let (bytes, said) = try peak(path, ["--block-size", "16"])
      #expect(said.hasPrefix("mooncake: 5 requests in 5 sessions\n"), "\(said)")
      #expect(bytes < 150_000_000, "\(bytes)")
    }
  }
}
