import Domain

/// How many tokens a verify step yields, by the number of drafts.
struct Acceptance {
  private var speculation: ModelArchitecture.Speculation
  /// How much more often than the table's drafter this one has drafts accepted.
  var gain = 1.0

  init(_ speculation: ModelArchitecture.Speculation) { self.speculation = speculation }

  /// Most drafts that there is a figure for.
  var limit: Int { speculation.lengths.count }

  /// Mean tokens of a step, the bonus token included.
  func mean(drafts: Int) -> Double {
    min(Double(drafts + 1), 1 + (speculation.mean(drafts: drafts) - 1) * gain)
  }

  /// Chances that a step yields more than 1, 2, … tokens; they add up to `mean` − 1.
  ///
  /// Where a rate is given for each position they are its products. Where only the mean is measured
  /// every draft of the chain has the same chance.
  func beyond(drafts: Int) -> [Double] {
    if let first = speculation.first?.value, let decay = speculation.decay?.value, gain == 1,
      speculation.acceptance?.value ?? 1 == 1
    {
      var (product, chance) = (1.0, first)
      return (0..<drafts).map { _ in
        product *= chance
        chance *= decay
        return product
      }
    }
    return Self.chain(drafts: drafts, mean: mean(drafts: drafts))
  }

  /// The same in 2⁻³².
  func lowered(drafts: Int) -> [UInt64] { Self.lowered(beyond(drafts: drafts)) }

  static func lowered(_ chances: [Double]) -> [UInt64] {
    chances.map { UInt64((min(1, max(0, $0)) * 0x1p32).rounded()) }
  }

  /// Of a chain of so many drafts with equal chances, where only the mean is known.
  static func chain(drafts: Int, mean: Double) -> [Double] {
    let chance = chance(drafts: drafts, mean: mean)
    return (0..<drafts).map { power(chance, Double($0 + 1)) }
  }

  /// α with 1 + Σ αⁱ = mean over i = 1 … drafts.
  static func chance(drafts: Int, mean: Double) -> Double {
    var (low, high) = (0.0, 1.0)
    for _ in 0..<60 {
      let middle = (low + high) / 2
      var (sum, term) = (1.0, 1.0)
      for _ in 0..<drafts {
        term *= middle
        sum += term
      }
      if sum < mean { low = middle } else { high = middle }
    }
    return high
  }
}
