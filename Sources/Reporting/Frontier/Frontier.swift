public import Domain

/// What arms give at rising load: speed for each user against output for each megawatt.
public struct Frontier: Hashable, Sendable {
  public static let schema = "baton/frontier/1"

  /// One policy on one platform.
  public struct Arm: Hashable, Sendable {
    /// What the user calls it.
    public var name: String
    public var policy: String
    public var platform: String
    /// One, without settings, where arms aren't varied.
    public var variants: [FrontierVariant]
    /// What its platform's output is sold for.
    public var prices: [PriceTier]
    /// Empty unless it was asked for.
    public var ends: [FrontierEnd] = []

    public init(
      name: String, policy: String, platform: String, variants: [FrontierVariant],
      prices: [PriceTier] = []
    ) {
      (self.name, self.policy, self.platform) = (name, policy, platform)
      (self.variants, self.prices) = (variants, prices)
    }

    public init(name: String, policy: String, platform: String, points: [FrontierPoint]) {
      self.init(
        name: name, policy: policy, platform: platform,
        variants: [FrontierVariant(Variant(), points)])
    }

    /// Of all variants.
    public var points: [FrontierPoint] { variants.flatMap(\.points) }

    public var isVaried: Bool { variants.contains { !$0.variant.settings.isEmpty } }

    /// The best of its variants at each speed.
    var curve: Curve { Curve(bestOf: Curve.all(variants)) }

    /// Which of its variants is the best at which speed, the faster first; `arm` is the variant's
    /// index.
    var bestVariants: [Envelope.Piece] { Envelope(Curve.all(variants)).pieces }

    /// The same without pieces that are no more than noise.
    var variantSpans: [Envelope.Piece] { Envelope(Curve.all(variants)).spans }

    /// The points that the lines of its frontier are drawn between, variant by variant: those that
    /// it goes through, and where it leaves a variant's line between two loads, both.
    public var supports: [(variant: Int, load: Double)] {
      let curves = Curve.all(variants)
      var found: [(variant: Int, load: Double)] = []
      for piece in bestVariants {
        let vertices = curves[piece.arm].vertices
        let first = vertices.lastIndex { $0.speed >= piece.fastest } ?? 0
        let last = vertices.firstIndex { $0.speed <= piece.slowest } ?? vertices.count - 1
        for vertex in vertices[first...max(first, last)]
        where !found.contains(where: { $0 == (piece.arm, vertex.load) }) {
          found.append((piece.arm, vertex.load))
        }
      }
      return found
    }

    /// The points that its frontier goes through, the faster first.
    public var frontierPoints: [(variant: Int, load: Double)] {
      // Where curves cross there is a vertex that no point is at.
      curve.vertices.filter { vertex in
        variants[vertex.variant].points.contains {
          $0.load == vertex.load && $0.tpsPerUser == vertex.speed
        }
      }.map { ($0.variant, $0.load) }
    }
  }

  /// An arm that the platform can't carry, or a variant of it.
  public struct Refusal: Hashable, Sendable {
    public var arm: String
    /// nil for the arm as it is.
    public var variant: String?
    public var reason: String
    public init(arm: String, variant: String? = nil, reason: String) {
      (self.arm, self.variant, self.reason) = (arm, variant, reason)
    }
  }

  /// Why loads that weren't named end where they do.
  public enum Ending: Hashable, Sendable {
    /// No arm carries more: its queue grows without end, or its output rises no further.
    case full(load: Double)
    /// A replay of the next load would have too many requests.
    case requests(load: Double, count: Int)
  }

  public var workload: String
  /// Whose speed and goodput are shown: `all` or a class.
  public var className: String
  public var firstSeed: UInt64
  public var seeds: Int
  public var arms: [Arm]
  public var refused: [Refusal]
  /// nil where loads were named.
  public var ending: Ending?
  /// How arms were made equal, a line each.
  public var notes: [String]

  public init(
    workload: String, className: String, firstSeed: UInt64, seeds: Int, arms: [Arm],
    refused: [Refusal], ending: Ending? = nil, notes: [String] = []
  ) {
    (self.workload, self.className, self.firstSeed) = (workload, className, firstSeed)
    (self.seeds, self.arms, self.refused, self.ending) = (seeds, arms, refused, ending)
    self.notes = notes
  }

  /// The best arm at each speed.
  public var envelope: Envelope { Envelope(arms.map(\.curve)) }

  /// Platforms, each once.
  var platforms: [String] {
    let names = arms.map(\.platform)
    return names.enumerated().filter { !names[..<$0.offset].contains($0.element) }.map(\.element)
  }
}

/// One variant of an arm at rising load.
public struct FrontierVariant: Hashable, Sendable {
  public var variant: Variant
  /// By rising load, the same loads for all arms.
  public var points: [FrontierPoint]
  public init(_ variant: Variant = Variant(), _ points: [FrontierPoint] = []) {
    (self.variant, self.points) = (variant, points.sorted { $0.load < $1.load })
  }

  /// The first load at which requests that wait become ever more.
  public var saturation: Double? { points.first(where: \.isSaturated)?.load }
}

/// One arm at one load, mean over the seeds.
public struct FrontierPoint: Hashable, Sendable {
  public var load: Double
  /// Median tokens per second of a user.
  public var tpsPerUser: Double?
  public var outputPerMegawatt: Double?
  public var totalPerMegawatt: Double?
  public var goodput: Double?
  public var goodTokensPerMegawatt: Double?
  public var dollarsPerMillionTokens: Double?
  public var revenuePerMegawattHour: Double?
  /// In seconds.
  public var ttftMedian: Double?
  public var ttftTail: Double?
  /// Requests that arrived, over all seeds.
  public var requests: Int
  /// In most of the seeds requests that wait became ever more.
  public var isSaturated: Bool

  /// - Parameters:
  ///   - figures: One for each seed; not empty.
  ///   - className: `all` or a class.
  public init(load: Double, _ figures: [PointFigures], className: String) {
    let groups = figures.map { $0.group(className) }
    func mean(_ values: [Double?]) -> Double? {
      let found = values.compactMap(\.self)
      guard !found.isEmpty, found.count == values.count else { return nil }
      return found.count == 1 ? found[0] : found.reduce(0, +) / Double(found.count)
    }
    self.load = load
    tpsPerUser = mean(groups.map { $0?.tpsPerUser })
    (ttftMedian, ttftTail) = (
      mean(groups.map { $0?.ttftMedian }), mean(groups.map { $0?.ttftTail })
    )
    goodput = mean(groups.map { $0?.goodput })
    goodTokensPerMegawatt = mean(
      zip(groups, figures).map { group, point in
        group?.goodTokensPerSecond.flatMap { point.watts > 0 ? $0 / (point.watts / 1e6) : nil }
      })
    outputPerMegawatt = mean(figures.map(\.outputPerMegawatt))
    totalPerMegawatt = mean(figures.map(\.totalPerMegawatt))
    dollarsPerMillionTokens = mean(figures.map(\.dollarsPerMillionTokens))
    revenuePerMegawattHour = mean(figures.map(\.revenuePerMegawattHour))
    requests = figures.reduce(0) { $0 + $1.requests }
    isSaturated = 2 * figures.count { $0.backlog.isGrowing } > figures.count
  }
}
