/// Looks for the largest load at which the assertions hold: first in steps of 2.5 until one holds
/// and one doesn't, then halving the ratio between them.
///
/// It asks for one load after the other and is told what replays of it say, so that the searches of
/// several arms can go on side by side.
public struct CapacitySearch: Hashable, Sendable {
  /// Ratio between the load that holds and the one that doesn't, less 1, that is good enough.
  public let precision: Double
  /// Loads are not raised beyond this many requests of one replay, or this load.
  public let mostRequests: Int
  public let mostLoad: Double

  /// By rising load.
  public private(set) var judged: [LoadJudgement] = []

  private static let step = 2.5
  /// Below this an arm is said to carry nothing.
  static let leastLoad = 1e-3

  public init(precision: Double, mostRequests: Int, mostLoad: Double = .infinity) {
    (self.precision, self.mostRequests, self.mostLoad) = (precision, mostRequests, mostLoad)
  }

  public mutating func add(_ judgement: LoadJudgement) {
    let place = judged.firstIndex { $0.load > judgement.load } ?? judged.endIndex
    judged.insert(judgement, at: place)
  }

  /// The smallest load at which an assertion doesn't hold.
  public var breaking: LoadJudgement? { judged.first { !$0.holds } }

  /// The largest load below it.
  public var holding: LoadJudgement? {
    judged.last { $0.load < breaking?.load ?? .infinity }
  }

  /// The load to replay next; nil when the answer is known as well as it is asked for.
  public var next: Double? {
    guard let lowest = judged.first else { return min(1, mostLoad) }
    guard let breaking else {
      guard let holding, holding.load < mostLoad else { return nil }
      let next = min(mostLoad, CapacitySearch.rounded(holding.load * CapacitySearch.step))
      let requests = Double(holding.requests) * next / holding.load
      return requests <= Double(mostRequests) ? next : nil
    }
    guard let holding else {
      let next = CapacitySearch.rounded(lowest.load / CapacitySearch.step)
      return next >= CapacitySearch.leastLoad ? next : nil
    }
    guard breaking.load > holding.load * (1 + precision) else { return nil }
    let middle = CapacitySearch.rounded((holding.load * breaking.load).squareRoot())
    return middle > holding.load && middle < breaking.load ? middle : nil
  }

  /// By seed: the largest load below the first at which it breaks alone; nil for none.
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
