import Foundation
import Testing

@Suite("check")
struct CheckTests {
  @Test("a file that is missing is B001 in every format")
  func missing() throws {
    let text = try Baton.run("check", "nofile.yaml")
    #expect(text.code == 2)
    #expect(text.text.hasPrefix("error[B001]: cannot read `nofile.yaml`: no such file\n"))
    #expect(text.text.contains("1 error"))
    let json = try Baton.run("check", "nofile.yaml", "--format", "json")
    #expect(json.code == 2)
    #expect(json.text.contains(#""code":"B001","severity":"error""#))
    let github = try Baton.run("check", "nofile.yaml", "--format", "github")
    #expect(github.code == 2)
    #expect(github.text.hasPrefix("::error file=nofile.yaml,line=1,col=1"))
    let concise = try Baton.run("check", "nofile.yaml", "--format", "concise")
    #expect(
      concise.text
        == "nofile.yaml:1:1: error[B001]: cannot read `nofile.yaml`: no such file\n")
    for result in [text, json, github, concise] { #expect(result.errors == "") }
  }

  @Test("a missing file does not hide what is wrong with the next, and its neighbour is named")
  func several() throws {
    let result = try Baton.run("check", "workloads/cha.yaml", "workloads", "workloads/chat.yaml")
    #expect(result.code == 2)
    #expect(result.text.contains("cannot read `workloads/cha.yaml`: no such file"))
    #expect(result.text.contains("did you mean `workloads/chat.yaml`?"))
    #expect(result.text.contains("error[B001]: cannot read `workloads`: it is a folder"))
    #expect(result.text.contains("2 errors"))
    #expect(result.errors == "workloads/chat.yaml: ok\n")
  }

  @Test("a folder in place of an import or a data file is called one")
  func folder() throws {
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    let inner = folder.appending(path: "lib.yaml")
    try FileManager.default.createDirectory(at: inner, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let file = folder.appending(path: "ours.yaml")
    try Data(
      """
      workload: ours
      model: gpt-oss-120b
      duration: 1m
      import: [lib.yaml]
      agents:
        coder: {input: {file: lib.yaml}, steps: [{generate: 5}]}
      traffic:
        users: {agent: coder, sessions: {poisson: 1/s}}
      """.utf8
    ).write(to: file)
    let lines = try Baton.run("check", file.path, "--format", "concise").text.split(separator: "\n")
    #expect(lines.count == 2)
    #expect(lines.first?.hasSuffix("error[B303]: cannot read `lib.yaml`: it is a folder") == true)
    #expect(lines.last?.hasSuffix("error[B001]: cannot read `lib.yaml`: it is a folder") == true)
  }

  @Test("a note into a shipped workload says that it is shipped")
  func shipped() throws {
    let text = """
      workload: ours
      duration: 10m
      import: [chat]
      traffic:
        users: {extends: chat.user, sessions: {poisson: 1/s}}

      """
    let result = try Baton.run("check", "-", input: Data(text.utf8))
    #expect(result.text.contains("--> chat.yaml (shipped):"))
  }

  @Test(
    "what no model can run under is told when the file is checked",
    arguments: [
      ("  fast:\n    extends: latency-tiered\n    speculation: off\n", "has paths: engines of"),
      ("  fast:\n    extends: latency-tiered\n    precision: {kv: bf16}\n", "has KV in fp8"),
      (
        "  fast:\n    extends: afd\n    engines: {decode: {tensor: 2, pipeline: 2}}\n", "`pipeline`"
      ),
      (
        "  fast:\n    extends: lpx-draft\n    speculation: {drafter: gemma-9}\n",
        "no model is called `gemma-9`"
      ),
      ("  fast:\n    extends: lpx-draft\n    speculation: {drafts: 9}\n", "draft at most 8"),
    ])
  func noModel(policy: String, word: String) throws {
    let platform = "platform: mine\nextends: vera-rubin-lpx\npolicies:\n" + policy
    try Baton.file(Data(platform.utf8)) { path in
      let result = try Baton.run("check", path)
      #expect(result.code == 2 && result.errors + result.text != "")
      #expect((result.errors + result.text).contains(word), "\(result.errors)\(result.text)")
      #expect((result.errors + result.text).contains("4:3"), "\(result.errors)\(result.text)")
    }
  }

  @Test("a workload may use a model that a platform file beside it defines, wherever it is named")
  func ownModel() throws {
    let platform = """
      platform: mine
      extends: b200
      models:
        tiny:
          layers: 8
          hidden: 1024
          vocabulary: 32000
          context: 32768
          grouped-attention: {heads: 8, kv-heads: 2, head: 128}
          dense: {layers: 8, inner: 4096}
          confidence: assumed
          source: none
      """
    let workload = """
      workload: small
      model: tiny
      duration: 10s
      agents: {user: {turns: 1, input: 100, steps: [{generate: 20}]}}
      traffic: {users: {agent: user, sessions: {poisson: 2/s}}}
      """
    let experiment = """
      experiment: e
      workloads: [small.yaml]
      arms: {a: gpu-aggregated@mine.yaml, b: gpu-disaggregated@mine.yaml}
      baseline: a
      seeds: 2
      """
    let files = ["mine.yaml": platform, "small.yaml": workload, "e.yaml": experiment]
    try CompareTests.files(files) { folder in
      func run(_ arguments: String..., code: Int32 = 0) throws {
        let result = try Baton.run(arguments.map { $0.replacing("@@", with: folder) })
        #expect(result.code == code, "\(arguments): \(result.errors)")
      }
      try run("check", "@@/small.yaml", code: 2)
      try run("check", "@@/mine.yaml", "@@/small.yaml")
      try run("check", "@@/e.yaml")
      try run("run", "@@/small.yaml", "--platform", "@@/mine.yaml")
      try run("run", "@@/small.yaml", "--policy", "gpu-aggregated@\(folder)/mine.yaml")
      try run("compare", "@@/e.yaml")
      try run(
        "frontier", "@@/small.yaml", "--platform", "@@/mine.yaml", "--policy", "gpu-aggregated",
        "--loads", "1,2")
    }
  }

  @Test("--set on a platform file is told with its code")
  func uselessOverride() throws {
    let platform = "platform: mine\nextends: vera-rubin\n"
    try Baton.file(Data(platform.utf8)) { path in
      let result = try Baton.run("check", path, "--set", "a=1", "--format", "concise")
      #expect(result.code == 2)
      #expect(result.text.hasPrefix("--set:1:1: error[B108]: `--set` has no effect on"))
    }
  }
}
