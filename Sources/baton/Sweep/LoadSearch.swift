import Domain
import Foundation
import Reporting

/// Loads in even steps.
enum LoadSeries {
  /// Five to each tenfold: 1, 1.6, 2.5, 4, 6.3, 10.
  case decades
  /// Numbers of users: 1, 2, 4, 8.
  case doublings

  private static let steps = ["1", "1.6", "2.5", "4", "6.3"]

  /// The lowest step that is tried.
  var lowest: Int { self == .decades ? -30 : 0 }

  /// - Parameter step: 0 for load 1.
  func load(_ step: Int) -> Double {
    guard self == .decades else { return Double(1 << max(0, min(step, 60))) }
    let count = LoadSeries.steps.count
    let decade = step >= 0 ? step / count : -((count - 1 - step) / count)
    return Double("\(LoadSeries.steps[step - decade * count])e\(decade)") ?? 1
  }
}

/// Finds loads that reach from a nearly idle fleet to a full one, the same for all arms.
///
/// From load 1 up, every arm is replayed until all of them are full, or a replay would have too
/// many requests; from there the loads go down.
struct LoadSearch {
  let sweep: Sweep
  let points: Int
  let series: LoadSeries

  /// Most requests of one replay of the usual loads.
  static let mostRequests = 500_000
  /// An arm whose output rises by less than this share from one load to the next is full, though
  /// its queue may be bounded, as that of closed classes is.
  static let leastGain = 0.05

  struct Found {
    /// Rising.
    var loads: [Double]
    var ending: Frontier.Ending
  }

  /// What the arms said at one load.
  private struct Level {
    var step: Int
    var isGrowing: [Bool]
    var outputs: [Double?]
    var requests: Int
  }

  func loads(for subject: SweepSubject) async throws -> Found {
    var level = try await level(0, subject)
    var isFull = level.isGrowing.allSatisfy(\.self)
    while isFull, level.step > series.lowest {
      let below = try await self.level(level.step - 1, subject)
      guard below.isGrowing.allSatisfy(\.self) else { break }
      level = below
    }
    while !isFull {
      let ratio = series.load(level.step + 1) / series.load(level.step)
      if Double(level.requests) * ratio > Double(LoadSearch.mostRequests) { break }
      let next = try await self.level(level.step + 1, subject)
      isFull = LoadSearch.isFull(next, after: level)
      level = next
    }
    let load = series.load(level.step)
    return Found(
      loads: (0..<points).reversed().map { level.step - $0 }.filter { $0 >= series.lowest }
        .map(series.load),
      ending: isFull ? .full(load: load) : .requests(load: load, count: level.requests))
  }

  private static func isFull(_ level: Level, after last: Level) -> Bool {
    level.isGrowing.indices.allSatisfy { arm in
      if level.isGrowing[arm] { return true }
      guard let output = level.outputs[arm], let before = last.outputs[arm] else { return false }
      return output < before * (1 + leastGain)
    }
  }

  private func level(_ step: Int, _ subject: SweepSubject) async throws -> Level {
    let jobs = subject.arms.map { arm in
      SweepJob(subject: subject, arm: arm, load: series.load(step), seed: sweep.firstSeed)
    }
    let found = try await sweep.points(jobs).map(\.figures)
    return Level(
      step: step, isGrowing: found.map(\.backlog.isGrowing),
      outputs: found.map(\.outputPerMegawatt), requests: found.map(\.requests).max() ?? 0)
  }
}
