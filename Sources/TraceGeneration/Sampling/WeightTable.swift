import Domain

#if canImport(Glibc)
  import Glibc
#endif

/// Shares of numbered members, from which one is picked by a uniform number.
///
/// - Complexity: 8 bytes a member, none for equal shares; O(log members) for a pick.
struct WeightTable: Hashable, Sendable {
  let count: Int
  /// Share of the members up to each; empty for equal shares.
  private let cumulative: [Double]

  /// - Precondition: not empty, no weight below zero, and their sum above zero.
  init(_ weights: [Double]) {
    let total = weights.reduce(0, +)
    var sum = 0.0
    count = weights.count
    cumulative = weights.map { weight in
      sum += weight
      return sum / total
    }
  }

  private init(equal count: Int) { (self.count, cumulative) = (count, []) }

  /// - Precondition: the population was found to be valid.
  init(_ population: Population) {
    switch population {
    case .equal(let count): self.init(equal: count)
    case .zipf(let count, let exponent):
      self.init((1...count).map { pow(Double($0), -exponent) })
    case .named(let members): self.init(members.map(\.weight))
    }
  }

  func index(at u: Double) -> Int {
    guard !cumulative.isEmpty else { return min(Int(u * Double(count)), count - 1) }
    var (low, high) = (0, count - 1)
    while low < high {
      let middle = (low + high) / 2
      if u < cumulative[middle] { high = middle } else { low = middle + 1 }
    }
    return low
  }

  func share(of index: Int) -> Double {
    guard !cumulative.isEmpty else { return 1 / Double(count) }
    return cumulative[index] - (index == 0 ? 0 : cumulative[index - 1])
  }
}

extension WeightTable {
  /// Most members of a population with unequal shares.
  static let largestCount = 4_000_000

  /// The table of a population that may be invalid.
  init(checking population: Population, place: String) throws(GenerationError) {
    func refuse(_ problem: String) -> GenerationError { .invalid(place: place, problem: problem) }
    guard population.count > 0 else { throw refuse("has no members") }
    switch population {
    case .equal(let count):
      guard count <= Int32.max else { throw refuse("has more than \(Int32.max) members") }
    case .zipf(let count, let exponent):
      guard count <= WeightTable.largestCount else {
        throw refuse("has more than \(WeightTable.largestCount) members")
      }
      guard exponent >= 0 && exponent < .infinity else {
        throw refuse("has an impossible exponent")
      }
    case .named(let members):
      let total = members.reduce(0) { $0 + $1.weight }
      guard members.allSatisfy({ $0.weight >= 0 }), total > 0, total < .infinity else {
        throw refuse("has no members with weight")
      }
    }
    self.init(population)
  }
}
