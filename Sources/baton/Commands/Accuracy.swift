import ArgumentParser
import BackendModel
import Domain
import Replay
import Shipped

struct AccuracyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "accuracy",
    abstract: "Hold the backend model against measured rows: the shipped ones, or your own.")

  @Argument(help: "Files of measured rows (columns: Docs/BackendModel.md); the shipped ones.")
  var files: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp("A platform file whose chips, software and models count.", valueName: "file")
  )
  var platform: String?
  @Flag(name: .long, help: "Print as JSON.") var json = false
  @Flag(
    name: .long,
    help: "Print the calibrated constants that the rows marked `calibrate` yield, and stop.")
  var fit = false
  @Flag(
    name: .long,
    help: "Print what the model says of the published gains of LPX, and stop.")
  var claims = false
  @Option(name: .long, help: "Replays at the same time. Results do not depend on it.")
  var threads = 2

  func validate() throws {
    if claims, fit || !files.isEmpty {
      throw ValidationError("--claims takes no files and no --fit")
    }
    guard threads >= 1 else { throw ValidationError("--threads is at least 1") }
  }

  func run() async {
    await Console.run {
      var catalog = try Shelf.catalog()
      if let platform { _ = try Shelf.add(platform, to: &catalog) }
      if claims {
        let report = ClaimsReport(catalog: catalog)
        try Output(nil).write(json ? report.json() : Array(report.text.utf8))
        return 0
      }
      let tables =
        try files.isEmpty ? Shipped.measuredRows.map(RowFile.init) : files.map(RowFile.init)
      if fit {
        let constants = try RowFile.fit(tables, catalog)
        try Output(nil).write(json ? constants.json() : Array(constants.text.utf8))
        return 0
      }
      let study = try RowFile.study(tables, catalog)
      let report = study.report(try await Self.replay(study.runs, threads: threads))
      if json {
        try Output(nil).write(report.json())
      } else {
        try Output.print(report.text)
      }
      return 0
    }
  }

  /// Replays the runs, at most `threads` at a time; results in their order.
  private static func replay(_ runs: [ServeRun], threads: Int) async throws -> [ArmResult] {
    try await withThrowingTaskGroup(of: (Int, ArmResult).self) { group in
      var next = 0
      // The longest first, so that none is left alone at the end.
      let order = runs.indices.sorted { (runs[$0].requests, $1) > (runs[$1].requests, $0) }
      func add() {
        guard next < order.count else { return }
        let (index, run) = (order[next], runs[order[next]])
        next += 1
        group.addTask { (index, try replay(run)) }
      }
      for _ in 0..<threads { add() }
      var results: [(Int, ArmResult)] = []
      while let result = try await group.next() {
        results.append(result)
        add()
      }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  private static func replay(_ run: ServeRun) throws -> ArmResult {
    do throws(Replayer.Failure) {
      return try Replayer.replay(run.source(), plan: run.plan)
    } catch {
      throw Failure.machine("a measured row can't be replayed: \(error)")
    }
  }
}

/// A file of measured rows.
struct RowFile {
  var name: String
  var lines: [Substring]
  var rows: [MeasuredRow]

  init(_ path: String) throws {
    let input = try Input(path)
    try self.init(name: input.name, text: String(decoding: try input.bytes(), as: UTF8.self))
  }

  init(_ file: ShippedFile) throws { try self.init(name: file.name, text: file.text) }

  private init(name: String, text: String) throws {
    self.name = name
    lines = text.utf8.split(separator: 10, omittingEmptySubsequences: false).map(Substring.init)
    rows = []
    do throws(RowError) { rows = try RowTable.read(text) } catch { throw failure(error) }
  }

  static func study(_ files: [RowFile], _ catalog: Catalog) throws -> AccuracyStudy {
    do throws(AccuracyStudy.Failure) {
      return try AccuracyStudy(files.map { ($0.name, $0.rows) }, catalog: catalog)
    } catch {
      throw files[error.file].failure(error.error)
    }
  }

  static func fit(_ files: [RowFile], _ catalog: Catalog) throws -> [Calibration.Fitted] {
    // Rows that can't be resolved are told with their file before all are put together.
    _ = try study(files, catalog)
    do throws(RowError) {
      return try Calibration.fit(files.flatMap(\.rows), catalog: catalog)
    } catch {
      throw Failure.input(error.message, help: error.help)
    }
  }

  /// The message with its place, the line, and the cell underlined.
  private func failure(_ error: RowError) -> Failure {
    var text = "\(name):\(error.line):\(error.column): error: \(error.message)\n"
    if lines.indices.contains(error.line - 1), !lines[error.line - 1].isEmpty {
      let line = lines[error.line - 1]
      let start = max(0, min(error.column - 1, 40) - 0)
      let shown = line.utf8.dropFirst(max(0, error.column - 1 - start)).prefix(78)
      text += "  | \(String(decoding: shown, as: UTF8.self))\n"
      text += "  | " + String(repeating: " ", count: start)
      text += String(repeating: "^", count: max(1, min(error.width, 78 - start))) + "\n"
    }
    return .rendered(text + (error.help.map { "  help: \($0)\n" } ?? ""))
  }
}
