import Domain
import Replay
import Reporting

/// Replays every seed under every arm and judges what comes out.
struct CompareRun {
  let request: CompareRequest
  let threads: Int
  /// A baseline that was kept, in place of replays.
  let saved: SavedBaseline?
  /// By scenario, then arm: the baseline first if it is replayed.
  private(set) var plans: [[Plan]]
  /// What they were made from.
  let places: [[ArmPlace]]
  /// How platforms were made equally large.
  let sizes: [String]
  private let gates: [[GatedMetric]]
  /// By scenario, the baseline on seeds of its own.
  private let unpaired: [[Replicate]?]
  private let assertions: [[Assertion]]
  /// By scenario and seed.
  private var observed: [[Round]]

  /// One seed under every arm.
  struct Round: Sendable {
    var arms: [Observation] = []
    /// By arm, once more under other draws of the system; nil for those that weren't.
    var controls: [Observation?] = []
  }

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
      .enumerated().map { index, place in
        var place = place
        place.option = index == 0 && saved == nil ? "--baseline" : "--candidate"
        return place
      }
    var notes: [String] = []
    places = try request.scenarios.map { scenario in
      let sized = try request.budget?.equalized(
        arms, names: request.arms.map(\.name), for: scenario.header)
      notes += (sized?.notes ?? []).filter { !notes.contains($0) }
      return sized?.places ?? arms
    }
    plans = try zip(places, request.scenarios).map { places, scenario in
      try places.map { try $0.plan(for: scenario.header) }
    }
    sizes = notes
    unpaired = try request.scenarios.map { input in
      try request.isUnpaired ? saved?.replicates(of: input, apartFrom: request.seedRange) : nil
    }
    gates = request.scenarios.map { $0.gates(request.gates) }
    for assertion in request.assertions
    where !request.scenarios.contains(where: { $0.has(assertion.subject) }) {
      throw Failure.input("`\(assertion.text)` names nothing that is compared")
    }
    assertions = request.scenarios.map { scenario in
      scenario.header.assertions.adding(request.assertions.filter { scenario.has($0.subject) })
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
    /// Whether the system draws otherwise than under the trace's seed.
    var isControl: Bool
  }

  /// Replays what is missing up to `count` seeds; a trace has one.
  private mutating func replay(seeds count: Int) async throws {
    var work: [Job] = []
    for (index, scenario) in request.scenarios.enumerated() {
      for seed in observed[index].count..<max(observed[index].count, scenario.isTrace ? 1 : count) {
        work += jobs(index, seed)
      }
    }
    let progress = Progress("replayed", of: work.count)
    let found = try await observations(work, progress)
    progress.end()
    for (job, observation) in zip(work, found) {
      let last = observed[job.scenario].indices.last
      if job.isControl, let last {
        observed[job.scenario][last].controls[job.arm] = observation
      } else if job.arm > 0, let last {
        observed[job.scenario][last].arms.append(observation)
      } else {
        let none = [Observation?](repeating: nil, count: plans[job.scenario].count)
        observed[job.scenario].append(Round(arms: [observation], controls: none))
      }
    }
  }

  /// Replays what was replayed already under other plans, as far as they differ.
  mutating func replay(under changed: [[Plan]]) async throws {
    let old = plans
    plans = changed
    var work: [Job] = []
    for scenario in observed.indices {
      let differing = changed[scenario].indices.filter {
        changed[scenario][$0] != old[scenario][$0]
      }
      for seed in observed[scenario].indices {
        for arm in differing { observed[scenario][seed].controls[arm] = nil }
        work += jobs(scenario, seed).filter { differing.contains($0.arm) }
      }
    }
    for (job, observation) in zip(work, try await observations(work)) {
      let seed = Int(job.seed - request.firstSeed)
      if job.isControl {
        observed[job.scenario][seed].controls[job.arm] = observation
      } else {
        observed[job.scenario][seed].arms[job.arm] = observation
      }
    }
  }

  private func observations(
    _ jobs: [Job], _ progress: Progress? = nil
  ) async throws -> [Observation] {
    let (scenarios, plans, assertions) = (request.scenarios, plans, assertions)
    return try await Parallel.map(jobs.count, threads: threads, progress: progress) { index in
      let job = jobs[index]
      return try CompareRun.observe(
        scenarios[job.scenario], seed: job.seed, plan: plans[job.scenario][job.arm],
        systemSeed: job.isControl ? SystemSeed.control(of: job.seed) : nil,
        assertions: job.isControl ? [] : assertions[job.scenario])
    }
  }

