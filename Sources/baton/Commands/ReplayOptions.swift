import ArgumentParser
import Domain
import Foundation
import Reporting

/// What `run` and `replay` share: arms, threads, and how results are shown.
struct ReplayOptions: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "An arm: a policy, or POLICY@PLATFORM. May be repeated.", valueName: "arm"))
  var policy: [String] = []

  @Option(
    name: .long,
    help: ArgumentHelp("A platform of the catalog, or a platform file.", valueName: "platform"))
  var platform: String?

  @Flag(name: .long, help: "Print the run record as JSON.")
  var json = false

  @Option(name: .long, help: "What the table has a section for each of.")
  var by = Grouping.class

  @Flag(name: .long, help: "Say where the time of the slowest goes, and why they are slow.")
  var why = false

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Keep the record of each arm in a folder of runs, beside what is printed.",
      valueName: "folder"))
  var save: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write every finished request: JSON lines, or a table where the name ends in .csv. With "
        + "--why, with what its time was spent on.", valueName: "file"))
  var requests: String?

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write a trace of events that Perfetto opens: engines, sessions, load.", valueName: "file"))
  var timeline: String?

  @Flag(
    name: .long,
    help: "Replay with each assumed parameter at both ends of its range, and print what moves.")
  var sensitivity = false

  @OptionGroup var cells: CellOptions

  @Flag(name: .long, help: "Exit with 3 if an assertion does not hold, 6 if nothing was measured.")
  var gate = false

  @Option(
    name: .long, help: "Threads, for arms and for reading ahead. Results do not depend on it.")
  var threads = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
    if save != nil, sensitivity { throw ValidationError("--save keeps nothing of --sensitivity") }
    if let file = requests ?? timeline, sensitivity {
      throw ValidationError("nothing of --sensitivity is written to `\(file)`")
    }
    if let requests, RequestTable.Format(fileName: requests) == nil {
      throw ValidationError(
        "`\(requests)`: --requests writes JSON lines (.jsonl, .ndjson, .json or no extension) or a "
          + "table (.csv)")
    }
    if by != .class, json || sensitivity {
      throw ValidationError("--by is of the table, which --json and --sensitivity don't print")
    }
    let outputs = [json ? "-" : nil, requests, timeline].compactMap { $0 }
    if Set(outputs).count < outputs.count {
      throw ValidationError("each output has a file of its own")
    }
    if cells.cells != nil, why || sensitivity || timeline != nil {
      throw ValidationError(
        "--why, --timeline and --sensitivity need the whole fleet in one replay")
    }
    if why, sensitivity { throw ValidationError("--why is not told with --sensitivity") }
  }

  /// Replays, prints, and says how to exit.
  ///
  /// - Parameter file: Of a trace that may not say its length.
  func replay(
    header: TraceHeader, catalog: Catalog, name: String, file: Input? = nil,
    source: @escaping @Sendable () throws -> any TraceSource
  ) async throws -> Int32 {
    let folder = try save.map(RunFolder.init)
    for file in [requests, timeline].compactMap(\.self) where file != "-" {
      try Output.check(file)
    }
    var arms = try Arms(policy, platform: platform, header: header, catalog: catalog)
    let results: [ArmResult]
    if let count = cells.cells {
      arms = try arms.divided(into: count)
      let run = try CellRun(
        arms, cells, count, header: header, name: name, threads: threads, source: source)
      guard let found = try await run.results() else { return 0 }
      results = found
    } else {
      let count = arms.plans.count
      let progress = TraceProgress("replayed", passes: count, of: header) {
        file?.shareRead(times: count)
      }
      results = try await arms.replay(
        threads: threads, name: name, attributes: why || timeline != nil, progress: progress,
        source: source)
      progress.end()
    }
    guard header.seed != nil || results.contains(where: { $0.counts.arrived > 0 }) else {
      throw Failure.input("`\(name)` has no requests")
    }
    let header = header.endingWithLastStart(of: results)
    var reports = results.map { ArmReport($0, header) }
    if json || folder != nil {
      for index in reports.indices {
        reports[index].detail = ArmDetail(results[index], header, reports[index].summary)
      }
    }
    try write(results, header)
    for (report, plan) in zip(reports, arms.plans) { try folder?.keep(report, plan, header) }
    if sensitivity {
      let found = try await Sensitivity(arms, name: name, threads: threads, source: source)
        .report(reports.map(\.summary))
      if json {
        try Output(nil).write(found.json())
      } else {
        try Output.print(found.text)
      }
    } else if json {
      try Output(nil).write(RunJSON.bytes(header, reports) + [UInt8(ascii: "\n")])
    } else if requests != "-", timeline != "-" {
      let text = RunText(
        header, reports, by: by, width: Console.width, isColoured: Console.isColored)
      try Output.print(text.text + (why ? reasons(results, reports) : ""))
    }
    guard gate else { return 0 }
    if reports.allSatisfy(\.summary.all.isEmpty) { return 6 }
    return reports.flatMap(\.assertions).allSatisfy(\.passed) ? 0 : 3
  }
}

extension ReplayOptions {
  /// Load over time, and why the slowest are slow.
  private func reasons(_ results: [ArmResult], _ reports: [ArmReport]) -> String {
    let (width, isColoured) = (Console.width, Console.isColored)
    return LoadText(results, width: width, isColoured: isColoured).text
      + WhyText(reports, width: width, isColoured: isColoured).text
  }

  /// What stands beside the record: requests one by one, and a timeline.
  private func write(_ results: [ArmResult], _ header: TraceHeader) throws {
    if let requests, let format = RequestTable.Format(fileName: requests) {
      let output = try Output(requests)
      try RequestTable(results, header, as: format).write { try output.write($0) }
      try output.finish()
    }
    if let timeline {
      let output = try Output(timeline)
      try output.write(Timeline.bytes(results, header))
      try output.finish()
    }
  }
}

/// What a workload is drawn with.
struct DrawOptions: ParsableArguments {
  @Option(name: .long, help: "Seed of every random draw.")
  var seed: UInt64 = 1

  @Option(name: .long, help: "Multiplies every rate, concurrency and at-once count.")
  var load = 1.0

  @Option(
    name: .long,
    help: ArgumentHelp(
      "Replaces a value of the file before it is checked.", valueName: "path=value")
  )
  var set: [String] = []

  /// Whether none of these was given.
  var isUntouched: Bool { seed == 1 && load == 1 && set.isEmpty }

  func validate() throws {
    guard load > 0, load.isFinite else { throw ValidationError("--load is above zero") }
  }
}
