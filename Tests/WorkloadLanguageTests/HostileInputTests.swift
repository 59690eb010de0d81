import Domain
import Testing
import WorkloadLanguage

/// Whatever the bytes are, reading ends soon, with a value or with diagnostics.
@Suite("hostile input")
struct HostileInputTests {
  private func read(_ bytes: [UInt8]) -> (workload: Workload?, diagnostics: [Diagnostic]) {
    WorkloadReader.read(source: SourceText(name: "ours.yaml", bytes: bytes))
  }

  private func check(_ bytes: [UInt8]) {
    let (workload, diagnostics) = read(bytes)
    #expect((workload == nil) == diagnostics.hasErrors)
    // Positions lie inside the text and every form can be written.
    _ = diagnostics.rendered() + diagnostics.json
    #expect(!diagnostics.contains { Self.isForeign($0.message) })
  }

  /// Whether libyaml's own words are shown.
  private static func isForeign(_ message: String) -> Bool {
    ["did not find", "found ", "could not find", "not allowed in this context"].contains {
      message.hasPrefix($0) || message.contains("<document start>")
    }
  }

  @Test(
    "what YAML can't parse is told in the words of the language",
    arguments: [
      "a: b\n%YAML 1.1\n", "%YAML 1.1\n%YAML 1.1\n---\na: b\n", "%YAML 9\n---\na\n", "%\n",
      "%TAG\n",
      "%FOO bar\n---\na: b\n%", "a: |x\n", "a: >0\n  b\n", "a: &\n", "a: *\n", "a: !<x\n",
      "a: !x!y z\n", "a: \"\\u12\"\n", "a: \"\\uD800\"\n", "a: \"\\q\"\n", "{a: 1}\n{b: 2}\n",
      "[a]\nb: c\n",
      "a: |\n \tb\n\tc\n", "- a\n ? b\n", "a: b: c\n", "a: - b\n", "a:\n  - b\n c\n", "{a: 1, ]\n",
      "a: 'b\n", "a\nb: c\n", "a: [b\n", "a: @b\n", "? a\n? b: c\n  d\n", "a: \"b\" c\n",
      "---\n...\na: b\n...\nb",
      "{a:b:c: [}", "[a, , b]", "a: !!\n- b",
    ])
  func words(_ text: String) { check(Array(text.utf8)) }

  @Test("files with any part cut off")
  func cut() throws {
    let bytes = try ShippedWorkloads.source("coding-assistant").bytes
    for count in 0..<bytes.count { check(Array(bytes[..<count])) }
  }

  @Test("files with bytes changed at random")
  func changed() throws {
    let original = try ShippedWorkloads.source("tool-agent").bytes
    let interesting = Array("{}[]:,-#&*!|>'\"%@`$ \n\t\\?~0".utf8) + [0, 0x80, 0xC3, 0xFF]
    var random = TestRandom(state: 7)
    for _ in 0..<3000 {
      var bytes = original
      for _ in 0...random.below(4) {
        let place = random.below(bytes.count)
        switch random.below(3) {
        case 0: bytes[place] = interesting[random.below(interesting.count)]
        case 1: bytes.remove(at: place)
        default: bytes.insert(interesting[random.below(interesting.count)], at: place)
        }
      }
      check(bytes)
    }
  }

  @Test("a byte order mark and line ends of other systems are tolerated")
  func mark() throws {
    let text = String(decoding: try ShippedWorkloads.source("chat").bytes, as: UTF8.self)
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let bytes = [0xEF, 0xBB, 0xBF] + Array(lines.joined(separator: "\r\n").utf8)
    let (workload, diagnostics) = read(bytes)
    #expect(diagnostics.rendered() == "")
    #expect(workload?.name == "chat")
  }

  @Test("positions are right after a byte order mark and letters of several bytes")
  func positions() {
    let bytes = [0xEF, 0xBB, 0xBF] + Array("workload: ours\n# Zoë 🎈\nmodell: gpt\n".utf8)
    let place = read(bytes).diagnostics.first?.location
    #expect(place?.text == "modell")
  }

  @Test(
    "bytes that are not UTF-8",
    arguments: [[0xFF], [0xC3], [0xC0, 0x80], [0xED, 0xA0, 0x80], [0xF5, 0x80, 0x80, 0x80]])
  func encoding(_ bad: [UInt8]) {
    let diagnostics = read(Array("workload: a".utf8) + bad + Array("\n".utf8)).diagnostics
    #expect(diagnostics.map(\.code) == [.notUTF8])
    #expect(diagnostics.first?.location.span.start == 11)
  }

  @Test("large files end soon", .timeLimit(.minutes(1)))
  func large() {
    let many = "workload: ours\nagents:\n" + (0..<49_000).map { "  a\($0): {}\n" }.joined()
    check(Array(many.utf8))
    let chain =
      "workload: ours\nagents:\n  a0: {input: 1, steps: [{generate: 1}]}\n"
      + (1..<20_000).map { "  a\($0): {extends: a\($0 - 1)}\n" }.joined()
    check(Array(chain.utf8))
    let spawns =
      "workload: ours\nagents:\n"
      + (0..<9_000).map {
        "  a\($0): {input: 1, steps: [{generate: 1}, {spawn: [a\($0 + 1), a\($0 + 1)]}]}\n"
      }.joined()
    check(Array(spawns.utf8))
    check([UInt8](repeating: UInt8(ascii: "x"), count: 5 << 20))
    check(Array(String(repeating: "- - - - ", count: 8000).utf8))
    check(Array(String(repeating: "- [{a: ", count: 50).utf8))
    check(Array(("workload: [" + String(repeating: "1,\n", count: 300_000) + "]").utf8))
  }
}

extension HostileInputTests {
  @Test("large experiments end soon", .timeLimit(.minutes(1)))
  func largeExperiments() {
    func list(_ count: Int, _ item: (Int) -> String) -> String {
      "[" + (0..<count).map(item).joined(separator: ",\n") + "]"
    }
    let many = list(90_000) { "a\($0)" }
    let names = "{" + (0..<40_000).map { "a\($0): x" }.joined(separator: ",\n") + "}"
    for lines in [
      "workloads: \(many)\narms: \(names)", "workloads: \(list(90_000) { _ in "chat" })\narms: [x]",
      "workloads: [chat]\narms: \(many)\nbaseline: b",
      "workloads: [chat]\nset: \(names)\narms: [x]",
      "workloads: \(list(100) { "b\($0)" })\narms: \(list(100) { "afd@v\($0)" })\n"
        + "candidates: \(list(100) { "c\($0)" })\nmetrics: \(list(100) { "p99 m\($0)" })",
    ] {
      let found = Broken("", files: BrokenExperiments.files, kind: .experiment) {
        "experiment: ours\n\(lines)\n"
      }.read()
      #expect(found.hasErrors)
      _ = found.rendered() + found.json
    }
  }
}

/// A fixed stream of numbers (splitmix64).
private struct TestRandom {
  var state: UInt64

  mutating func below(_ bound: Int) -> Int {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return Int((z ^ (z >> 31)) % UInt64(bound))
  }
}
