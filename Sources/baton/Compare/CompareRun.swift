import Domain
import Replay
import Reporting

/// Replays every seed under every arm and judges what comes out.
struct CompareRun {
  let request: CompareRequest
  let threads: Int
  /// A baseline that was kept, in place of replays.
  let saved: SavedBaseline?
  /// By scenario, then arm: the baseline first if it is replayed; last, if the baseline draws
  /// anything, once more the baseline, the control.
  private let plans: [[Plan]]
  private let gates: [[GatedMetric]]
  /// By scenario, the baseline on seeds of its own.
  private let unpaired: [[Replicate]?]
  private let assertions: [[Assertion]]
  /// By scenario, seed and arm; the control under the first seeds only.
  private var observed: [[[Observation]]]

  /// What one replay leaves behind.
  struct Observation: Sendable {
    var values: ArmValues
    var sessions: SessionList
    var evidence: [AssertionEvidence]
    var fingerprint: String
    /// Of the one trace that is resampled.
    var kept: Kept?
    struct Kept: Sendable {
      var header: TraceHeader
      var arm: ArmResult
    }
  }

  init(_ request: CompareRequest, catalog: Catalog, threads: Int, saved: SavedBaseline?) throws {
    (self.request, self.threads, self.saved) = (request, threads, saved)
    let arms = try ArmPlace.all(request.arms, usual: request.platform, catalog: catalog)
    plans = try request.scenarios.map { scenario in
      let plans = try arms.map { try $0.plan(for: scenario.header) }
      return plans + (request.baseline == nil ? [] : plans.prefix(1).filter(\.drawsAtRandom))
    }
    unpaired = try request.scenarios.map { input in
      try request.isUnpaired ? saved?.replicates(of: input, apartFrom: request.seedRange) : nil
    }
    gates = try request.scenarios.map { try $0.gates(request.gates) }
    for assertion in request.assertions
    where !request.scenarios.contains(where: { $0.has(assertion.subject) }) {
      throw Failure.input("`\(assertion.text)` names nothing that is compared")
    }
    assertions = request.scenarios.map { scenario in
      scenario.header.assertions + request.assertions.filter { scenario.has($0.subject) }
    }
    observed = request.scenarios.map { _ in [] }
  }

  /// - Returns: the comparison at the look where everything was decided, or at the last.
  mutating func run() async throws -> Comparison {
    let schedule = Looks.schedule(from: request.seeds, to: request.maxSeeds)
    var taken = 0
    while true {
      try await replay(seeds: schedule[taken])
      taken += 1
      let comparison = try await judge(Looks(planned: schedule.count, taken: taken))
      if comparison.isDecided || taken == schedule.count { return comparison }
    }
  }

  private var seeds: [UInt64] {
    (0..<(observed.map(\.count).max() ?? 0)).map { request.firstSeed + UInt64($0) }
  }

  /// Index of the first candidate.
  private var first: Int { saved == nil ? 1 : 0 }

  private struct Job: Sendable {
    var scenario: Int
    var seed: UInt64
    var arm: Int
  }

  /// Replays what is missing up to `count` seeds; a trace has one.
  private mutating func replay(seeds count: Int) async throws {
    var jobs: [Job] = []
    let control = first + request.candidates.count
    for (index, scenario) in request.scenarios.enumerated() {
      for seed in observed[index].count..<max(observed[index].count, scenario.isTrace ? 1 : count) {
        for arm in plans[index].indices where arm != control || seed < Scenario.mostControls {
          jobs.append(Job(scenario: index, seed: request.firstSeed + UInt64(seed), arm: arm))
        }
      }
    }
    let (scenarios, plans, assertions, work) = (request.scenarios, plans, assertions, jobs)
    let progress = Progress("replayed", of: jobs.count)
    let found = try await Parallel.map(jobs.count, threads: threads, progress: progress) { index in
      let job = work[index]
      return try CompareRun.observe(
        scenarios[job.scenario], seed: job.seed, plan: plans[job.scenario][job.arm],
        systemSeed: job.arm == control ? SystemSeed.control(of: job.seed) : nil,
        assertions: assertions[job.scenario])
    }
    progress.end()
    for (job, observation) in zip(jobs, found) {
      if job.arm == 0 { observed[job.scenario].append([]) }
      observed[job.scenario][observed[job.scenario].count - 1].append(observation)
    }
  }

