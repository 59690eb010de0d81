import Foundation
import TestSupport
import Testing

/// The scripts of the pages on schedulers, run as the scheduler would run them.
@Suite("a sweep as an array job")
struct ArrayJobTests {
  private static let sweep =
    ["frontier", "chat.yaml", "--policy", "gpu-aggregated", "--policy", "afd", "--loads", "1,4,16"]
    + ["--seeds", "2", "--set", "duration=20s", "--set", "warm-up=5s"]

  /// The text of a page's fenced block between `<!-- NAME -->` and `<!-- end NAME -->`.
  private func block(_ name: String, of page: String) throws -> String {
    let text = try Repository.text(page)
    let start = try #require(text.firstRange(of: "<!-- \(name) -->\n"), "\(page) lacks \(name)")
    let end = try #require(text.firstRange(of: "<!-- end \(name) -->\n"))
    let lines = text[start.upperBound..<end.lowerBound].split(
      separator: "\n", omittingEmptySubsequences: false)
    let fences = lines.indices.filter { lines[$0].hasPrefix("```") }
    try #require(fences.count == 2)
    return lines[(fences[0] + 1)..<fences[1]].joined(separator: "\n") + "\n"
  }

  /// A folder with the workload and, on the path of what runs there, `baton`.
  private func inFolder(_ body: (String) throws -> Void) throws {
    try FrontierCommandTests.folder { folder in
      let files = FileManager.default
      try files.createDirectory(atPath: "\(folder)/bin", withIntermediateDirectories: true)
      try files.createSymbolicLink(
        atPath: "\(folder)/bin/baton", withDestinationPath: Baton.beside.path)
      try files.copyItem(
        atPath: Repository.path("workloads/chat.yaml"), toPath: "\(folder)/chat.yaml")
      try body(folder)
    }
  }

  /// Runs a line of a shell there.
  ///
  /// - Parameter points: Kills it when the folder of runs has so many.
  private func shell(
    _ line: String, in folder: String, _ environment: [String: String] = [:],
    killedAt points: Int? = nil
  ) throws -> Int32 {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/bash")
    process.arguments = ["-euo", "pipefail", "-c", line]
    process.currentDirectoryURL = URL(filePath: folder)
    var all = ProcessInfo.processInfo.environment.merging(environment) { $1 }
    all["PATH"] = "\(folder)/bin:\(all["PATH"] ?? "/usr/bin:/bin")"
    process.environment = all
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
    while let points, process.isRunning {
      if (try? FrontierCommandTests.files("\(folder)/runs").count) ?? 0 >= points {
        kill(process.processIdentifier, SIGKILL)
      }
      usleep(1000)
    }
    process.waitUntilExit()
    return process.terminationStatus
  }

  private func alone(in folder: String) throws -> Data {
    let whole = try shell("baton \(Self.sweep.joined(separator: " ")) --json > alone", in: folder)
    #expect(whole == 0)
    return try Data(contentsOf: URL(filePath: "\(folder)/alone"))
  }

  /// What stands for `sbatch`: runs the tasks of an array one after the other with the variables
  /// that Slurm sets, and says the number of the job.
  private static let sbatch = """
    #!/bin/bash
    script="${@: -1}"
    array=$(grep -o -- '--array=1-[0-9]*' "$script" | grep -o '[0-9]*$' || true)
    export SLURM_CPUS_PER_TASK=2 SLURM_ARRAY_TASK_COUNT="$array"
    if [ -n "$array" ]; then
      for task in $(seq "$array"); do SLURM_ARRAY_TASK_ID=$task bash "$script" >/dev/null; done
    else
      bash "$script"
    fi
    echo 4711
    """

  @Test("the scripts of the page on Slurm give what one machine gives, a killed task or not")
  func slurm() throws {
    try inFolder { folder in
      for name in ["sweep.sh", "show.sh"] {
        try Data(block(name, of: "Docs/Slurm.md").utf8).write(
          to: URL(filePath: "\(folder)/\(name)"))
      }
      try Data(Self.sbatch.utf8).write(to: URL(filePath: "\(folder)/bin/sbatch"))
      #expect(try shell("chmod +x bin/sbatch", in: folder) == 0)
      let task = ["SLURM_ARRAY_TASK_ID": "2", "SLURM_ARRAY_TASK_COUNT": "4"]
      let lines = try block("sweep.sh", of: "Docs/Slurm.md").split(separator: "\n").dropFirst(2)
      let killed = try shell(
        "exec \(lines.joined(separator: "\n"))", in: folder,
        task.merging(["SLURM_CPUS_PER_TASK": "1"]) { $1 }, killedAt: 1)
      #expect(killed == SIGKILL)
      let kept = try FrontierCommandTests.files("\(folder)/runs")
      #expect((1..<3).contains(kept.count), "a part has three points")
      #expect(try shell(block("submit", of: "Docs/Slurm.md"), in: folder) == 0)
      let files = try FrontierCommandTests.files("\(folder)/runs")
      #expect(files.count == 12 && kept.allSatisfy { files[$0.key] == $0.value })
      let merged = try Data(contentsOf: URL(filePath: "\(folder)/frontier.json"))
      #expect(try merged == alone(in: folder) && !merged.isEmpty)
    }
  }

