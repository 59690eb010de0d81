/// What a YAML file of Baton describes, by its keys.
public enum FileKind: String, Hashable, Sendable, CaseIterable {
  case workload, platform, experiment

  /// The kind whose key stands at the top, or whose key the first one probably is; a workload if
  /// there is no sign.
  public init(of source: SourceText) {
    let keys = Tree.read(source).tree?.entries?.map(\.key) ?? []
    // An experiment may name a platform, the others name only themselves.
    let written = [FileKind.experiment, .workload, .platform].first { keys.contains($0.rawValue) }
    let nearest = keys.first.flatMap {
      Spelling.nearest(to: $0, among: FileKind.allCases.map(\.rawValue))
    }
    self = written ?? nearest.flatMap(FileKind.init(rawValue:)) ?? .workload
  }

  /// With its article, for messages.
  public var article: String { Wording.article(rawValue) }
}
