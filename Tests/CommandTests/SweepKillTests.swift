import Domain
import Foundation
import Testing

@Suite("a sweep that is killed")
struct SweepKillTests {
  /// Starts the executable without waiting for it.
  private func launch(_ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = Baton.executable
    process.arguments = arguments
    process.currentDirectoryURL = Baton.root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  @Test("killed at a random moment twenty times in a row, it ends as one never killed")
  func killed() throws {
    let ask = FrontierCommandTests.sweep + ["--json", "--seeds", "3"]
    let start = ContinuousClock.now
    let whole = try Baton.run(ask).output
    let length = (ContinuousClock.now - start) / .seconds(1)
    #expect(!whole.isEmpty)
    try FrontierCommandTests.folder { folder in
      let random = RandomStream(seed: 8)
      var kept: [String: Date] = [:]
      var cutShort = 0
      for round in 0..<20 {
        let process = try launch(ask + ["--runs", folder])
        // On a busy machine it takes longer until there is a first point.
        let reach = kept.isEmpty ? 1.0 + Double(round) / 5 : 1.0 / 3
        usleep(UInt32(1e6 * length * reach * random.numbered(round).uniform))
        if process.isRunning { cutShort += 1 }
        kill(process.processIdentifier, SIGKILL)
        process.waitUntilExit()
        let files = try FrontierCommandTests.files(folder)
        // Finished points stay as they are.
        for (name, written) in kept { #expect(files[name] == written, "\(name)") }
        kept = files
        for name in files.keys {
          let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
          #expect((try? JSONSerialization.jsonObject(with: data)) != nil, "\(name) is broken")
        }
      }
      #expect(cutShort >= 5 && !kept.isEmpty)
      let end = try Baton.run(ask + ["--runs", folder])
      #expect(end.output == whole)
      let files = try FrontierCommandTests.files(folder)
      #expect(files.count == 18)
      for (name, written) in kept { #expect(files[name] == written) }
    }
  }
}
