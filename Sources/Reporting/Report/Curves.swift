import Domain

/// How metrics of one group are distributed: the value at each of some shares.
struct Curves: Hashable, Sendable {
  /// In percent: by whole ones, finer beyond 99.
  static let shares: [Double] =
    (0...99).map(Double.init) + (1...9).map { 99 + Double($0) / 10 } + [99.95, 99.99, 100]

  var name: String
  /// Seconds at each share; empty where nothing was measured.
  var ttft: [Double]
  var itl: [Double]
  /// Without the gaps of 0 between tokens of one step.
  var stepGap: [Double]
  var tpot: [Double]
  var e2e: [Double]
  var session: [Double]

  /// - Parameter classIndex: nil for all.
  init(_ name: String, of classIndex: UInt8?, _ arm: ArmResult, _ window: MeasuredWindow) {
    self.name = name
    func belongs(_ index: UInt8) -> Bool { classIndex == nil || classIndex == index }
    var (first, last, each): ([Sample], [Sample], [Sample]) = ([], [], [])
    for (row, request) in arm.requests.enumerated()
    where belongs(request.classIndex) && window.contains(request.sent, of: request.classIndex) {
      if request.outputTokens > 0 { first.append(Sample(Double(request.firstToken), row: row)) }
      last.append(Sample(Double(request.last), row: row))
      if let time = request.timePerOutputToken { each.append(Sample(time * 1e9, row: row)) }
    }
    let lengths = arm.sessions.enumerated().filter { _, session in
      belongs(session.classIndex) && !session.isCutShort
        && window.contains(session.start, of: session.classIndex)
    }.map { Sample(Double($0.element.length), row: $0.offset) }
    (ttft, e2e) = (Curves.values(first), Curves.values(last))
    (tpot, session) = (Curves.values(each), Curves.values(lengths))
    var gaps = GapHistogram()
    for group in arm.gaps where belongs(UInt8(group.classIndex)) { gaps.merge(group.histogram) }
    itl = Curves.values(gaps)
    stepGap = Curves.values(gaps.withoutZeros)
  }

  private static func values(_ samples: [Sample]) -> [Double] {
    guard !samples.isEmpty else { return [] }
    let sorted = sortedByValue(samples)
    return shares.map { sorted[nearestRank(percent: $0, of: sorted.count)].value / 1e9 }
  }

  /// - Complexity: O(shares · buckets).
  private static func values(_ gaps: GapHistogram) -> [Double] {
    guard gaps.count > 0 else { return [] }
    return shares.map { Double(gaps.quantile(max($0, 1e-9) / 100) ?? 0) / ticksPerSecond }
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
