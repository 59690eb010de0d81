import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// How many members a population has, and how unequal they are, by how often each was seen.
struct PopularityFit {
  let population: Population

  /// - Parameter uses: of each member that was seen.
  init(_ uses: [Int]) {
    let sorted = uses.sorted(by: >)
    let total = sorted.reduce(0, +)
    guard sorted.count > 1 else {
      population = .equal(max(sorted.count, 1))
      return
    }
    var best: (cost: Double, population: Population) = (.infinity, .equal(sorted.count))
    // The equal population is the exponent 0; it is kept unless another is clearly nearer.
    for step in 0...15 {
      let exponent = Double(step) / 10
      let members = PopularityFit.members(seen: sorted.count, draws: total, exponent)
      let cost =
        PopularityFit.cost(sorted, total, members, exponent) + (step == 0 || step == 10 ? 0 : 0.02)
      if cost < best.cost {
        let population: Population =
          step == 0 ? .equal(members) : .zipf(count: members, exponent: exponent)
        best = (cost, population)
      }
    }
    population = best.population
  }

  static func weights(_ members: Int, _ exponent: Double) -> [Double] {
    let raw = (1...members).map { pow(Double($0), -exponent) }
    let total = raw.reduce(0, +)
    return raw.map { $0 / total }
  }

  /// Members of which so many draws are expected to meet as many as were seen.
  private static func members(seen: Int, draws: Int, _ exponent: Double) -> Int {
    func met(_ members: Int) -> Double {
      weights(members, exponent).reduce(0) {
        $0 - expm1(Double(draws) * log1p(-min($1, 0.999_999)))
      }
    }
    // Most that can be told from no repetition at all.
    let most = min(seen * 64, 200_000)
    var (low, high) = (seen, most)
    while low < high {
      let middle = (low + high) / 2
      if met(middle) < Double(seen) - 0.5 { low = middle + 1 } else { high = middle }
    }
    return low < 1000 ? low : Int(TextNumber.rounded(Double(low), digits: 2))
  }

  /// Squared differences of the logarithms of uses at ranks that grow by half.
  private static func cost(
    _ sorted: [Int], _ total: Int, _ members: Int, _ exponent: Double
  ) -> Double {
    let weights = weights(members, exponent)
    var (rank, sum, weight) = (1, 0.0, 0.0)
    while rank <= sorted.count {
      let expected = Double(total) * weights[rank - 1]
      let trust = Double(sorted[rank - 1])
      let off = log((Double(sorted[rank - 1]) + 0.5) / (expected + 0.5))
      sum += trust * off * off
      weight += trust
      rank = max(rank + 1, rank * 3 / 2)
    }
    return sum / max(weight, 1)
  }
}