  /// One seed under every arm, then those that show a noise floor: the baseline, on the first
  /// seeds; every arm, of a trace, as no other seed shows what it draws.
  private func jobs(_ scenario: Int, _ seed: Int) -> [Job] {
    let (plans, isTrace) = (plans[scenario], request.scenarios[scenario].isTrace)
    func job(_ arm: Int, isControl: Bool) -> Job {
      Job(
        scenario: scenario, seed: request.firstSeed + UInt64(seed), arm: arm, isControl: isControl)
    }
    let twice = plans.indices.filter { arm in
      let isShown = isTrace || (arm < first && seed < Scenario.mostControls)
      return isShown && plans[arm].drawsAtRandom
    }
    return plans.indices.map { job($0, isControl: false) }
      + twice.map { job($0, isControl: true) }
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

  func judge(_ looks: Looks) async throws -> Comparison {
    var scenarios: [Scenario] = []
    for index in request.scenarios.indices { scenarios.append(try await scenario(index)) }
    return Comparison(
      scenarios, baseline: saved?.arm ?? request.baseline ?? "", candidates: request.candidates,
      gates: gates[0], tolerance: request.tolerance, looks: looks)
  }

  private func scenario(_ index: Int) async throws -> Scenario {
    let (input, rounds) = (request.scenarios[index], observed[index])
    let candidates = request.candidates.indices
    let replicates = try rounds.enumerated().map { offset, round in
      let (seed, arms) = (request.firstSeed + UInt64(offset), round.arms)
      let kept = try request.isUnpaired ? nil : saved?.seed(seed, of: input, arms[0].fingerprint)
      return Replicate(
        seed: seed, baseline: saved == nil ? arms[0].values : kept?.values,
        candidates: candidates.map { arms[first + $0].values },
        control: saved == nil ? round.controls[0]?.values : kept?.control,
        controls: input.isTrace ? candidates.map { round.controls[first + $0]?.values } : [])
    }
    let judged = candidates.map { candidate in
      CandidateAssertions(
        candidate: request.candidates[candidate], scenario: input.name,
        results: assertions[index].enumerated().map { position, assertion in
          AssertionResult(
            assertion, rounds.map { $0.arms[first + candidate].evidence[position] })
        })
    }
    var scenario = Scenario(
      name: input.name, replicates: replicates, unpaired: unpaired[index],
      resampled: try await resampled(index), shifts: saved == nil ? shifts(index) : [],
      assertions: judged, gates: gates[index])
    scenario.isNamed = request.gates != nil
    return scenario
  }

  private func shifts(_ index: Int) -> [SessionShifts] {
    request.candidates.indices.map { candidate in
      SessionShifts(
        scenario: request.scenarios[index].name, candidate: request.candidates[candidate],
        tolerance: request.tolerance,
        seeds: observed[index].enumerated().map { offset, round in
          (
            request.firstSeed + UInt64(offset), round.arms[0].sessions,
            round.arms[1 + candidate].sessions
          )
        })
    }
  }

  private func resampled(_ index: Int) async throws -> [ResampledMetric]? {
    guard request.scenarios[index].isTrace else { return nil }
    let (round, gates) = (observed[index][0], gates[index])
    let controlled = round.controls.indices.filter { round.controls[$0] != nil }
    let pairs =
      request.candidates.indices.map { ComparedPair.candidate($0) }
      + controlled.map { .control(of: $0 < first ? nil : $0 - first) }
    let tests = request.scenarios.reduce(0) {
      $0 + $1.header.classes.count * gates.count * request.candidates.count
    }
    let arms = pairs.map { round.kept($0, first: first) }
    let found = try await Parallel.map(pairs.count, threads: threads) { position in
      guard let (before, after) = arms[position] else { return [ResampledMetric]() }
      return SessionResampling(
        before.header, baseline: before.arm, candidate: after.arm, tests: tests
      ).metrics(gates, pairs[position])
    }
    return found.flatMap(\.self)
  }
}

extension CompareRun.Round {
  /// Both sides of a pair.
  ///
  /// - Parameter first: Index of the first candidate among the arms.
  fileprivate func kept(
    _ pair: ComparedPair, first: Int
  ) -> (CompareRun.Observation.Kept, CompareRun.Observation.Kept)? {
    let sides =
      switch pair {
      case .candidate(let index): (arms[0].kept, arms[first + index].kept)
      case .control(of: nil): (arms[0].kept, controls[0]?.kept)
      case .control(of: let index?): (arms[first + index].kept, controls[first + index]?.kept)
      }
    if let before = sides.0, let after = sides.1 { return (before, after) }
    return nil
  }
}

extension [Assertion] {
  /// What an experiment repeats of its workload is judged once.
  fileprivate func adding(_ others: [Assertion]) -> [Assertion] {
    others.reduce(into: self) { all, other in
      if !all.contains(where: { $0.asks(other) }) { all.append(other) }
    }
  }
}

extension Assertion {
  /// Whether both ask the same, however it is written.
  fileprivate func asks(_ other: Assertion) -> Bool {
    var same = other
    same.text = text
    return self == same
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
          seeds: zip(seeds, rounds).map { seed, round in
            SavedBaseline.Seed(
              seed: seed, fingerprint: round.arms[0].fingerprint, values: round.arms[0].values,
              control: round.controls[0]?.values)
          })
      })
  }
}
