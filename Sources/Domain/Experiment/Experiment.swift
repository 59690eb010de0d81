/// Workloads or traces × arms × loads × seeds, and what is judged (design §8).
///
/// `compare` is a question put to it. What is nil is the question's to choose.
public struct Experiment: Hashable, Sendable {
  /// An arm that is replayed: a policy on a platform.
  public struct Arm: Hashable, Sendable {
    /// What outputs call it.
    public var name: String
    public var policy: String
    /// A name of the catalog or the path of a file; nil for the experiment's.
    public var platform: String?
    public init(name: String, policy: String, platform: String? = nil) {
      (self.name, self.policy, self.platform) = (name, policy, platform)
    }

    /// `POLICY` or `POLICY@PLATFORM`; nil for what is neither.
    public init?(text: String) {
      let parts = text.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard let policy = parts.first, parts.allSatisfy({ !$0.isEmpty }) else { return nil }
      self.init(name: text, policy: policy, platform: parts.count > 1 ? parts[1] : nil)
    }
  }

  /// What arms work on.
  public enum Subject: Hashable, Sendable {
    /// A workload that ships, by its name.
    case shipped(String)
    /// Path of a workload file.
    case workload(String)
    /// Path of a trace.
    case trace(String)

    public var isTrace: Bool {
      if case .trace = self { true } else { false }
    }
  }

  /// Empty until it is known what a question without a file is about.
  public var name: String
  public var description: String?
  /// Not empty; traces or workloads, not both.
  public var subjects: [Subject]
  /// `PATH=VALUE`: replaced in every workload before it is checked.
  public var changes: [String]
  /// Of traces that name none.
  public var model: String?
  /// Of arms that name none; nil for the smallest that holds the models.
  public var platform: String?
  public var arms: [Arm]
  /// What `frontier` varies every arm by.
  public var variations: [Variation]
  /// Name of an arm.
  public var baseline: String?
  /// Names of arms; nil for all but the baseline.
  public var candidates: [String]?
  public var loads: [Double]?
  public var firstSeed: UInt64
  public var seeds: Int?
  /// Beyond `seeds`, seeds are added until everything is decided.
  public var maxSeeds: Int?
  /// How much worse is as good, 0.05 for 5 %; below 1.
  public var tolerance: Double?
  public var metrics: [Measure]?
  /// Beside those of the workloads, for every subject that has what they name.
  public var assertions: [Assertion]
  public var failsOnInconclusive: Bool

  public static let usualSeeds = 18
  public static let mostSeeds = 1000
  public static let usualTolerance = 0.05
  /// Share of comparisons of equal arms that may call anything different, over all looks at the
  /// evidence.
  public static let significance = 0.01

  /// Seeds at each look: twice as many each time, the last at `most`.
  public static func looks(from first: Int, to most: Int) -> [Int] {
    var counts = [first]
    while let last = counts.last, last < most { counts.append(min(most, 2 * last)) }
    return counts
  }

  /// The fewest seeds with which anything can be called different: n of them can't yield a
  /// two-sided p below 2/2ⁿ. One metric that differs alone among several tests needs more.
  public static func leastSeeds(looks: Int = 1, tests: Int = 1) -> Int {
    let limit = significance / Double(looks) / Double(tests)
    return (1...mostSeeds).first { exp2(1 - $0) < limit } ?? mostSeeds
  }

  private static func exp2(_ exponent: Int) -> Double {
    Double(sign: .plus, exponent: exponent, significand: 1)
  }

  public init(name: String = "", description: String? = nil, subjects: [Subject]) {
    (self.name, self.description, self.subjects) = (name, description, subjects)
    (changes, arms, variations, assertions) = ([], [], [], [])
    (firstSeed, failsOnInconclusive) = (1, false)
  }

  /// The candidates, in the order named.
  public var compared: [String] { candidates ?? arms.map(\.name).filter { $0 != baseline } }

  public func arm(_ name: String) -> Arm? { arms.first { $0.name == name } }
}
