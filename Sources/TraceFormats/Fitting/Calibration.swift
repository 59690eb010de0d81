import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Brings what the form of a workload leaves open near to the trace, by traces of it.
struct Calibration {
  let sample: FitSample
  let seed: UInt64
  let generate: TraceFit.Generating

  func tune(_ fit: inout WorkloadFit) throws(TraceError) {
    try tuneProcesses(&fit)
    try tuneCopies(&fit)
    let tuning = GrowthTuning(sample, fit)
    try tuning.tune(&fit) { workload throws(TraceError) in
      [try regenerated(workload), try regenerated(workload, seed: seed + 1)]
    }
  }

  private func regenerated(
    _ workload: Workload, seed: UInt64? = nil
  ) throws(TraceError) -> FitSample {
    let source = try generate(workload, seed ?? self.seed)
    return try Sampling.sample { () throws(TraceError) in source }
  }

  /// Finds how many copies of openings make prompts share as much as in the trace, by halving an
  /// interval of logarithms. Every opening has as many copies for each of its sessions.
  private func tuneCopies(_ fit: inout WorkloadFit) throws(TraceError) {
    let shared = fit.openings.sorted { $0.key < $1.key }
      .filter { fit.workload.contexts[$0.value].sharedBy == .everyone }
    guard !shared.isEmpty else { return }
    var sessions: [Int: Int] = [:]
    for (agent, place) in fit.places { sessions[place] = sample.agents[agent].sessions }
    // From a quarter of a copy for each session to 64.
    var (low, high) = (-2.0, 6.0)
    for _ in 0..<8 {
      let middle = (low + high) / 2
      for (place, context) in shared {
        let copies = pow(2, middle) * Double(sessions[place] ?? 1)
        fit.setCopies(context, max(1, Int(TextNumber.rounded(copies, digits: 2))))
      }
      var reuse = 0.0
      for step in 0..<3 {
        reuse += try regenerated(fit.workload, seed: seed + UInt64(step)).reuse / 3
      }
      if reuse > sample.reuse { low = middle } else { high = middle }
    }
  }

  /// Among processes and parameters of switching rates that the evidence allows as well, those
  /// whose traces under the first two seeds are nearest, the first counting double.
  private func tuneProcesses(_ fit: inout WorkloadFit) throws(TraceError) {
    let choices = ProcessChoices(sample, fit)
    guard choices.isOpen else { return }
    let tick = CountSeries.tick(of: sample.sends.sorted()) ?? 0
    let wanted = CountSeries(sample.sends, length: sample.length, tick: tick)
    let limit = max(0.15, choices.set(0, &fit) + 0.05)
    var best = (score: Double.infinity, number: 0)
    for number in 0..<40 {
      let error = choices.set(number, &fit)
      guard error <= limit else { continue }
      var score = 0.3 * error
      for step in 0..<2 {
        let found = try regenerated(fit.workload, seed: seed + UInt64(step))
        let got = CountSeries(found.sends, length: sample.length, tick: tick)
        score += SwitchingVariant.distance(wanted, got) / Double(step + 1)
      }
      if score < best.score { best = (score, number) }
    }
    _ = choices.set(best.number, &fit)
    for index in choices.changed(best.number) {
      fit.note(
        "`\(fit.workload.classes[index].name)`: its rate is written as switching, which comes "
          + "nearer"
      )
    }
  }
}