  @Test(
    "the files of the page on Kubernetes do the same", .enabled(if: Python.can("import yaml")))
  func kubernetes() throws {
    struct Pod: Decodable {
      var index: Int?
      var count: Int
      var line: String
    }
    let script = """
      import json, sys, yaml
      jobs = [yaml.safe_load(open(path)) for path in sys.argv[1:]]
      pods = []
      for job in jobs:
          spec = job["spec"]
          (container,) = spec["template"]["spec"]["containers"]
          assert container["command"] == ["sh", "-c"] and len(container["args"]) == 1
          assert container["workingDir"] == container["volumeMounts"][0]["mountPath"]
          count = spec.get("completions", 1)
          assert count == 1 or spec["completionMode"] == "Indexed"
          pods += [{"index": index if count > 1 else None, "count": count,
                    "line": container["args"][0]} for index in range(count)]
      print(json.dumps(pods))
      """
    try inFolder { folder in
      let paths = try ["sweep.yaml", "show.yaml"].map { name in
        let path = "\(folder)/\(name)"
        try Data(block(name, of: "Docs/Kubernetes.md").utf8).write(to: URL(filePath: path))
        return path
      }
      let read = try Python.run(["-c", script] + paths)
      let pods = try JSONDecoder().decode([Pod].self, from: read.output)
      #expect(pods.map(\.count) == [4, 4, 4, 4, 1])
      func run(_ pod: Pod, killedAt points: Int? = nil) throws -> Int32 {
        let index = pod.index.map { ["JOB_COMPLETION_INDEX": "\($0)"] } ?? [:]
        return try shell("exec \(pod.line)", in: folder, index, killedAt: points)
      }
      #expect(try run(pods[2], killedAt: 1) == SIGKILL)
      for pod in pods { #expect(try run(pod) == 0) }
      #expect(try FrontierCommandTests.files("\(folder)/runs").count == 12)
      let merged = try Data(contentsOf: URL(filePath: "\(folder)/frontier.json"))
      #expect(try merged == alone(in: folder) && !merged.isEmpty)
    }
  }

  @Test("folders that machines wrote apart are merged by `baton merge`, which tells what differs")
  func merge() throws {
    try inFolder { folder in
      let whole = try alone(in: folder)
      let command = "baton \(Self.sweep.joined(separator: " "))"
      for part in 1...3 {
        #expect(try shell("\(command) --runs part-\(part) --shard \(part)/3", in: folder) == 0)
      }
      let parts = (1...3).map { "\(folder)/part-\($0)" }
      let merged = try Baton.run(["merge"] + parts.reversed() + ["-o", "\(folder)/all"])
      #expect(merged.code == 0 && merged.errors.hasPrefix("12 of 12 files are new"))
      let again = try Baton.run(["merge", parts[1], "-o", "\(folder)/all"])
      #expect(again.code == 0 && again.errors.hasPrefix("0 of 4 files are new"))
      #expect(try shell("\(command) --runs all --json > merged", in: folder) == 0)
      #expect(try Data(contentsOf: URL(filePath: "\(folder)/merged")) == whole)
      let name = try #require(try FrontierCommandTests.files(parts[0]).keys.min())
      try Data("{}".utf8).write(to: URL(filePath: "\(parts[0])/\(name)"))
      let broken = try Baton.run(["merge", parts[0], "-o", "\(folder)/all"])
      #expect(broken.code == 2 && broken.errors.contains(name), "\(broken.errors)")
      // Every file is looked at before any is written.
      let half = try Baton.run(["merge", parts[1], parts[0], "-o", "\(folder)/half"])
      #expect(half.code == 2 && half.errors.contains(name), "\(half.errors)")
      #expect(!FileManager.default.fileExists(atPath: "\(folder)/half"))
      let mixed = try Baton.run("merge", parts[1], "\(folder)/chat.yaml", "-o", "\(folder)/all")
      #expect(mixed.code == 2 && mixed.errors.contains("is no folder"), "\(mixed.errors)")
      let none = try Baton.run("merge", "\(folder)/bin", "-o", "\(folder)/all")
      #expect(none.code == 2 && none.errors.contains("has no points"), "\(none.errors)")
      let standard = try Baton.run("merge", parts[1], "-o", "-")
      #expect(standard.code == 64, "\(standard.errors)")
    }
  }
}
