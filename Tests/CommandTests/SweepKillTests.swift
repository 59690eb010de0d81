import Domain
import Foundation
import Testing

@Suite("a sweep that is killed")
struct SweepKillTests {
  /// Starts a line of a shell without waiting for it.
  private func launch(_ line: String, _ arguments: [String]) throws -> Process {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-c", line, Baton.beside.path] + arguments
    process.currentDirectoryURL = Baton.root
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    return process
  }

  /// Kills a sweep some time after it has added so many points.
  ///
  /// - Returns: whether it was running still.
  private func killed(
    _ ask: [String], in folder: String, after points: Int, pause: UInt32
  ) throws -> Bool {
    let before = try FrontierCommandTests.files(folder).count
    let process = try launch("exec \"$0\" \"$@\"", ask)
    while process.isRunning, try FrontierCommandTests.files(folder).count < before + points {
      usleep(500)
    }
    usleep(pause)
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
    return process.terminationReason == .uncaughtSignal && process.terminationStatus == SIGKILL
  }

  /// Runs a sweep that may write no more in the middle of its first file.
  ///
  /// - Returns: whether it failed, or was killed, for that.
  private func stoppedWriting(_ ask: [String], after kibibytes: Int) throws -> Bool {
    let process = try launch(
      "ulimit -c 0 -f \(kibibytes); exec \"$0\" \"$@\"", ask)
    process.waitUntilExit()
    let isKilled = process.terminationReason == .uncaughtSignal
    return process.terminationStatus == (isKilled ? SIGXFSZ : 1)
  }

  /// Every point that is there is whole, and those that were are as they were.
  private func check(_ folder: String, since kept: inout [String: Date]) throws {
    let files = try FrontierCommandTests.files(folder)
    for (name, written) in kept { #expect(files[name] == written, "\(name)") }
    for name in files.keys where kept[name] == nil {
      let data = try Data(contentsOf: URL(filePath: "\(folder)/\(name)"))
      #expect((try? JSONSerialization.jsonObject(with: data)) != nil, "\(name) is broken")
    }
    kept = files
  }

  @Test(
    "killed twenty times in a row, at any moment and while it writes, it ends as one never killed")
  func killed() throws {
    let seeds = 48
    let ask = FrontierCommandTests.sweep + ["--json", "--seeds", "\(seeds)"]
    let whole = try Baton.run(ask, program: Baton.beside.path).output
    #expect(!whole.isEmpty)
    try FrontierCommandTests.folder { folder in
      let random = RandomStream(seed: 8)
      var kept: [String: Date] = [:]
      // Twenty kills, and five sweeps that fail while they write.
      for round in 0..<25 {
        let draw = random.numbered(round)
        let before = kept.count
        if round % 5 == 4 {
          let size = 1 + Int(3 * draw.numbered(0).uniform)
          #expect(try stoppedWriting(ask + ["--runs", folder], after: size), "round \(round)")
        } else {
          // Sometimes before the first point.
          let points = Int(3 * draw.numbered(0).uniform)
          let pause = UInt32(1e5 * draw.numbered(1).uniform)
          #expect(
            try killed(ask + ["--runs", folder], in: folder, after: points, pause: pause),
            "round \(round) had nothing left to do")
        }
        try check(folder, since: &kept)
        #expect(kept.count >= before)
      }
      #expect((15..<6 * seeds).contains(kept.count), "\(kept.count) points")
      let end = try Baton.run(ask + ["--runs", folder], program: Baton.beside.path)
      #expect(end.output == whole)
      try check(folder, since: &kept)
      #expect(kept.count == 6 * seeds)
    }
  }

  @Test("a search for capacity that is killed goes on from the points that it has")
  func search() throws {
    let files = [
      "w.yaml": FrontierCommandTests.reading, "rack.yaml": CapacityCommandTests.rack,
    ]
    try CompareTests.files(files) { folder in
      let ask =
        ["capacity", "\(folder)/w.yaml", "--platform", "\(folder)/rack.yaml", "--seeds", "3"]
        + ["--json", "--assert", "p99 ttft < 3s"]
      let whole = try Baton.run(ask, program: Baton.beside.path).output
      let runs = "\(folder)/runs"
      try FileManager.default.createDirectory(atPath: runs, withIntermediateDirectories: true)
      var kept: [String: Date] = [:]
      for round in 0..<4 {
        let isKilled = try killed(
          ask + ["--runs", runs], in: runs, after: 2 + round, pause: 1000 * UInt32(round))
        #expect(isKilled, "round \(round) had nothing left to do")
        try check(runs, since: &kept)
        #expect(kept.count >= 2 * (round + 1))
      }
      #expect(
        try !whole.isEmpty
          && Baton.run(ask + ["--runs", runs], program: Baton.beside.path).output == whole)
      try check(runs, since: &kept)
    }
  }
}
