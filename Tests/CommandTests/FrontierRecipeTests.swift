import Foundation
import TestSupport
import Testing

@Suite("recipes of the page on frontiers")
struct FrontierRecipeTests {
  /// Text of the only fence of a language after some words of the page.
  private static func fence(_ language: String, after words: String) throws -> String {
    let text = try Repository.text("Docs/Frontier.md")
    let start = try #require(text.firstRange(of: words))
    let rest = text[start.upperBound...]
    let fence = try #require(rest.firstRange(of: "```\(language)\n"))
    let lines = rest[fence.upperBound...].split(separator: "\n", omittingEmptySubsequences: false)
    return lines.prefix { $0 != "```" }.map { $0 + "\n" }.joined()
  }

  /// In the place of the one that the recipes name, and much smaller.
  private static let workload = """
    workload: coding-assistant
    model: gpt-oss-120b
    duration: 10s
    warm-up: 1s
    agents:
      coder: {input: 2k, steps: [{generate: 50}]}
    traffic:
      people: {agent: coder, sessions: {poisson: 2/s}}
    """

  /// Runs a line of a shell where `baton` is the built one and the workload is at hand.
  private static func shell(
    _ script: String, in folder: String, _ variables: [String: String]
  ) throws -> (code: Int32, output: Data) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-c", script.replacing("/shared/runs", with: "\(folder)/runs")]
    process.currentDirectoryURL = URL(filePath: folder)
    var environment = ProcessInfo.processInfo.environment
    let path = Baton.executable.deletingLastPathComponent().path
    environment["PATH"] = path + ":" + (environment["PATH"] ?? "")
    process.environment = environment.merging(variables) { $1 }
    let pipe = Pipe()
    (process.standardOutput, process.standardError) = (pipe, FileHandle.nullDevice)
    try process.run()
    let output = try pipe.fileHandleForReading.readToEnd() ?? Data()
    process.waitUntilExit()
    return (process.terminationStatus, output)
  }

  /// The command that a recipe divides, as one machine runs it.
  private static func whole(_ recipe: String) throws -> String {
    let line = try #require(recipe.split(separator: "\n").last { $0.contains("baton frontier") })
    let start = try #require(line.firstRange(of: "baton frontier"))
    let command = line[start.lowerBound...].prefix { $0 != "\"" }
    let shard = try #require(command.firstRange(of: " --shard"))
    return String(command[..<shard.lowerBound])
  }

  @Test("jobs of Slurm and of Kubernetes fill one folder, and the whole is what one machine prints")
  func arrayJobs() throws {
    let slurm = try Self.fence("sh", after: "Slurm:")
    let kubernetes = try Self.fence("yaml", after: "Kubernetes")
    let arguments = try #require(kubernetes.firstMatch(of: /args: \["(.*)"\]/)).1
    for (recipe, script, variable, first) in [
      (slurm, slurm, "SLURM_ARRAY_TASK_ID", 1),
      (kubernetes, String(arguments), "JOB_COMPLETION_INDEX", 0),
    ] {
      try CompareTests.files(["coding-assistant.yaml": Self.workload]) { folder in
        for job in 0..<8 {
          let result = try Self.shell(script, in: folder, [variable: "\(first + job)"])
          #expect(result.code == 0, "\(variable) \(job)")
        }
        let command = try Self.whole(recipe)
        let files = try FrontierCommandTests.files("\(folder)/runs")
        let merged = try Self.shell(command + " --json", in: folder, [:])
        #expect(try FrontierCommandTests.files("\(folder)/runs") == files)
        let alone = command.replacing(" --runs /shared/runs", with: " --json")
        #expect(try merged.output == Self.shell(alone, in: folder, [:]).output)
        #expect(!merged.output.isEmpty)
      }
    }
  }

  @Test(
    "its query reads the points of a folder",
    .enabled(if: Python.can("import duckdb"), "needs python3 with Tests/requirements.txt"))
  func query() throws {
    let query = try Self.fence("sql", after: "can query it:")
    try FrontierCommandTests.folder { try checkQuery(query, in: $0) }
  }

  private func checkQuery(_ query: String, in folder: String) throws {
    let runs = ["--runs", "\(folder)/runs"]
    let varied = FrontierVaryTests.ask + ["--vary", "pools.lpx.racks=2,3"] + runs
    let record = try FrontierVaryTests.record(varied)
    let sensitive = FrontierVaryTests.ask + ["--sensitivity"] + runs
    #expect(try Baton.run(sensitive).code == 0)
    let sql = query.replacing("runs/*", with: "\(folder)/runs/*")
    // The bar of a query that takes long would be among the rows.
    let script =
      "import duckdb\nduckdb.sql('SET enable_progress_bar = false')\n"
      + "for row in duckdb.sql(\"\"\"\(sql)\"\"\").fetchall(): print(*row)"
    let result = try Python.run(["-c", script])
    let lines = String(decoding: result.output, as: UTF8.self).split(separator: "\n")
    // Two arms as they are and in two variants, at two loads; ends of figures are left out.
    #expect(result.code == 0 && lines.count == 2 * 3 * 2, "\(lines)")
    for point in record.points {
      let speed = try #require(point.tpsPerUser)
      let start = "\(point.arm) pools.lpx.racks="
      #expect(lines.contains { $0.hasPrefix(start) && $0.contains(" \(speed) ") }, "\(lines)")
    }
  }
}