  private static func observe(
    _ scenario: ScenarioInput, seed: UInt64, plan: Plan, systemSeed: UInt64?,
    assertions: [Assertion]
  ) throws -> Observation {
    let source = try scenario.open(seed)
    let header = source.header
    let arm = try Arms.replay(plan, scenario.input, source, systemSeed: systemSeed)
    let measured = header.endingWithLastStart(of: [arm])
    let summary = ArmSummary(arm, measured)
    return Observation(
      values: ArmValues(summary), sessions: SessionList(arm, measured),
      evidence: assertions.map {
        AssertionEvidence($0, header: measured, arm: arm, summary: summary)
      }, fingerprint: header.fingerprint,
      kept: scenario.isTrace ? Observation.Kept(header: measured, arm: arm) : nil)
  }

  private func judge(_ looks: Looks) async throws -> Comparison {
    var scenarios: [Scenario] = []
    for index in request.scenarios.indices { scenarios.append(try await scenario(index)) }
    return Comparison(
      scenarios, baseline: saved?.arm ?? request.baseline ?? "", candidates: request.candidates,
      gates: gates[0], tolerance: request.tolerance, looks: looks)
  }

  private func scenario(_ index: Int) async throws -> Scenario {
    let (input, rounds) = (request.scenarios[index], observed[index])
    let candidates = request.candidates.indices
    let replicates = try rounds.enumerated().map { offset, arms in
      let seed = request.firstSeed + UInt64(offset)
      let kept = try request.isUnpaired ? nil : saved?.seed(seed, of: input, arms[0].fingerprint)
      return Replicate(
        seed: seed, baseline: saved == nil ? arms[0].values : kept?.values,
        candidates: candidates.map { arms[first + $0].values },
        control: saved == nil
          ? arms.dropFirst(first + candidates.count).first?.values : kept?.control
      )
    }
    let judged = candidates.map { candidate in
      CandidateAssertions(
        candidate: request.candidates[candidate], scenario: input.name,
        results: assertions[index].enumerated().map { position, assertion in
          AssertionResult(assertion, rounds.map { $0[first + candidate].evidence[position] })
        })
    }
    return Scenario(
      name: input.name, replicates: replicates, unpaired: unpaired[index],
      resampled: try await resampled(index), shifts: saved == nil ? shifts(index) : [],
      assertions: judged, gates: gates[index])
  }

  private func shifts(_ index: Int) -> [SessionShifts] {
    request.candidates.indices.map { candidate in
      SessionShifts(
        scenario: request.scenarios[index].name, candidate: request.candidates[candidate],
        tolerance: request.tolerance,
        seeds: observed[index].enumerated().map { offset, arms in
          (
            request.firstSeed + UInt64(offset), arms[0].sessions, arms[1 + candidate].sessions
          )
        })
    }
  }

  private func resampled(_ index: Int) async throws -> [ResampledMetric]? {
    let arms = observed[index][0].compactMap(\.kept)
    guard request.scenarios[index].isTrace, let baseline = arms.first else { return nil }
    let gates = gates[index]
    let candidates = request.candidates.count
    let found = try await Parallel.map(arms.count - 1, threads: threads) { candidate in
      SessionResampling(
        baseline.header, baseline: baseline.arm, candidate: arms[candidate + 1].arm
      ).metrics(gates, candidate: candidate < candidates ? candidate : nil)
    }
    return found.flatMap(\.self)
  }
}

extension CompareRun {
  /// What `--save-baseline` keeps.
  var baselineFile: SavedBaseline {
    SavedBaseline(
      arm: request.baseline ?? "",
      scenarios: zip(request.scenarios, observed).map { input, rounds in
        SavedBaseline.Scenario(
          name: input.name, workload: input.workload, load: input.load,
          seeds: zip(seeds, rounds).map { seed, arms in
            SavedBaseline.Seed(
              seed: seed, fingerprint: arms[0].fingerprint, values: arms[0].values,
              control: arms.dropFirst(1 + request.candidates.count).first?.values)
          })
      })
  }
}
