import Domain

/// How metrics of one group are distributed: the value at each of some shares.
struct Curves: Hashable, Sendable {
  /// In percent: by whole ones, finer beyond 99.
  static let shares: [Double] =
    (0...99).map(Double.init) + (1...9).map { 99 + Double($0) / 10 } + [99.95, 99.99, 100]

  var name: String
  /// Seconds at each share; empty where nothing was measured.
  var ttft: [Double] = []
  var itl: [Double] = []
  /// Without the gaps of 0 between tokens of one step.
  var stepGap: [Double] = []
  var tpot: [Double] = []
  var e2e: [Double] = []
  var session: [Double] = []

  init(name: String) { self.name = name }

  /// - Parameters:
  ///   - sorted: Rising values.
  ///   - perSecond: Of their unit.
  static func values(sorted: ArraySlice<Double>, perSecond: Double) -> [Double] {
    guard !sorted.isEmpty else { return [] }
    return shares.map { share in
      sorted[sorted.startIndex + nearestRank(percent: share, of: sorted.count)] / perSecond
    }
  }

  static func values(_ gaps: GapHistogram) -> [Double] {
    guard gaps.count > 0 else { return [] }
    return gaps.quantiles(shares.map { max($0, 1e-9) / 100 }).map { Double($0) / ticksPerSecond }
  }

  func write(to json: inout JSONWriter) {
    json.object("cdf") { json in
      for (key, values) in [
        ("ttft", ttft), ("itl", itl), ("stepGap", stepGap), ("tpot", tpot), ("e2e", e2e),
        ("session", session),
      ] where !values.isEmpty {
        json.array(key) { json in
          for value in values { json.element(rounded(value)) }
        }
      }
    }
  }
}
