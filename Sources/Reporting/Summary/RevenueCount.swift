import Domain

/// Output tokens by the price tier that the speed of their request reaches: whole counts, so that
/// sums don't depend on the order of adding.
struct RevenueCount {
  /// By falling speed; of equal ones the last stated first, which is a platform file's.
  private let tiers: [PriceTier]
  /// By tier, then class.
  private var counts: [[Int64]]

  init(_ prices: [PriceTier], classes: Int) {
    tiers = prices.enumerated().sorted { a, b in
      (b.element.speed, b.offset) < (a.element.speed, a.offset)
    }.map(\.element)
    counts = Array(repeating: Array(repeating: 0, count: classes), count: prices.count)
  }

  /// A request of one token has no speed, and earns nothing.
  mutating func add(_ request: RequestOutcome) {
    guard !tiers.isEmpty, let time = request.timePerOutputToken else { return }
    guard let tier = tiers.firstIndex(where: { time * $0.speed <= 1 }) else { return }
    counts[tier][Int(request.classIndex)] += Int64(request.outputTokens)
  }

  /// Dollars per second.
  func rate(_ window: MeasuredWindow) -> Double {
    zip(tiers, counts).reduce(0) { sum, part in
      sum + window.rate(part.1[...]) * part.0.dollars.value / 1e6
    }
  }
}
