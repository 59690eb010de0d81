import ArgumentParser
import Domain
import Foundation
import Reporting

/// Points × seeds as independent jobs, spread over threads, kept in a folder if one is named.
struct Sweep: Sendable {
  var firstSeed: UInt64
  var seeds: Int
  var threads: Int
  var folder: RunFolder?
  var shard: Shard?

  /// One of several equal parts of the jobs.
  struct Shard: Sendable, Hashable {
    /// From 1.
    var number: Int
    var of: Int

    static func read(_ text: String) throws -> Shard {
      let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
      guard parts.count == 2, let number = parts[0], let of = parts[1], of >= 1,
        (1...of).contains(number)
      else { throw ValidationError("`\(text)` is no part; write `2/8` for the second of eight") }
      return Shard(number: number, of: of)
    }

    /// Whether a job is its own, of jobs that are numbered from 0.
    func has(_ job: Int) -> Bool { job % of == number - 1 }
  }

  var seedList: [UInt64] { (0..<seeds).map { firstSeed + UInt64($0) } }

  /// How many points there are in the folder, and how many are missing.
  struct Stock: Sendable {
    var records: [PointRecord?]
    var missing: Int { records.count { $0 == nil } }
  }

  /// Every point: from the folder, else replayed.
  func points(_ jobs: [SweepJob]) async throws -> [PointRecord] {
    try await stock(jobs).records.compactMap(\.self)
  }

  /// The points in the folder and those that are replayed: of a shard, only its own.
  func stock(_ jobs: [SweepJob]) async throws -> Stock {
    var records = try await stored(jobs)
    // The dearest first, so that none is left running alone at the end.
    let order = jobs.indices.sorted { (jobs[$0].load, $1) > (jobs[$1].load, $0) }
    let own = order.enumerated().filter { rank, _ in
      shard?.has(rank) ?? true
    }.map(\.element)
    let missing = own.filter { records[$0] == nil }
    let work = missing.map { jobs[$0] }
    let progress = Progress("replayed", of: work.count, costs: work.map(\.load))
    let found = try await Parallel.map(work.count, threads: threads, progress: progress) {
      [self] index in
      let (record, bytes) = try work[index].replay()
      try folder?.keep(bytes, of: work[index])
      return record
    }
    progress.end()
    for (index, record) in zip(missing, found) { records[index] = record }
    return Stock(records: records)
  }

  private func stored(_ jobs: [SweepJob]) async throws -> [PointRecord?] {
    guard let folder else { return Array(repeating: nil, count: jobs.count) }
    return try jobs.map { try folder.record(of: $0) }
  }
}
