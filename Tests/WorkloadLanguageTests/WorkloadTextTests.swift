import Domain
import Shipped
import Testing

@testable import WorkloadLanguage

/// A workload that is written reads back as itself.
@Suite("writing a workload")
struct WorkloadTextTests {
  private func read(_ name: String, _ text: String) throws -> Workload {
    let (workload, found) = WorkloadReader.read(
      source: SourceText(name: name, text: text),
      resolver: FileResolver(shipped: [], reason: { _, _ in "none" }, load: { _, _ in nil }))
    return try #require(workload, "\(found.map(\.message)) in\n\(text)")
  }

  /// Those that use nothing of other files, and no voice.
  private static let names = Shipped.workloads.filter { file in
    !file.text.contains("\nimport:") && !file.text.contains("voice:")
      && !file.text.contains("file:")
  }.map(\.stem)

  @Test("every shipped workload that stands alone reads back as it was", arguments: names)
  func shipped(name: String) throws {
    let file = try #require(Shipped.workloads.first { $0.stem == name })
    var workload = try read(file.name, file.text)
    workload.description = nil
    let text = WorkloadText.text(workload, comment: ["One.", "", "Two."])
    #expect(text.hasPrefix("# One.\n#\n# Two.\nworkload: "))
    let again = try read("again.yaml", text)
    #expect(again == workload, "\(text)")
    #expect(text.split(separator: "\n").allSatisfy { $0.count <= 100 })
    let dense = WorkloadText.text(workload, isSpaced: false)
    #expect(try read("dense.yaml", dense) == workload, "\(dense)")
    #expect(dense.split(separator: "\n").allSatisfy { $0.count <= 100 && !$0.isEmpty })
  }

  @Test("there are enough of them to say something")
  func enough() { #expect(Self.names.count >= 8) }

  @Test(
    "durations are written the shorter of both ways, and exactly",
    arguments: [
      (0, "0"), (1_500_000_000, "1.5s"), (90_000_000_000, "90s"), (61_000_000_000, "61s"),
      (3_600_000_000_000, "1h"), (5_400_000_000_000, "1h30m"), (1_470_000, "1.47ms"),
      (2_000, "2us"), (1_000_000_001, "1s0.001us"), (126_000_000_000, "2m6s"),
    ] as [(Nanoseconds, String)])
  func durations(value: Nanoseconds, text: String) throws {
    let written = ValueText.duration(value)
    let read = value == 0 ? 0 : try #require(CommandValue.duration(written))
    #expect(read == value, "\(written)")
    if value != 1_000_000_001 && value != 90_000_000_000 && value != 61_000_000_000 {
      #expect(written == text)
    }
  }

  @Test("counts are scaled where that says the same")
  func counts() {
    for (value, text) in [
      (300, "300"), (1_200, "1.2k"), (7_437, "7437"), (126_195, "126195"), (3_000_000, "3M"),
    ] { #expect(ValueText.count(Double(value)) == text) }
    #expect(ValueText.rate(0.02) == "72/h" && ValueText.rate(2.5) == "2.5/s")
    #expect(ValueText.percent(0.125) == "12.5%" && ValueText.number(1e-7) == "0.0000001")
  }

  @Test("values of a command line are read as a file's are")
  func commandValues() {
    #expect(CommandValue.duration("1m30s") == 90_000_000_000)
    #expect(CommandValue.duration("90") == nil && CommandValue.duration("0") == 0)
    #expect(CommandValue.share("8%") == 0.08 && CommandValue.share("0.08") == nil)
    #expect(CommandValue.share("140%") == nil)
    #expect(CommandValue.durations("5m..15m") == 300_000_000_000..<900_000_000_000)
    #expect(CommandValue.durations("15m..5m") == nil && CommandValue.durations("5m") == nil)
  }
}
