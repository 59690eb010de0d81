import TestSupport
import Testing

@Suite("Docs/PlatformFiles.md")
struct PlatformPageTests {
  @Test("its example is good, and both of its policies run")
  func example() throws {
    let text = try Repository.text("Docs/PlatformFiles.md")
    let fence = "<!-- example -->\n```yaml\n"
    let start = try #require(text.firstRange(of: fence))
    let end = try #require(text[start.upperBound...].firstRange(of: "```"))
    let example = String(text[start.upperBound..<end.lowerBound])
    try CompareTests.files(["ours.yaml": example]) { folder in
      let path = "\(folder)/ours.yaml"
      let check = try Baton.run("check", path)
      #expect(check.code == 0, "\(check.text)\(check.errors)")
      let run = try Baton.run(
        "run", "workloads/chat.yaml", "--policy", "interactive@\(path)", "--policy",
        "today@\(path)", "--set", "duration=10s", "--set", "warm-up=1s")
      #expect(run.code == 0, "\(run.errors)")
      #expect(run.text.contains("interactive") && run.text.contains("today"))
    }
  }
}
