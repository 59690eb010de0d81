import Foundation
import TestSupport
import Testing

@Suite("report")
struct ReportTests {
  private static let policies = [
    "gpu-aggregated", "gpu-disaggregated", "afd", "lpx-decode", "lpx-draft", "latency-tiered",
  ]

  /// A record with components, of a workload cut short.
  private static func record(_ workload: String, _ policies: [String]) throws -> Data {
    let arms = policies.flatMap { ["--policy", $0] }
    let result = try Baton.run(
      ["run", "workloads/\(workload).yaml", "--why", "--json", "--load", "0.3"] + arms
        + ["--set", "duration=40s", "--set", "warm-up=5s"])
    #expect(result.code == 0, "\(result.errors)")
    return result.output
  }

  private static func page(_ records: [(String, Data)]) throws -> String {
    var page = ""
    let texts = records.map { ($0.0, String(decoding: $0.1, as: UTF8.self)) }
    try CompareTests.files(Dictionary(uniqueKeysWithValues: texts)) { folder in
      let result = try Baton.run(
        ["report"] + records.map { "\(folder)/\($0.0)" } + ["-o", "-"])
      #expect(result.code == 0, "\(result.errors)")
      page = result.text
    }
    return page
  }

  private struct Seen: Decodable {
    var page: String
    var width: Int
    var problems: [String]
    var requests: [String]
    var overlaps: [String]
    var unnamed: Int
    var charts: Int
    var tables: Int
    var headings: [String]
    var overflow: Int
    var hidden: Int
  }

  private static let reader = "Tests/ReportingTests/Readers/browser.py"
  /// Whether there is one that starts.
  static let hasBrowser = (try? Python.run([Repository.path(reader)]).code) == 0

  @Test(
    "pages of one arm and of six open, wide, narrow and printed, with every section and table",
    .enabled(if: hasBrowser, "needs chromium and python3"))
  func browser() throws {
    let pages = [
      ("one.html", try Self.page([("a.json", Self.record("chat", ["afd"]))])),
      ("six.html", try Self.page([("a.json", Self.record("chat", Self.policies))])),
      (
        "two.html",
        try Self.page([
          ("a.json", Self.record("voice-assistant", ["gpu-aggregated"])),
          ("b.json", Self.record("rag", ["gpu-disaggregated"])),
        ])
      ),
    ]
    let seen: [Seen] = try Python.judge(Self.reader, pages)
    #expect(seen.map(\.width) == [1280, 390, 718, 1280, 390, 718, 1280, 390, 718])
    for view in seen {
      #expect(view.problems.isEmpty && view.requests.isEmpty, "\(view)")
      #expect(view.overlaps.isEmpty, "\(view.page) at \(view.width): \(view.overlaps)")
      #expect(view.overflow <= 0, "\(view.page) at \(view.width) is wider than the window")
      #expect(view.unnamed == 0 && view.charts > 12 && view.tables > 6, "\(view)")
      #expect(view.hidden == 0, "\(view.page) at \(view.width) doesn't show \(view.hidden) tables")
      for heading in [
        "Who gets what", "How times are distributed", "Where the time of the slowest goes",
        "Load over time", "The longest sessions", "The platform", "Assertions", "What was assumed",
      ] { #expect(view.headings.contains(heading), "\(view.page): \(heading)") }
    }
  }

  @Test("the page fetches nothing, and what is no run record is refused with the reason")
  func refusals() throws {
    let record = try Self.record("chat", ["afd"])
    let page = try Self.page([("a.json", record)])
    #expect(page.contains("default-src 'none'") && !page.contains("://"))
    let other = Data(#"{"schema":"baton/compare/1"}"#.utf8)
    for (content, message) in [
      (other, "there is no"), (Data("{".utf8), "it is not JSON"),
      (Data("[]".utf8), "no run record"),
    ] {
      try Baton.file(content) { path in
        let result = try Baton.run("report", path, "-o", "-")
        #expect(result.code == 2 && result.errors.contains(message), "\(result.errors)")
      }
    }
    #expect(try Baton.run("report").code == 64)
  }

  @Test("two processes that save into one folder lose nothing")
  func saving() throws {
    try CompareTests.files([:]) { folder in
      let processes = try (1...2).map { seed in
        let process = Process()
        process.executableURL = Baton.executable
        process.currentDirectoryURL = Baton.root
        process.arguments = [
          "run", "workloads/chat.yaml", "--save", folder, "--seed", "\(seed)", "--load", "0.2",
          "--set", "duration=20s", "--set", "warm-up=0",
        ]
        process.standardOutput = FileHandle.nullDevice
        try process.run()
        return process
      }
      for process in processes {
        process.waitUntilExit()
        #expect(process.terminationStatus == 0)
      }
      let names = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(names.count == 4, "\(names)")
      #expect(names.allSatisfy { $0.hasPrefix("chat-") && $0.hasSuffix(".json") }, "\(names)")
      let all = names.map { "\(folder)/\($0)" }
      #expect(try Baton.run(["report"] + all + ["-o", "-"]).code == 0)
      // The same replay is the same file.
      let again = try Baton.run(
        "run", "workloads/chat.yaml", "--save", folder, "--load", "0.2", "--set", "duration=20s",
        "--set", "warm-up=0")
      #expect(again.code == 0)
      #expect(try FileManager.default.contentsOfDirectory(atPath: folder).sorted() == names)
      // One that says why has a file of its own, whichever is saved last.
      let why = try Baton.run(
        "run", "workloads/chat.yaml", "--save", folder, "--load", "0.2", "--set", "duration=20s",
        "--set", "warm-up=0", "--why")
      let more = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      #expect(why.code == 0 && more.count == 6 && Set(names).isSubset(of: more), "\(more)")
      let pages = try [[folder], more.map { "\(folder)/\($0)" }].map {
        try Baton.run(["report"] + $0 + ["-o", "-"])
      }
      #expect(pages[0].code == 0 && pages[0].output == pages[1].output)
    }
  }

  @Test("a page doesn't take a record's place, and needs arms and records")
  func refused() throws {
    try CompareTests.files(["none.json": "[]"]) { folder in
      let record = folder + "/a.json"
      let run = try Baton.run(
        "run", "workloads/chat.yaml", "--json", "--load", "0.2", "--set", "duration=20s", "--set",
        "warm-up=0", "--policy", "afd")
      try run.output.write(to: URL(filePath: record))
      let over = try Baton.run(["report", record, "-o", folder + "/./a.json"])
      #expect(over.code == 2 && over.errors.contains("take the place of the record"))
      #expect(try Data(contentsOf: URL(filePath: record)) == run.output)
      var bare = try #require(try JSONSerialization.jsonObject(with: run.output) as? [String: Any])
      bare["arms"] = [Any]()
      try JSONSerialization.data(withJSONObject: bare).write(to: URL(filePath: record))
      let none = try Baton.run(["report", record, "-o", "-"])
      #expect(none.code == 2 && none.errors.contains("has no arms"), "\(none.errors)")
      try FileManager.default.createDirectory(
        atPath: folder + "/empty", withIntermediateDirectories: false)
      let empty = try Baton.run(["report", folder + "/empty", "-o", "-"])
      #expect(empty.code == 2 && empty.errors.contains("no run records"), "\(empty.errors)")
    }
  }
}
