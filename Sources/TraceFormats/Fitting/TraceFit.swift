public import Domain

/// A workload that a trace could have come from, and how near traces of it come.
public struct TraceFit {
  public typealias Opening = () throws(TraceError) -> any TraceSource
  /// Makes the trace of a workload under a seed.
  public typealias Generating = (Workload, UInt64) throws(TraceError) -> any TraceSource

  public private(set) var workload: Workload
  public private(set) var report = FitReport()

  /// Quantiles of a distribution where more make a workload too long.
  private static let fewer = [6, 5, 4]

  /// - Parameters:
  ///   - name: the workload's.
  ///   - seeds: of the traces that are compared; the first also breaks ties.
  ///   - points: quantiles of a distribution at most, three or more; nil leaves it to the trace.
  ///   - isShort: whether a workload is short enough for a person; one that isn't is written with
  ///     fewer quantiles.
  ///   - open: opens the trace anew.
  /// - Throws: for a trace that can't be read or has no requests.
  public init(
    name: String, seeds: [UInt64], points: Int? = nil,
    isShort: (Workload) -> Bool = { _ in true }, open: Opening, generate: @escaping Generating
  ) throws(TraceError) {
    let sample = try Sampling.sample(open)
    guard !sample.inputs.isEmpty else {
      throw TraceError("the trace has no requests", line: 0, help: "there is nothing to fit")
    }
    let name = WorkloadFit.name(name, or: "fitted")
    let most = points ?? (sample.kinds.isEmpty ? DistributionFit.mostPoints : 6)
    var fit = WorkloadFit(sample, name: name, points: most)
    for fewer in Self.fewer where fewer < most && !isShort(fit.workload) {
      fit = WorkloadFit(sample, name: name, points: fewer)
    }
    let calibration = Calibration(sample: sample, seed: seeds.first ?? 1, generate: generate)
    try calibration.tune(&fit)
    workload = fit.workload
    let notes = FitNotes(sample, fit)
    report.sessions = sample.requestsPerSession.count
    report.requests = sample.inputs.count
    report.longest = zip(sample.inputs, sample.outputs).map { $0 + $1 }.max() ?? 0
    report.seeds = seeds
    report.findings = notes.findings
    report.warnings = notes.warnings
    var comparison = FitComparison(sample)
    for seed in seeds {
      let source = try generate(workload, seed)
      comparison.add(try Sampling.sample { () throws(TraceError) in source })
    }
    (report.spreads, report.figures) = (comparison.spreads, comparison.figures)
  }
}
