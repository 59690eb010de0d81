#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How far other seeds would move a capacity, by how far those that were replayed lie apart.
///
/// The logarithms of what seeds carry alone are taken as normal, so the answer of as many other
/// seeds lies, in 95 of 100 cases, within `t · s · √(2 / seeds)` of this one: `s` is their standard
/// deviation and `t` the quantile of Student's distribution. What the search leaves open of each
/// is added.
public struct SeedSpread: Hashable, Sendable {
  /// Loads between which other seeds' answer lies.
  public var low: Double
  public var high: Double
  /// Fewest seeds that would bring both ends within the precision; nil beyond `most`.
  public var seedsNeeded: Int?

  /// Most seeds that are spoken of.
  static let most = 1000
  private static let student = StudentT(tail: 0.025)

  /// - Parameters:
  ///   - ends: By seed, the load that it holds alone and the one that it breaks at.
  ///   - answer: The same of all seeds together.
  ///   - precision: Of the search, 0.05 for 5 %.
  /// - Returns: nil for one seed.
  init?(_ ends: [(Double, Double)], around answer: (Double, Double), precision: Double) {
    guard ends.count > 1 else { return nil }
    let middles = ends.map { log($0.0 * $0.1) / 2 }
    let mean = middles.reduce(0, +) / Double(ends.count)
    let squares = middles.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }
    let deviation = (squares / Double(ends.count - 1)).squareRoot()
    let reach = SeedSpread.reach(deviation, seeds: ends.count)
    let open = (1 + precision).squareRoot()
    let middle = (answer.0 * answer.1).squareRoot()
    low = min(answer.0, middle * exp(-reach) / open)
    high = max(answer.1, middle * exp(reach) * open)
    seedsNeeded = (2...SeedSpread.most).first {
      SeedSpread.reach(deviation, seeds: $0) <= log(1 + precision)
    }
  }

  private static func reach(_ deviation: Double, seeds: Int) -> Double {
    student.quantile(seeds - 1) * deviation * (2 / Double(seeds)).squareRoot()
  }
}
