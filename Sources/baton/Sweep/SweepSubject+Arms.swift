import Domain
import Reporting
import TraceGeneration

extension SweepSubject {
  /// The workloads of an experiment with the arms that each can be replayed under.
  ///
  /// - Throws: `Failure` if an arm that was named can't be placed, or none can.
  static func all(
    of experiment: Experiment, input: Input, catalog: Catalog
  ) throws -> [SweepSubject] {
    let named = try ArmPlace.all(experiment.arms, usual: experiment.platform, catalog: catalog)
    return try experiment.subjects.compactMap { subject in
      guard
        let (file, name) = try CompareInput.workload(subject, of: experiment, input, catalog)
      else { return nil }
      let header = try file.generator(seed: experiment.firstSeed, load: 1).header
      var found = SweepSubject(file: file, input: name, arms: [], refused: [])
      if named.isEmpty {
        try found.addAll(of: experiment.platform, header, catalog)
      } else {
        found.arms = try zip(experiment.arms, named).map { arm, place in
          SweepArm(name: arm.name, plan: try place.plan(for: header))
        }
      }
      return found
    }
  }

  /// Every policy that the platform can carry; of the others, why it can't.
  private mutating func addAll(
    of platform: String?, _ header: TraceHeader, _ catalog: Catalog
  ) throws {
    let some = Experiment.Arm(name: "", policy: "")
    for place in try ArmPlace.all([some], usual: platform, catalog: catalog) {
      let own = place.platform.flatMap { place.catalog.platform($0)?.policies } ?? []
      var seen: Set<String> = []
      for policy in own + place.catalog.policies where seen.insert(policy.name).inserted {
        let place = ArmPlace(
          policy: policy.name, platform: place.platform, catalog: place.catalog)
        do {
          arms.append(SweepArm(name: policy.name, plan: try place.plan(for: header)))
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
  fileprivate var reason: String {
    let line = text.split(separator: "\n").first.map(String.init) ?? ""
    return line.hasPrefix("error: ") ? String(line.dropFirst("error: ".count)) : line
  }
}
