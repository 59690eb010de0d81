import Testing

@Suite("layering")
struct LayeringTests {
  /// What each module may import; the executable may import all of ours.
  private static let allowed: [String: Set<String>] = [
    "Domain": ["Glibc", "Darwin"],
    "WorkloadLanguage": ["Domain", "CLibYAML", "Glibc", "Darwin"],
    "TraceGeneration": ["Domain", "Glibc", "Darwin"],
    "TraceFormats": ["Domain", "Glibc", "Darwin"],
    "BackendModel": ["Domain", "Glibc", "Darwin"],
    // Its tables grow by `realloc`.
    "Replay": ["Domain", "Glibc", "Darwin"],
    "Reporting": ["Domain", "TextTable", "Rainbow", "Glibc", "Darwin"],
    "Shipped": [],
  ]

  @Test("stages import Domain and never each other")
  func importEdges() throws {
    for file in try SourceTree.sources() where file.module != "baton" {
      let allowed = try #require(Self.allowed[file.module], "\(file.path) is in no known module")
      for line in file.lines {
        let words = line.split(separator: " ").filter { $0 != "public" && $0 != "internal" }
        guard words.first == "import", words.count == 2 else { continue }
        #expect(allowed.contains(String(words[1])), "\(file.path): `\(line)` crosses the layers")
      }
    }
  }

  /// Calls that make a stage depend on more than its input, and what to use instead.
  private static let banned = [
    ("Date(", "time comes from the trace"),
    ("ContinuousClock", "time comes from the trace"),
    ("SuspendingClock", "time comes from the trace"),
    (".random(", "draw from a RandomStream"),
    ("SystemRandomNumberGenerator", "draw from a RandomStream"),
    (".shuffled()", "draw from a RandomStream"),
    ("hashValue", "Swift seeds its hashes per process; use a stated hash"),
    ("Hasher()", "Swift seeds its hashes per process; use a stated hash"),
    ("print(", "return text; the executable prints"),
    ("FileManager", "take bytes; the executable reads files"),
    ("FileHandle", "take bytes; the executable reads files"),
    ("fopen(", "take bytes; the executable reads files"),
    ("getenv(", "take a parameter; the executable reads the environment"),
    ("ProcessInfo", "take a parameter; the executable reads the environment"),
    ("import Foundation", "the pure modules do without it"),
  ]

  @Test("pure modules touch no clock, no files, no randomness of their own")
  func bannedCalls() throws {
    for file in try SourceTree.sources() where file.module != "baton" {
      for (number, line) in file.lines.enumerated() {
        let code = line.trimmingPrefix { $0 == " " }
        guard !code.hasPrefix("//") else { continue }
        for (call, instead) in Self.banned where line.contains(call) {
          let isOther = call == "print(" && line.lowercased().contains("fingerprint(")
          #expect(isOther, "\(file.path):\(number + 1): `\(call)`: \(instead)")
        }
      }
    }
  }

  @Test("the hot loop keeps no hash tables beside the tenants' names")
  func noHashTablesInReplay() throws {
    for file in try SourceTree.sources() where file.module == "Replay" {
      guard !file.path.hasSuffix("TenantNames.swift") else { continue }
      for (number, line) in file.lines.enumerated() {
        let isTable =
          line.contains("Dictionary") || line.contains("Set<") || line.contains("String:")
        #expect(!isTable, "\(file.path):\(number + 1): use dense indices")
      }
    }
  }
}
