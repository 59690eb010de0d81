import Foundation
import TestSupport
import Testing

@Suite("Docs/Statistics.md")
struct StatisticsPageTests {
  /// Commands in the document's fences, and the platform file that they name.
  private static func parts() throws -> (platform: String, commands: [String]) {
    let fences = try Repository.text("Docs/Statistics.md").components(separatedBy: "```")
    let blocks = fences.enumerated().filter { $0.offset % 2 == 1 }.map(\.element)
    let platform = try #require(blocks.first { $0.hasPrefix("yaml\n") })
    let commands = blocks.filter { $0.hasPrefix("sh\n") }.flatMap { block in
      block.dropFirst(3).replacing("\\\n", with: " ").split(separator: "\n").map(String.init)
    }
    return (String(platform.dropFirst(5)), commands)
  }

  @Test("its studies run, here with one comparison on a short workload")
  func studies() throws {
    let (platform, commands) = try Self.parts()
    #expect(commands.count == 4 && commands.allSatisfy { $0.hasPrefix("baton study ") })
    try CompareTests.files(["platform.yaml": platform]) { folder in
      for command in commands {
        var words = command.split(separator: " ").map(String.init).dropFirst()
        for (option, value) in [("--comparisons", "1"), ("--seeds", "2")] {
          for index in words.indices.dropLast() where words[index] == option {
            words[index + 1] = value
          }
        }
        let arguments = words.map { word in
          word.hasPrefix("duration=")
            ? "duration=40s"
            : word.replacing("@platform.yaml", with: "@\(folder)/platform.yaml")
        }
        let short = arguments.map { $0.hasPrefix("warm-up=") ? "warm-up=10s" : $0 }
        let result = try Baton.run(short)
        #expect(result.code == 0, "\(command): \(result.errors)")
        #expect(
          result.text.contains(/false\s+alarms(\s+elsewhere)?\s+in\s+\d\s+of\s+1\s/),
          "\(result.text)")
      }
    }
  }
}
