import Domain
import WorkloadLanguage

/// A policy and the platform that it runs on, with the catalog that holds both.
///
/// Each has a catalog of its own, since platform files of two revisions may bear one name.
struct ArmPlace {
  let policy: String
  /// nil for the smallest that holds the models.
  var platform: String?
  var catalog: Catalog
  /// That the platform was read from.
  var file: SourceText?
  /// Of the command line, that named it.
  var option = "--policy"

  /// Where arms run; a platform file that several name is read once.
  ///
  /// - Parameter usual: Of arms that name no platform.
  static func all(
    _ arms: [Experiment.Arm], usual: String?, catalog: Catalog
  ) throws -> [ArmPlace] {
    if usual != nil, !arms.isEmpty, arms.allSatisfy({ $0.platform != nil }) {
      throw Failure.input(
        "--platform has no effect: every arm names its own", help: "leave it out")
    }
    var read: [String: (name: String, catalog: Catalog, file: SourceText)] = [:]
    return try arms.map { arm in
      guard let platform = arm.platform ?? usual, Shelf.isPath(platform) else {
        return ArmPlace(policy: arm.policy, platform: arm.platform ?? usual, catalog: catalog)
      }
      if read[platform] == nil {
        var own = catalog
        let found = try Shelf.add(platform, to: &own)
        read[platform] = (found.name, own, found.source)
      }
      return ArmPlace(
        policy: arm.policy, platform: read[platform]?.name,
        catalog: read[platform]?.catalog ?? catalog, file: read[platform]?.file)
    }
  }

  func plan(for header: TraceHeader) throws -> Plan {
    let plan = try Arms.plan(
      policy, on: platform, header.models, catalog, file: file, option: option)
    return header.blocks.map { plan.withBlocks(of: $0.tokens) } ?? plan
  }

  /// The same where a figure of the catalog has another value.
  func setting(_ figure: String, to value: Double) -> ArmPlace {
    var place = self
    place.catalog = catalog.setting(figure, to: value) ?? catalog
    return place
  }
}

extension [Plan] {
  /// Assumed figures that some plan leans on, each once, by name.
  var assumed: [AssumedParameter] {
    var seen: Set<String> = []
    return flatMap(\.assumed).filter { seen.insert($0.name).inserted }
      .sorted { $0.name < $1.name }
  }
}

extension AssumedParameter {
  /// Ends of its range that its value isn't at.
  var otherEnds: [Double] { [low, high].filter { $0 != value } }
}
