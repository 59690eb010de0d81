import Domain
import Foundation
import Reporting

/// Loads in even steps, five to each tenfold: 1, 1.6, 2.5, 4, 6.3, 10.
enum LoadSeries {
  private static let steps = ["1", "1.6", "2.5", "4", "6.3"]

  /// - Parameter step: 0 for load 1.
  static func load(_ step: Int) -> Double {
    let decade = step >= 0 ? step / steps.count : -((steps.count - 1 - step) / steps.count)
    return Double("\(steps[step - decade * steps.count])e\(decade)") ?? 1
  }
}

/// Finds loads that reach from a nearly idle fleet to a full one, the same for all arms.
///
/// From load 1 up, every arm is replayed until the queues of all of them grow without end, or a
/// replay would have too many requests; from there the loads go down.
struct LoadSearch {
  let sweep: Sweep
  let points: Int

  /// Most requests of one replay of the usual loads.
  static let mostRequests = 1_000_000
  private static let lowest = -30

  struct Found {
    /// Rising.
    var loads: [Double]
    /// Why they end there.
    var ending: String
  }

  func loads(for subject: SweepSubject) async throws -> Found {
    var (top, level) = (0, try await level(0, subject))
    if level.isFull {
      while top > LoadSearch.lowest {
        let below = try await self.level(top - 1, subject)
        guard below.isFull else { break }
        (top, level) = (top - 1, below)
      }
    }
    while !level.isFull {
      let next = LoadSeries.load(top + 1)
      let requests = Double(level.requests) * next / LoadSeries.load(top)
      if requests > Double(LoadSearch.mostRequests) { break }
      top += 1
      level = try await self.level(top, subject)
    }
    return Found(
      loads: (0..<points).reversed().map { LoadSeries.load(top - $0) }, ending: ending(top, level))
  }

  private func ending(_ top: Int, _ level: Level) -> String {
    let load = Number.text(LoadSeries.load(top))
    return level.isFull
      ? "loads end at x\(load), where every arm is saturated"
      : "loads end at x\(load), a replay of which has \(level.requests) requests; --loads goes on"
  }

  private struct Level {
    var isFull: Bool
    var requests: Int
  }

  private func level(_ step: Int, _ subject: SweepSubject) async throws -> Level {
    let jobs = subject.arms.map { arm in
      SweepJob(
        subject: subject, arm: arm, load: LoadSeries.load(step), seed: sweep.firstSeed)
    }
    let found = try await sweep.points(jobs)
    return Level(
      isFull: found.allSatisfy(\.figures.backlog.isGrowing),
      requests: found.map(\.figures.requests).max() ?? 0)
  }
}
