/// Looks for the largest load at which the assertions hold.
///
/// The first seed alone scouts: in steps of 2.5 until one load holds and one doesn't, then halving
/// the ratio between them. What it finds is where all seeds begin, so few loads need all of them.
/// It asks for one load after the other and is told what replays of it say, so that the searches
/// of several arms can go on side by side.
public struct CapacitySearch: Hashable, Sendable {
  /// A load to replay, under the first seeds.
  public struct Ask: Hashable, Sendable {
    public var load: Double
    public var seeds: Int
  }

  /// Ratio between the load that holds and the one that doesn't, less 1, that is good enough.
  public let precision: Double
  public let seeds: Int
  /// Loads are not raised beyond this many requests of one replay, or this load.
  public let mostRequests: Int
  public let mostLoad: Double

  private var scouted = Bracket()
  private var decided = Bracket()

  private static let step = 2.5
  /// Below this an arm is said to carry nothing.
  static let leastLoad = 1e-3

  public init(
    precision: Double, seeds: Int, mostRequests: Int, mostLoad: Double = .infinity
  ) {
    (self.precision, self.seeds) = (precision, seeds)
    (self.mostRequests, self.mostLoad) = (mostRequests, mostLoad)
  }

  /// - Parameter judgement: Of the load and the seeds that were asked for.
  public mutating func add(_ judgement: LoadJudgement) {
    if judgement.seedsHolding.count < seeds {
      scouted.add(judgement)
    } else {
      decided.add(judgement)
    }
  }

  /// Loads judged by all seeds, rising.
  public var judged: [LoadJudgement] { decided.judged }
  /// The smallest of them at which an assertion doesn't hold.
  public var breaking: LoadJudgement? { decided.breaking }
  /// The largest of them below it.
  public var holding: LoadJudgement? { decided.holding }

  /// The load to replay next; nil when the answer is known as well as it is asked for.
  public var next: Ask? {
    if seeds > 1, let load = load(after: scouted, step: CapacitySearch.step, from: 1) {
      return Ask(load: load, seeds: 1)
    }
    let start = scouted.holding ?? scouted.breaking
    let step = seeds > 1 ? (1 + precision) * (1 + precision) : CapacitySearch.step
    return load(after: decided, step: step, from: start?.load ?? 1)
      .map { Ask(load: $0, seeds: seeds) }
  }

  private func load(after bracket: Bracket, step: Double, from start: Double) -> Double? {
    guard let lowest = bracket.judged.first else { return min(start, mostLoad) }
    guard let breaking = bracket.breaking else {
      guard let holding = bracket.holding, holding.load < mostLoad else { return nil }
      // Where the first seed broke, if that is above.
      let known = scouted.breaking.map(\.load) ?? 0
      let next = min(
        mostLoad, known > holding.load ? known : CapacitySearch.rounded(holding.load * step))
      let requests = Double(holding.requests) * next / holding.load
      return requests <= Double(mostRequests) ? next : nil
    }
    guard let holding = bracket.holding else {
      let next = CapacitySearch.rounded(lowest.load / step)
      return next >= CapacitySearch.leastLoad && next < lowest.load ? next : nil
    }
    guard breaking.load > holding.load * (1 + precision) else { return nil }
    let middle = CapacitySearch.rounded((holding.load * breaking.load).squareRoot())
    return middle > holding.load && middle < breaking.load ? middle : nil
  }

  /// By seed: the largest load below the first at which it breaks alone; nil where it breaks at the
  /// least that was judged by all.
  public var seedCapacities: [Double?] {
    (judged.first?.seedsHolding ?? []).indices.map { seed in
      let first = judged.first { !$0.seedsHolding[seed] }?.load ?? .infinity
      return judged.last { $0.load < first }?.load
    }
  }

  /// Three significant digits, so that a load can be given to another command.
  static func rounded(_ load: Double) -> Double {
    guard load > 0 else { return load }
    var scale = 1.0
    while load * scale < 100 { scale *= 10 }
    while load * scale >= 1000 { scale /= 10 }
    return (load * scale).rounded() / scale
  }
}

/// Loads that were judged, and what they leave open.
private struct Bracket: Hashable, Sendable {
  /// By rising load.
  var judged: [LoadJudgement] = []

  mutating func add(_ judgement: LoadJudgement) {
    let place = judged.firstIndex { $0.load > judgement.load } ?? judged.endIndex
    judged.insert(judgement, at: place)
  }

  var breaking: LoadJudgement? { judged.first { !$0.holds } }
  var holding: LoadJudgement? { judged.last { $0.load < breaking?.load ?? .infinity } }
}
