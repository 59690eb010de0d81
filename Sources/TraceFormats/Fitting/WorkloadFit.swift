import Domain

/// Turns a sample into a workload: names, contexts, tools, agents, classes.
struct WorkloadFit {
  let sample: FitSample
  var workload: Workload
  var findings: [String] = []
  var warnings: [String] = []
  /// By agent of the workload: its context that holds what only first prompts have, if any.
  var openings: [Int: Int] = [:]
  /// By class: another process that the evidence allows as well.
  var alternatives: [Int: Arrivals.Process] = [:]
  /// By agent of the header: agent of the workload.
  private(set) var places: [Int: Int] = [:]

  /// Quantiles of a distribution at most.
  let points: Int

  init(_ sample: FitSample, name: String, points: Int = DistributionFit.mostPoints) {
    (self.sample, self.points) = (sample, points)
    // Whole seconds: what starts within the last one is lost otherwise.
    let longest = max(sample.isUntimed ? sample.longest : 0, .second)
    let length = (max(sample.length, longest) + .second - 1) / .second * .second
    let warmUp = sample.header.hasLength ? sample.header.measuredFrom : 0
    workload = Workload(name: name, duration: length, warmUp: min(warmUp, length))
    workload.assertions = sample.header.assertions
    let used = sample.agents.indices.filter { sample.agents[$0].requests > 0 }
    for (place, agent) in used.enumerated() { places[agent] = place }
    for agent in used { addAgent(agent) }
    for index in sample.classes.indices { addClass(index) }
    addWarnings()
  }

  func fitted(
    _ values: [Int], _ quantity: Distribution.Quantity, without value: Double = 0
  ) -> Distribution {
    DistributionFit.distribution(values, quantity, without: value, points: points)
  }

  private mutating func addWarnings() {
    if sample.branches > 0 {
      warnings.append(
        "\(sample.branches) requests of branches that run in parallel are left out")
    }
    let sessions = sample.requestsPerSession.count
    if sample.hasNoStarts, sample.times > 1 {
      warnings.append(
        "the trace has \(sessions) sessions and no starts; \(sessions * sample.times) are written, "
          + "to have enough to compare")
    }
    if sample.backs > 0 {
      warnings.append(
        "\(sample.backs) requests hold only a part of the prompt before; the language has no such "
          + "thing, so they are written as holding all of it")
    }
    if sample.spoken > 0 {
      warnings.append("speech is left out: \(sample.spoken) answers are spoken")
    }
    if sample.header.models.count > 1 {
      warnings.append("\(sample.header.models.count) models are used; all is written as the first")
    }
  }

  // MARK: - Calibration

  mutating func setCopies(_ context: Int, _ copies: Int) {
    workload.contexts[context].copies = .equal(copies)
  }

  mutating func replace(_ workload: Workload) { self.workload = workload }

  mutating func note(_ finding: String) { findings.append(finding) }

  mutating func setProcess(_ process: Arrivals.Process, of index: Int) {
    workload.classes[index].arrivals.process = process
  }
}
