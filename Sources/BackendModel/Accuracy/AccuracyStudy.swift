public import Domain

/// The model held against measured rows.
///
///     let study = try AccuracyStudy([("mine.csv", try RowTable.read(text))], catalog: catalog)
///     let report = study.report(study.runs.map { replay($0) })
public struct AccuracyStudy: Sendable {
  /// A row that names what there is not, with the file it is in.
  public struct Failure: Error, Sendable {
    public var file: Int
    public var error: RowError
  }

  private let files: [(name: String, rows: [MeasuredRow])]
  /// By file and row; nil for points of a frontier.
  private let systems: [[RowSystem?]]
  /// Each setup of phase `serve` once: what is to be replayed, in this order.
  public let runs: [ServeRun]

  /// - Throws: the first row that the catalog can't resolve or that doesn't fit.
  public init(
    _ files: [(name: String, rows: [MeasuredRow])], catalog: Catalog
  ) throws(Failure) {
    var systems: [[RowSystem?]] = []
    var runs: [ServeRun] = []
    var seen: Set<MeasuredRow.Setup> = []
    for (index, file) in files.enumerated() {
      var found: [RowSystem?] = []
      for row in file.rows {
        do throws(RowError) {
          let system = row.metric == .frontier ? nil : try RowSystem(row, in: catalog)
          found.append(system)
          guard let system, row.setup.phase == .serve, seen.insert(row.setup).inserted else {
            continue
          }
          runs.append(ServeRun(system))
        } catch {
          throw Failure(file: index, error: error)
        }
      }
      systems.append(found)
    }
    (self.files, self.systems, self.runs) = (files, systems, runs)
  }

  /// - Parameter results: of replaying `runs`, in their order.
  public func report(_ results: [ArmResult]) -> AccuracyReport {
    precondition(results.count == runs.count, "one result for each run")
    var observed: [MeasuredRow.Setup: ServeRun.Observation] = [:]
    for (run, result) in zip(runs, results) { observed[run.setup] = run.observe(result) }
    let curves = frontiers(observed)
    return AccuracyReport(
      files: files.indices.map { index in
        AccuracyReport.File(
          name: files[index].name,
          rows: files[index].rows.indices.map { row in
            score(files[index].rows[row], systems[index][row], observed, curves)
          })
      })
  }

  private func frontiers(
    _ observed: [MeasuredRow.Setup: ServeRun.Observation]
  ) -> [String: Frontier] {
    var points: [String: [(x: Double, y: Double)]] = [:]
    var seen: Set<MeasuredRow.Setup> = []
    for (file, found) in zip(files, systems) {
      for (row, system) in zip(file.rows, found) where !row.curve.isEmpty {
        guard let system, seen.insert(row.setup).inserted, let point = observed[row.setup] else {
          continue
        }
        let total = (point.inputRate + point.outputRate) / system.devices
        points[row.curve, default: []].append((1 / point.timePerToken, total))
      }
    }
    return points.mapValues(Frontier.init)
  }

  private func score(
    _ row: MeasuredRow, _ system: RowSystem?,
    _ observed: [MeasuredRow.Setup: ServeRun.Observation], _ curves: [String: Frontier]
  ) -> AccuracyReport.Row {
    var scored = AccuracyReport.Row(
      id: row.id, metric: row.metric, use: row.use, measured: row.value, source: row.source)
    guard let system else {
      scored.predicted = curves[row.curve].map { $0.value(at: row.interactivity ?? 0) }
      return scored
    }
    scored.drafts = row.setup.drafts
    scored.closedForm = system.closedForm(row.metric)
    guard row.setup.phase == .serve else {
      scored.predicted = scored.closedForm
      if row.setup.drafts > 0, row.metric == .userRate, row.setup.accepted == nil {
        scored.impliedAcceptance = row.value * system.stepTime
      }
      return scored
    }
    scored.predicted = observed[row.setup].flatMap { seen in
      switch row.metric {
      case .tpot: seen.timePerToken * 1e3
      case .ttft: seen.firstToken * 1e3
      case .outputRate: seen.outputRate / system.devices
      case .totalRate: (seen.inputRate + seen.outputRate) / system.devices
      default: nil
      }
    }
    return scored
  }
}
