import Domain

/// What an arm gives and earns at the speed of a price tier.
struct TierOutput {
  var tier: PriceTier
  /// Tokens per second and megawatt at which users have at least the tier's speed; nil where none
  /// has.
  var output: Double?
  /// Least and most over the ranges of assumed figures; nil where none was tried.
  var band: (low: FrontierBand.Edge, high: FrontierBand.Edge)?

  /// Dollars per megawatt and hour if all output is sold at the tier's price.
  func revenue(_ output: Double) -> Double { output * 3600 * tier.dollars.value / 1e6 }

  static func all(of arm: Frontier.Arm) -> [TierOutput] {
    let (curve, band) = (arm.curve, FrontierBand(arm))
    return arm.prices.sorted { $0.speed < $1.speed }.map { tier in
      TierOutput(
        tier: tier, output: curve.output(at: tier.speed), band: band?.edges(at: tier.speed))
    }
  }
}
