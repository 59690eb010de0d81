import Foundation
import Jobs

/// `Expected.json`: what every job must find. With `BATON_UPDATE` set it is written instead.
enum Expected {
  private static let file = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .appending(path: "Expected.json")

  /// What is wrong with the facts; nil if nothing is.
  static func problem(_ facts: Facts, of job: String) -> String? {
    do {
      var known = try read()
      if ProcessInfo.processInfo.environment["BATON_UPDATE"] != nil {
        known[job] = facts
        try write(known)
        return nil
      }
      guard let expected = known[job] else { return "Expected.json has no `\(job)`" }
      return facts == expected ? nil : "found \(facts), expected \(expected)"
    } catch {
      return "Expected.json: \(error)"
    }
  }

  private static func read() throws -> [String: Facts] {
    guard FileManager.default.fileExists(atPath: file.path) else { return [:] }
    return try JSONDecoder().decode([String: Facts].self, from: Data(contentsOf: file))
  }

  private static func write(_ facts: [String: Facts]) throws {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    try (encoder.encode(facts) + Data("\n".utf8)).write(to: file, options: .atomic)
  }
}
