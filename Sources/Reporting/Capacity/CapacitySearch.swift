/// Looks for the largest load at which the assertions hold.
///
/// The first seed alone scouts: in steps of 2.5 until one load holds and one doesn't, then halving
/// the ratio between them. What it finds is where all seeds begin, so few loads need all of them.
/// At last each seed is asked alone until its own limit is as close, which tells how far other
/// seeds would move the answer. It asks for loads and is told what replays of them say, so that the
/// searches of several arms can go on side by side.
public struct CapacitySearch: Hashable, Sendable {
  /// A load to replay, under some of the seeds.
  public struct Ask: Hashable, Sendable {
    public var load: Double
    /// Numbers of the seeds, from 0.
    public var seeds: [Int]
  }

  /// Ratio between the load that holds and the one that doesn't, less 1, that is good enough.
  public let precision: Double
  public let seeds: Int
  /// Loads are not raised beyond this many requests of one replay, or this load.
  public let mostRequests: Int
  public let mostLoad: Double

  private var scouted = LoadBracket()
  private var decided = LoadBracket()
  /// By seed, what is known of it alone.
  private var alone: [LoadBracket]
  /// Loads judged by all seeds, rising.
  public private(set) var judged: [LoadJudgement] = []

  private static let step = 2.5
  /// Below this an arm is said to carry nothing.
  static let leastLoad = 1e-3

  public init(
    precision: Double, seeds: Int, mostRequests: Int, mostLoad: Double = .infinity
  ) {
    (self.precision, self.seeds) = (precision, seeds)
    (self.mostRequests, self.mostLoad) = (mostRequests, mostLoad)
    alone = Array(repeating: LoadBracket(), count: seeds)
  }

  /// - Parameters:
  ///   - judgement: Of the load that was asked for.
  ///   - seeds: Those it was asked for.
  public mutating func add(_ judgement: LoadJudgement, of seeds: [Int]) {
    for (seed, holds) in zip(seeds, judgement.seedsHolding) {
      alone[seed].add(judgement.load, holds, judgement.requests)
    }
    if seeds.count == self.seeds {
      decided.add(judgement.load, judgement.holds, judgement.requests)
      let place = judged.firstIndex { $0.load > judgement.load } ?? judged.endIndex
      judged.insert(judgement, at: place)
    } else if decided.isEmpty {
      scouted.add(judgement.load, judgement.holds, judgement.requests)
    }
  }

  /// The smallest load of those judged by all seeds at which an assertion doesn't hold.
  public var breaking: LoadJudgement? { judged.first { !$0.holds } }
  /// The largest of them below it.
  public var holding: LoadJudgement? { judged.last { $0.load < breaking?.load ?? .infinity } }

  /// The loads to replay next; none when the answer is known as well as it is asked for.
  public var next: [Ask] {
    if seeds > 1, let load = load(after: scouted, step: CapacitySearch.step, from: 1) {
      return [Ask(load: load, seeds: [0])]
    }
    let start = scouted.holding ?? scouted.breaking ?? 1
    let step = (1 + precision) * (1 + precision)
    if let load = load(
      after: decided, step: seeds > 1 ? max(step, decided.span) : CapacitySearch.step, from: start,
      // Where the first seed broke, if that is above.
      hint: scouted.breaking)
    {
      return [Ask(load: load, seeds: Array(0..<seeds))]
    }
    // An arm that carries nothing, or all that may be tried, has no limit to be sure of.
    guard holding != nil, breaking != nil else { return [] }
    return alone.indices.compactMap { seed in
      load(after: alone[seed], step: max(step, alone[seed].span), from: start).map {
        Ask(load: $0, seeds: [seed])
      }
    }
  }

  private func load(
    after bracket: LoadBracket, step: Double, from start: Double, hint: Double? = nil
  ) -> Double? {
    guard let lowest = bracket.loads.first, let highest = bracket.loads.last else {
      return min(start, mostLoad)
    }
    guard let breaking = bracket.breaking else {
      guard highest.load < mostLoad else { return nil }
      let known = hint ?? 0
      let next = min(
        mostLoad, known > highest.load ? known : CapacitySearch.rounded(highest.load * step))
      let requests = Double(highest.requests) * next / highest.load
      return requests <= Double(mostRequests) ? next : nil
    }
    guard let holding = bracket.holding else {
      let next = CapacitySearch.rounded(lowest.load / step)
      return next >= CapacitySearch.leastLoad && next < lowest.load ? next : nil
    }
    guard breaking > holding * (1 + precision) else { return nil }
    let middle = CapacitySearch.rounded((holding * breaking).squareRoot())
    return middle > holding && middle < breaking ? middle : nil
  }

  /// By seed: the largest load below the first at which it breaks alone; nil where it breaks at the
  /// least that was tried.
  public var seedCapacities: [Double?] { alone.map(\.holding) }

  /// By seed: the first load at which it breaks alone; nil where it holds at all that were tried.
  public var seedBreaks: [Double?] { alone.map(\.breaking) }

  /// What the seeds alone say of other seeds; nil unless there are two and each has both ends.
  public var spread: SeedSpread? {
    guard let holding, let breaking else { return nil }
    let ends = alone.compactMap { seed in
      seed.holding.flatMap { low in seed.breaking.map { (low, $0) } }
    }
    guard ends.count == seeds else { return nil }
    return SeedSpread(ends, around: (holding.load, breaking.load), precision: precision)
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
private struct LoadBracket: Hashable, Sendable {
  struct Load: Hashable, Sendable {
    var load: Double
    var holds: Bool
    var requests: Int
  }

  /// Rising.
  var loads: [Load] = []

  var isEmpty: Bool { loads.isEmpty }

  mutating func add(_ load: Double, _ holds: Bool, _ requests: Int) {
    guard !loads.contains(where: { $0.load == load }) else { return }
    let place = loads.firstIndex { $0.load > load } ?? loads.endIndex
    loads.insert(Load(load: load, holds: holds, requests: requests), at: place)
  }

  var breaking: Double? { loads.first { !$0.holds }?.load }
  var holding: Double? { loads.last { $0.load < breaking ?? .infinity }?.load }

  /// Ratio of the largest to the smallest.
  var span: Double {
    guard let first = loads.first, let last = loads.last else { return 1 }
    return last.load / first.load
  }
}
