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
      var found: [FitSample] = []
      for step in 0..<3 { found.append(try regenerated(workload, seed: seed + UInt64(step))) }
      return found
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

  /// Seeds whose traces are looked at for a process: a single one says what chance does.
  private static let processSeeds = 4

  /// Among processes and parameters of switching rates that the evidence allows as well, those
  /// whose traces are nearest, in the mean over some seeds and each by itself.
  private func tuneProcesses(_ fit: inout WorkloadFit) throws(TraceError) {
    let choices = ProcessChoices(sample, fit)
    guard choices.isOpen else { return }
    let tick = CountSeries.tick(of: sample.sends.sorted()) ?? 0
    let wanted = CountSpread(CountSeries(sample.sends, length: sample.length, tick: tick))
    // What a class by itself has is told from few starts; the whole is what is compared.
    let limit = max(0.35, choices.set(0, &fit) + 0.05)
    var best = (score: Double.infinity, number: 0)
    for number in 0..<40 {
      let error = choices.set(number, &fit)
      guard error <= limit else { continue }
      var found: [CountSpread] = []
      for step in 0..<Self.processSeeds {
        let sends = try sends(fit.workload, seed: seed + UInt64(step))
        found.append(CountSpread(CountSeries(sends, length: sample.length, tick: tick)))
      }
      let each = found.reduce(0) { $0 + wanted.distance(to: $1) } / Double(found.count)
      let score = 0.3 * error + wanted.distance(to: CountSpread(meanOf: found)) + 0.5 * each
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

  /// Moments at which requests are sent if every one is answered at once, of open classes: all
  /// that processes are told by, for much less than a whole sample.
  private func sends(_ workload: Workload, seed: UInt64) throws(TraceError) -> [Nanoseconds] {
    var source = try generate(workload, seed)
    let isOpen = source.header.classes.map { $0.closed == nil }
    var times = NominalTimes()
    var session = TraceSession()
    var sends: [Nanoseconds] = []
    while try source.next(&session) {
      guard let start = session.start, isOpen[session.classIndex] else { continue }
      times.place(session)
      for index in session.records.indices where session.records[index].kind == .request {
        let (moment, overflows) = start.addingReportingOverflow(times.moments[index])
        if !overflows { sends.append(moment) }
      }
    }
    return sends
  }
}
