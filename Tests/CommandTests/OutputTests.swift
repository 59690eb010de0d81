import Foundation
import Testing

/// What is left in the folder that a result was to go to.
@Suite("output files")
struct OutputTests {
  private let arguments = [
    "generate", "workloads/chat.yaml", "--set", "duration=20s", "--set", "warm-up=0", "-o",
  ]

  private func inFolder(_ body: (URL) throws -> Void) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    try body(folder)
  }

  private func names(_ folder: URL) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()
  }

  @Test("a link keeps pointing, and what it points to is written")
  func link() throws {
    try inFolder { folder in
      let (link, target) = (folder.appending(path: "link"), folder.appending(path: "target"))
      for exists in [false, true] {
        if !exists {
          try FileManager.default.createSymbolicLink(
            atPath: link.path, withDestinationPath: "target")
        }
        let whole = try Baton.run(arguments + [link.path])
        #expect(whole.code == 0 && whole.errors == "")
        #expect(try FileManager.default.destinationOfSymbolicLink(atPath: link.path) == "target")
        #expect(try Data(contentsOf: target).suffix(2) == Data("}\n".utf8))
        #expect(try names(folder) == ["link", "target"])
      }
    }
  }

  @Test("a pipe stays a pipe, and its reader gets the trace")
  func pipe() throws {
    try inFolder { folder in
      let path = folder.appending(path: "pipe").path
      #expect(unsafe mkfifo(path, 0o600) == 0)
      let reader = Process()
      reader.executableURL = URL(filePath: "/bin/cat")
      reader.arguments = [path]
      let output = Pipe()
      reader.standardOutput = output
      try reader.run()
      let written = try Baton.run(arguments + [path])
      let read = output.fileHandleForReading.readDataToEndOfFile()
      reader.waitUntilExit()
      let direct = try Baton.run(arguments + ["-"])
      #expect(written.code == 0 && read == direct.output && !read.isEmpty)
    }
  }

  @Test("a folder, and a place that is not there, are refused and nothing is made")
  func refused() throws {
    try inFolder { folder in
      for path in [folder.path, folder.appending(path: "none/trace.jsonl").path] {
        let result = try Baton.run(arguments + [path])
        #expect(result.code == 2 && result.errors.contains(path))
        #expect(try names(folder) == [])
      }
    }
  }

  @Test("a workload that can't be generated leaves nothing", arguments: ["duration=0", "model=x"])
  func invalid(_ change: String) throws {
    try inFolder { folder in
      let path = folder.appending(path: "trace.jsonl").path
      let result = try Baton.run(["generate", "workloads/chat.yaml", "--set", change, "-o", path])
      #expect(result.code == 2)
      #expect(try names(folder) == [])
    }
  }

  private static let short = ["--load", "0.2", "--set", "duration=20s", "--set", "warm-up=0"]

  /// What writes more than the few kB that the full disk below takes.
  private static let writers: [[String]] = [
    ["run", "workloads/chat.yaml", "--why", "--save", "."] + short,
    ["run", "workloads/chat.yaml", "--requests", "out"] + short,
    ["run", "workloads/chat.yaml", "--timeline", "out"] + short,
    ["generate", "workloads/chat.yaml", "-o", "out"] + short,
  ]

  @Test("a full disk is told, and leaves what was there and nothing else", arguments: writers)
  func full(_ writer: [String]) throws {
    try inFolder { folder in
      let arguments = writer.map { word in
        [".", "out"].contains(word) ? folder.appending(path: word).path : word
      }
      let whole = try Baton.run(arguments)
      #expect(whole.code == 0, "\(whole.errors)")
      let written = try names(folder)
      #expect(!written.isEmpty)
      for name in written { try Data("kept".utf8).write(to: folder.appending(path: name)) }
      // A file of more than 8 blocks of 512 bytes doesn't fit, as if the disk were full.
      let process = Process()
      process.executableURL = URL(filePath: "/bin/sh")
      process.currentDirectoryURL = Baton.root
      process.arguments =
        ["-c", "trap '' XFSZ; ulimit -f 8; exec \"$@\"", "sh", Baton.executable.path] + arguments
      let errors = Pipe()
      process.standardOutput = FileHandle.nullDevice
      process.standardError = errors
      try process.run()
      let told = String(decoding: errors.fileHandleForReading.readDataToEndOfFile(), as: UTF8.self)
      process.waitUntilExit()
      #expect(process.terminationStatus == 1 && told.contains("File too large"), "\(told)")
      #expect(try names(folder) == written)
      for name in written {
        #expect(try Data(contentsOf: folder.appending(path: name)) == Data("kept".utf8))
      }
    }
  }

  @Test("a command that is killed while it writes leaves what was there")
  func killed() throws {
    try inFolder { folder in
      let target = folder.appending(path: "trace.jsonl")
      try Data("kept".utf8).write(to: target)
      let process = Process()
      process.executableURL = Baton.executable
      process.currentDirectoryURL = Baton.root
      process.arguments = [
        "generate", "workloads/chat.yaml", "--load", "10000", "-o", target.path,
      ]
      try process.run()
      // Until some of it is on the disk.
      func size() throws -> Int {
        let part = try names(folder).first { $0.contains(".part-") }
        let path = part.map { folder.appending(path: $0).path } ?? ""
        let found = try? FileManager.default.attributesOfItem(atPath: path)[.size] as? NSNumber
        return found?.intValue ?? 0
      }
      while try size() == 0, process.isRunning { usleep(1000) }
      #expect(process.isRunning)
      kill(process.processIdentifier, SIGKILL)
      process.waitUntilExit()
      #expect(try Data(contentsOf: target) == Data("kept".utf8))
    }
  }

  @Test("an interrupted command leaves nothing")
  func interrupted() throws {
    try inFolder { folder in
      let process = Process()
      process.executableURL = Baton.executable
      process.currentDirectoryURL = Baton.root
      process.arguments = [
        "generate", "workloads/chat.yaml", "--load", "10000", "-o",
        folder.appending(path: "trace.jsonl").path,
      ]
      try process.run()
      while try names(folder).isEmpty, process.isRunning { usleep(1000) }
      #expect(try names(folder).count == 1 && process.isRunning)
      process.terminate()
      process.waitUntilExit()
      #expect(process.terminationReason == .uncaughtSignal)
      #expect(process.terminationStatus == SIGTERM)
      #expect(try names(folder) == [])
    }
  }
}
