import Domain
import Testing
import WorkloadLanguage

@Suite("fingerprint")
struct FingerprintTests {
  private func fingerprint(_ text: String) throws -> String {
    let (workload, diagnostics) = WorkloadReader.read(
      source: SourceText(name: "ours.yaml", text: text))
    #expect(!diagnostics.hasErrors, "\(diagnostics.rendered())")
    return try #require(workload).fingerprint
  }

  private let text = """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    tools:
      search: {latency: 1500ms, result: 1.2k}
      fetch: {latency: 2s, result: 0}
    agents:
      coder: {input: 10, steps: [{call: [search, fetch]}, {generate: 5}]}
    traffic:
      users: {agent: coder, sessions: {poisson: 60/m}}
    """

  @Test("comments, order of keys and spelling of numbers do not change it")
  func same() throws {
    let other = """
      duration: 600s # ten minutes
      description: The same.
      workload: "ours"
      model: gpt-oss-120b
      traffic:
        users:
          sessions: {poisson: 1/s}
          agent: coder
      agents:
        coder: {steps: [{call: [search, fetch]}, {generate: 5}], input: 10}
      tools:
        fetch: {result: 0, latency: 2s}
        search: {result: 1200, latency: 1.5s}
      assert: [goodput > 3%]
      """
    #expect(try fingerprint(text) == fingerprint(other))
  }

  @Test(
    "anything that is drawn from changes it",
    arguments: [
      ("1.2k", "1.3k"), ("60/m", "61/m"), ("duration: 10m", "duration: 11m"),
      ("[search, fetch]", "[fetch, search]"),
      ("workload: ours", "workload: theirs"), ("gpt-oss-120b", "kimi-k2"),
    ])
  func different(_ old: String, _ new: String) throws {
    let changed = text.split(separator: old, omittingEmptySubsequences: false).joined(
      separator: new)
    #expect(try fingerprint(text) != fingerprint(changed))
  }

  @Test("the hash is FNV-1a")
  func hash() {
    #expect(StableHash.hexadecimal(of: "".utf8) == "cbf29ce484222325")
    #expect(StableHash.hexadecimal(of: "foobar".utf8) == "85944171f73967e8")
  }
}
