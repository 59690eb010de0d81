import Foundation
import TestSupport
import Testing

@Suite("recipes of Docs/ContinuousIntegration.md")
struct RecipeTests {
  /// Scripts in the document's recipes that compare, without the indentation of the YAML.
  static func scripts() throws -> [String] {
    let text = String(
      decoding: try Repository.bytes("Docs/ContinuousIntegration.md"), as: UTF8.self)
    return text.components(separatedBy: "<!-- recipe -->\n```yaml\n").dropFirst().compactMap {
      script(in: $0.components(separatedBy: "\n```").first ?? "")
    }
  }

  /// The block scalar that holds `baton compare`.
  private static func script(in recipe: String) -> String? {
    var blocks: [[Substring]] = []
    var indent: Int?
    for line in recipe.split(separator: "\n", omittingEmptySubsequences: false) {
      let depth = line.prefix { $0 == " " }.count
      if let least = indent, depth > least {
        blocks[blocks.count - 1].append(line.dropFirst(least))
        continue
      }
      indent = line.hasSuffix("|") ? depth : nil
      if indent != nil { blocks.append([]) }
    }
    return blocks.map { $0.joined(separator: "\n") }.first { $0.contains("baton compare") }
  }

  /// The file that both jobs compare by.
  private static func experiment() throws -> String {
    let text = try Repository.text("Docs/ContinuousIntegration.md")
    let parts = text.components(separatedBy: "<!-- experiment -->\n```yaml\n")
    return try #require(parts.last?.components(separatedBy: "```").first)
  }

  private static func platform(_ policy: String) -> String {
    "platform: ours\npools: {gpu: {chip: rubin, racks: 1}}\npolicies:\n  ours: {\(policy)}\n"
  }

  /// A repository whose target branch holds one platform file and whose working tree another.
  private func repository(
    changed: String, _ body: (URL) throws -> Void
  ) throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let origin = folder.appending(path: "origin")
    try FileManager.default.createDirectory(at: origin, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let chat = String(decoding: try Repository.bytes("workloads/chat.yaml"), as: UTF8.self)
      .replacing("duration: 20m", with: "duration: 40s")
      .replacing("warm-up: 2m", with: "warm-up: 5s")
    #expect(chat.contains("duration: 40s") && chat.contains("warm-up: 5s"))
    try Data(chat.utf8).write(to: origin.appending(path: "chat.yaml"))
    try Data(try Self.experiment().utf8).write(to: origin.appending(path: "ci.yaml"))
    let file = Self.platform("extends: gpu-aggregated")
    try Data(file.utf8).write(to: origin.appending(path: "platform.yaml"))
    let made = try shell(
      """
      git init -q -b main . && git add . && \
      git -c user.name=A -c user.email=a@example.com commit -qm first && \
      git clone -q . ../work
      """, in: origin)
    #expect(made.code == 0, "\(made.errors)")
    let work = folder.appending(path: "work")
    try Data(Self.platform(changed).utf8).write(to: work.appending(path: "platform.yaml"))
    try body(work)
  }

  /// Stops at the first error, as the runners of both services do.
  private func shell(_ script: String, in folder: URL) throws -> (code: Int32, errors: String) {
    let process = Process()
    process.executableURL = URL(filePath: "/bin/sh")
    process.arguments = ["-ec", script]
    process.currentDirectoryURL = folder
    let binaries = Baton.executable.deletingLastPathComponent().path
    let path = ProcessInfo.processInfo.environment["PATH"] ?? ""
    process.environment = [
      "PATH": "\(binaries):\(path)", "HOME": folder.path, "GITHUB_BASE_REF": "main",
      "GITHUB_STEP_SUMMARY": folder.appending(path: "summary.md").path,
      "CI_MERGE_REQUEST_TARGET_BRANCH_NAME": "main",
    ]
    let errors = folder.appending(path: "errors.txt")
    try Data().write(to: errors)
    process.standardError = try FileHandle(forWritingTo: errors)
    process.standardOutput = FileHandle.nullDevice
    try process.run()
    process.waitUntilExit()
    return (process.terminationStatus, try String(contentsOf: errors, encoding: .utf8))
  }

  @Test("an unchanged platform passes both jobs, and they leave what the services show")
  func passes() throws {
    let scripts = try Self.scripts()
    #expect(scripts.count == 2)
    try repository(changed: "extends: gpu-aggregated") { folder in
      for script in scripts {
        let result = try shell(script, in: folder)
        #expect(result.code == 0, "\(script)\n\(result.errors)")
      }
      let summary = try String(contentsOf: folder.appending(path: "summary.md"), encoding: .utf8)
      #expect(summary.hasPrefix("### placement: equivalent"))
      let verdicts = try String(contentsOf: folder.appending(path: "verdict.xml"), encoding: .utf8)
      #expect(verdicts.contains("<testsuites") && verdicts.contains("failures=\"0\""))
    }
  }

  @Test("a regression fails both jobs, and is named in what the services show")
  func regresses() throws {
    try repository(changed: "extends: gpu-aggregated, batching: {tokens: 256}") { folder in
      for script in try Self.scripts() {
        let result = try shell(script, in: folder)
        #expect(result.code == 4, "\(script)\n\(result.errors)")
      }
      let summary = try String(contentsOf: folder.appending(path: "summary.md"), encoding: .utf8)
      #expect(summary.hasPrefix("### placement: regressed"))
      let verdicts = try String(contentsOf: folder.appending(path: "verdict.xml"), encoding: .utf8)
      #expect(verdicts.contains("<failure"))
    }
  }
}
