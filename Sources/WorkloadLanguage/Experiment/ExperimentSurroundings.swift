public import Domain

/// What an experiment file may speak of; the caller decides what names mean.
public struct ExperimentSurroundings: Sendable {
  /// Finds workloads and platform files.
  public var files: FileResolver
  public var catalog: Catalog
  /// Opens a trace far enough to read its header.
  public var trace: @Sendable (_ path: String, _ importer: String, _ model: String?) -> TraceLookup
  /// Why a policy can't carry some work; nil if it can. Without a platform, the smallest is meant
  /// that holds the models.
  public var obstacle:
    @Sendable (_ policy: String, _ platform: String?, Catalog, ExperimentWork) -> Obstacle?

  public init(
    files: FileResolver = .none, catalog: Catalog = Catalog(),
    trace: @escaping @Sendable (String, String, String?) -> TraceLookup = { _, _, _ in .missing },
    obstacle: @escaping @Sendable (String, String?, Catalog, ExperimentWork) -> Obstacle? = {
      _, _, _, _ in nil
    }
  ) {
    (self.files, self.catalog, self.trace, self.obstacle) = (files, catalog, trace, obstacle)
  }

  public enum TraceLookup: Sendable {
    case missing
    /// What is wrong with it, and what would help.
    case broken(String, help: String?)
    /// With the path by which the caller finds it again.
    case found(path: String, TraceHeader)
  }

  public struct Obstacle: Hashable, Sendable {
    public var message: String
    public var help: String?
    public init(_ message: String, help: String? = nil) {
      (self.message, self.help) = (message, help)
    }
  }
}

/// What arms are to work on.
public enum ExperimentWork: Sendable {
  case workload(Workload)
  case trace(TraceHeader)

  var name: String {
    switch self {
    case .workload(let workload): workload.name
    case .trace(let header): header.workload
    }
  }

  var classes: [String] {
    switch self {
    case .workload(let workload): workload.classes.map(\.name)
    case .trace(let header): header.classes.map(\.name)
    }
  }

  var agents: [String] {
    switch self {
    case .workload(let workload): workload.agents.map(\.name)
    case .trace(let header): header.agents
    }
  }
}
