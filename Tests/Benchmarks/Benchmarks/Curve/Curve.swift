import Domain
import Foundation
import Jobs

/// One replay in a process of its own, so that its peak memory is its own:
/// `Curve REQUESTS ENGINES BLOCK-TOKENS [ROUTING [SESSIONS [why]]]`, with the sessions that start
/// in a second for each engine, 0.05 unless given.
@main
enum Curve {
  static func main() throws {
    let arguments = CommandLine.arguments.dropFirst()
    let numbers = arguments.prefix(3).compactMap { Int($0) }
    let routing = Routing.Rule(rawValue: arguments.dropFirst(3).first ?? "kv-aware")
    let sessions = Double(arguments.dropFirst(4).first ?? "0.05") ?? 0
    guard numbers.count == 3, numbers.allSatisfy({ $0 > 0 }), let routing, sessions > 0 else {
      print("usage: Curve REQUESTS ENGINES BLOCK-TOKENS [ROUTING [SESSIONS [why]]]")
      exit(64)
    }
    let facts = try Jobs.replayAgents(
      requests: numbers[0], engines: numbers[1], blockTokens: numbers[2], routing: routing,
      sessions: sessions, attributes: arguments.dropFirst(5).first == "why")
    let seconds = userSeconds()
    let rate = Double(facts.count) / seconds
    print(
      "\(facts.count) requests, \(numbers[1]) engines, blocks of \(numbers[2]):",
      String(format: "%.3f s user, %.0f requests/s, %.0f MB,", seconds, rate, peakMegabytes()),
      "\(facts.steps) steps, digest \(facts.digest)")
  }

  private static func usage() -> rusage {
    var usage = rusage()
    // 0 is RUSAGE_SELF, which has another type on each platform.
    getrusage(0, &usage)
    return usage
  }

  private static func userSeconds() -> Double {
    let time = usage().ru_utime
    return Double(time.tv_sec) + Double(time.tv_usec) / 1e6
  }

  private static func peakMegabytes() -> Double { Double(usage().ru_maxrss) / 1000 }
}
