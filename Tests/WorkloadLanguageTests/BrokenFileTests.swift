import TestSupport
import Testing
import WorkloadLanguage

@Suite("broken files")
struct BrokenFileTests {
  static let all =
    BrokenReading.cases + BrokenKeys.cases + BrokenValues.cases + BrokenNames.cases
    + BrokenAgents.cases + BrokenTraffic.cases + BrokenExperiments.cases

  @Test("diagnostics stand where the marks are", arguments: all)
  func positions(_ broken: Broken) {
    let found = broken.read().map { diagnostic -> String in
      let start = diagnostic.location.source.position(of: diagnostic.location.span.start)
      return "\(diagnostic.code.rawValue) \(start.line):\(start.column)"
    }
    let expected = broken.codes.enumerated().map { index, code in
      "\(code) \(broken.marked.marks[index + 1].map(\.description) ?? "unmarked")"
    }
    #expect(found == expected, "\(broken.read().rendered())")
  }

  @Test(
    "rendered diagnostics are those that were reviewed",
    arguments: ["reading", "keys", "values", "names", "agents", "traffic", "experiments"])
  func snapshots(_ group: String) throws {
    let groups = [
      "reading": BrokenReading.cases, "keys": BrokenKeys.cases, "values": BrokenValues.cases,
      "names": BrokenNames.cases, "agents": BrokenAgents.cases, "traffic": BrokenTraffic.cases,
      "experiments": BrokenExperiments.cases,
    ]
    let cases = try #require(groups[group])
    let text = cases.map { "# \($0.title)\n\n\($0.read().rendered())" }.joined(separator: "\n")
    let path = "Tests/WorkloadLanguageTests/Snapshots/\(group).txt"
    #expect(try Repository.matches(path, text), "\(path) is stale; review BATON_UPDATE=1")
  }

  @Test("every code has a broken file")
  func coverage() {
    let covered = Set(Self.all.flatMap(\.codes))
    // A file that is missing is the caller's to report; data files show the code.
    let missing = DiagnosticCode.allCases.map(\.rawValue).filter { !covered.contains($0) }
    #expect(missing.isEmpty)
  }
}
