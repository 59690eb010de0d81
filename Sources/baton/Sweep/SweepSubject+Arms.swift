import Domain
import Reporting
import TraceGeneration
import WorkloadLanguage

extension SweepSubject {
  /// The workloads of an experiment with the arms that each can be replayed under.
  ///
  /// - Parameters:
  ///   - budget: What arms that are named should have equally much of.
  ///   - variations: What each arm is varied by.
  /// - Throws: `Failure` if an arm that was named can't be placed, or none can.
  static func all(
    of experiment: Experiment, input: Input, catalog: Catalog, budget: Budget? = nil,
    variations: [Variation] = []
  ) throws -> [SweepSubject] {
    if budget != nil, experiment.arms.count < 2 {
      throw Failure.input("--iso holds arms on different platforms equal: name them with --policy")
    }
    let named = try ArmPlace.all(experiment.arms, usual: experiment.platform, catalog: catalog)
    let subjects = try experiment.subjects.compactMap { subject -> SweepSubject? in
      guard
        let (file, name) = try CompareInput.workload(subject, of: experiment, input, catalog)
      else { return nil }
      let header = try file.generator(seed: experiment.firstSeed, load: 1).header
      var found = SweepSubject(
        file: file, input: name, arms: [], refused: [], header: header,
        more: experiment.assertions.filter { assertion in
          header.has(assertion.subject)
            && !header.assertions.contains { $0.text == assertion.text }
        })
      if named.isEmpty {
        try found.addAll(of: experiment.platform, catalog)
      } else {
        let names = experiment.arms.map(\.name)
        let sized = try budget?.equalized(named, names: names, for: header)
        found.notes = sized?.notes ?? []
        found.arms = try zip(names, sized?.places ?? named).map { name, place in
          try SweepArm(name: name, place: place, header: header)
        }
      }
      try found.vary(by: variations, isNamed: !named.isEmpty)
      return found
    }
    for assertion in experiment.assertions
    where !subjects.contains(where: { $0.header.has(assertion.subject) }) {
      throw Failure.input("`\(assertion.text)` names nothing that is replayed")
    }
    return subjects
  }

  /// Every policy that the platform can carry; of the others, why it can't.
  private mutating func addAll(of platform: String?, _ catalog: Catalog) throws {
    let some = Experiment.Arm(name: "", policy: "")
    for place in try ArmPlace.all([some], usual: platform, catalog: catalog) {
      let own = place.platform.flatMap { place.catalog.platform($0)?.policies } ?? []
      var seen: Set<String> = []
      for policy in own + place.catalog.policies where seen.insert(policy.name).inserted {
        let place = ArmPlace(
          policy: policy.name, platform: place.platform, catalog: place.catalog, file: place.file)
        do {
          arms.append(try SweepArm(name: policy.name, place: place, header: header))
        } catch let failure as Failure where failure.code == 2 {
          refused.append(Frontier.Refusal(arm: policy.name, reason: failure.reason))
        }
      }
    }
    if let first = refused.first, arms.isEmpty {
      throw Failure.input("no policy can be placed; \(first.arm): \(first.reason)")
    }
  }
}

extension Failure {
  /// The first sentence, without what marks it as an error.
  var reason: String {
    if let diagnostic { return diagnostic.message }
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    return line.hasPrefix("error: ") ? String(line.dropFirst("error: ".count)) : line
  }
}
