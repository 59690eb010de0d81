import ArgumentParser
import Domain
import Foundation
import Reporting
import TraceFormats

/// A replay that is divided into cells of the fleet.
struct CellOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Divide every pool into equal cells that sessions don't leave, replay each apart and merge "
        + "what they found.", valueName: "count"))
  var cells: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep what every cell found in a folder, and don't replay those that are there.",
      valueName: "folder"))
  var runs: String?
  @Option(
    name: .long,
    help: ArgumentHelp("Replay only part I of N of the cells, as in 2/8.", valueName: "i/n"),
    transform: Sweep.Shard.read)
  var shard: Sweep.Shard?

  static let most = 1000

  func validate() throws {
    if let cells, !(1...CellOptions.most).contains(cells) {
      throw ValidationError("--cells is between 1 and \(CellOptions.most)")
    }
    if cells == nil, runs != nil || shard != nil {
      throw ValidationError("--runs and --shard keep and divide cells: they need --cells")
    }
    if shard != nil, runs == nil {
      throw ValidationError("--shard needs --runs, the folder that all parts write to")
    }
  }
}

/// Replays the cells of every arm, or takes them from a folder, and merges them.
struct CellRun {
  private let plans: [Plan]
  private let count: Int
  private let folder: RunFolder?
  private let shard: Sweep.Shard?
  private let header: TraceHeader
  private let name: String
  private let threads: Int
  private let source: @Sendable () throws -> any TraceSource

  /// - Parameter arms: Divided into so many cells.
  init(
    _ arms: Arms, _ options: CellOptions, _ count: Int, header: TraceHeader, name: String,
    threads: Int, source: @escaping @Sendable () throws -> any TraceSource
  ) throws {
    (plans, self.count, shard) = (arms.plans, count, options.shard)
    (self.header, self.name, self.threads, self.source) = (header, name, threads, source)
    folder = try options.runs.map(RunFolder.init)
  }

  /// One cell of one arm.
  private struct Job: Sendable {
    var plan: Plan
    var cell: Int
    /// nil where nothing is kept.
    var file: String?
  }

  /// - Returns: By arm; nil if cells are missing that are another shard's.
  func results() async throws -> [ArmResult]? {
    let (source, name, count, shard) = (source, name, count, shard)
    let jobs = plans.flatMap { plan in
      (0..<count).map { Job(plan: plan, cell: $0, file: file(plan, cell: $0)) }
    }
    let progress = Progress("replayed cells:", of: jobs.count)
    let found = try await Parallel.map(jobs.count, threads: threads, progress: progress) { index in
      let job = jobs[index]
      if let file = job.file, let data = FileManager.default.contents(atPath: file),
        let known = CellRecord.result([UInt8](data), of: job.plan)
      {
        return ArmResult?.some(known)
      }
      guard shard?.has(index) ?? true else { return nil }
      let cell = CellTrace(try source(), cell: job.cell, of: count)
      let result = try Arms.replay(job.plan, name, cell)
      if let file = job.file { try Output.write(CellRecord.bytes(result), to: file) }
      return result
    }
    progress.end()
    let there = found.compactMap(\.self)
    guard there.count == jobs.count else {
      Console.note(
        "\(there.count) of \(jobs.count) cells are in the folder; other parts replay the rest\n")
      return nil
    }
    return plans.indices.map { arm in
      ArmResult.merging(
        Array(there[(arm * count)..<((arm + 1) * count)]), cells: count,
        models: max(1, header.models.count))
    }
  }

  private func file(_ plan: Plan, cell: Int) -> String? {
    let seed = header.seed.map { "-s\($0)" } ?? ""
    return folder.map { folder in
      let name = RunFolder.name(
        "\(header.workload)-\(plan.policy)@\(plan.platform)\(seed)-cell-\(cell + 1)-of-\(count)",
        of: [String(describing: header), String(describing: plan), "\(cell)"], ending: "cell")
      return URL(filePath: folder.path).appending(path: name).path
    }
  }
}
