public import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What one trace can say without seeds: its sessions are drawn anew with their pairs (a cluster
/// bootstrap), and the arms' labels are swapped session by session (a permutation test).
///
/// Sessions are taken as independent. Those that queued together are not quite, so intervals are
/// somewhat narrow; seeds are better where there are some.
public struct SessionResampling: Sendable {
  static let resamples = 2000

  private let swaps: Int
  private let header: TraceHeader
  private let arms: [ArmResult]
  /// By arm and session of its replay, the pair; −1 for none.
  private let pairs: [[Int32]]
  /// By class, the pairs.
  private let classes: [Range<Int>]

  /// - Parameters:
  ///   - header: With the window that both were measured in.
  ///   - baseline: Replay of the trace; `candidate` another of the same trace.
  ///   - tests: Metrics that are judged together. Labels are swapped so often that one of them that
  ///     differs alone can be told.
  public init(
    _ header: TraceHeader, baseline: ArmResult, candidate: ArmResult, tests: Int = 1
  ) {
    let rarest = 1.1 * Double(tests) / PairedJudge.significance
    swaps = max(SessionResampling.resamples, Int(rarest))
    (self.header, arms) = (header, [baseline, candidate])
    let lists = arms.map { SessionList($0, header) }
    var pairs = arms.map { arm in
      [Int32](repeating: -1, count: 1 + Int(arm.sessions.map(\.session).max() ?? -1))
    }
    var ends = [Int](repeating: 0, count: header.classes.count)
    var count = 0
    lists[0].forEachPair(with: lists[1]) { before, after in
      pairs[0][Int(before.start)] = Int32(count)
      pairs[1][Int(after.start)] = Int32(count)
      count += 1
      ends[Int(before.classIndex)] += 1
    }
    self.pairs = pairs
    var start = 0
    classes = ends.map { length in
      defer { start += length }
      return start..<start + length
    }
  }

  /// Whether a metric belongs to sessions one by one, so that resampling says something of it.
  public static func covers(_ metric: GatedMetric) -> Bool { metric.metric.isKeptBySession }

  /// One entry for each metric that `covers` and class that has values.
  ///
  /// - Complexity: O((resamples + swaps) · (sessions + tail of the values)) for each.
  public func metrics(_ gates: [GatedMetric], _ pair: ComparedPair) -> [ResampledMetric] {
    var result: [ResampledMetric] = []
    for (index, trafficClass) in header.classes.enumerated() where !classes[index].isEmpty {
      let covered = gates.filter(SessionResampling.covers)
      let paired = covered.map { samples($0, classIndex: index) }
      let found = resampled(covered, paired, sessions: classes[index].count)
      for (gate, value) in zip(covered, found) {
        guard let value else { continue }
        result.append(
          ResampledMetric(
            pair: pair, metric: gate, className: trafficClass.name, value: value))
      }
    }
    return result
  }

  private func samples(_ gate: GatedMetric, classIndex: Int) -> PairedSamples {
    var entries: [PairedSamples.Entry] = []
    for (index, arm) in arms.enumerated() {
      let values = SessionValues(arm, header, classIndex).of(gate.metric)
      for (session, value) in values {
        let pair = pairs[index][Int(session)]
        guard pair >= 0 else { continue }
        entries.append(
          PairedSamples.Entry(
            value: value, pair: pair - Int32(classes[classIndex].lowerBound),
            isCandidate: index == 1))
      }
    }
    let statistic: PairedSamples.Statistic =
      switch gate.statistic {
      case .percentile(let percent): .ranked(percent)
      case .max: .ranked(100)
      case .mean, nil: .mean
      }
    return PairedSamples(statistic, pairs: classes[classIndex].count, entries: entries)
  }

  private func resampled(
    _ gates: [GatedMetric], _ samples: [PairedSamples], sessions: Int
  ) -> [Resampled?] {
    func logRatio(_ index: Int, _ weights: [UInt8], _ swapped: [Bool]) -> Double? {
      samples[index].values(weights: weights, swapped: swapped).map {
        log(gates[index].ratio(baseline: $0.baseline, candidate: $0.candidate))
      }
    }
    let once = [UInt8](repeating: 1, count: sessions)
    let none = [Bool](repeating: false, count: sessions)
    let observed = gates.indices.map { logRatio($0, once, none) }
    var ratios = [[Double]](repeating: [], count: gates.count)
    var hits = [Int](repeating: 1, count: gates.count)
    for resample in 0..<SessionResampling.resamples {
      let weights = drawnSessions(resample, of: sessions)
      for index in gates.indices {
        if let ratio = logRatio(index, weights, none) { ratios[index].append(ratio) }
      }
    }
    for swap in 0..<swaps {
      let swapped = drawnSigns(swap, of: sessions)
      for index in gates.indices {
        guard let seen = observed[index], let other = logRatio(index, once, swapped) else {
          continue
        }
        if abs(other) >= abs(seen) - 1e-12 { hits[index] += 1 }
      }
    }
    return gates.indices.map { index in
      guard observed[index] != nil else { return nil }
      return Resampled(
        logRatios: ratios[index].sorted(),
        p: Double(hits[index]) / Double(swaps + 1), sessions: samples[index].measuredPairs)
    }
  }

  private func drawnSessions(_ resample: Int, of count: Int) -> [UInt8] {
    let stream = RandomStream(seed: 0).named("sessions").numbered(resample)
    var weights = [UInt8](repeating: 0, count: count)
    for draw in 0..<count {
      let index = min(count - 1, Int(stream.numbered(draw).uniform * Double(count)))
      weights[index] = weights[index] == .max ? .max : weights[index] + 1
    }
    return weights
  }

  private func drawnSigns(_ resample: Int, of count: Int) -> [Bool] {
    let stream = RandomStream(seed: 0).named("swap").numbered(resample)
    var signs: [Bool] = []
    signs.reserveCapacity(count)
    for index in 0..<count {
      signs.append(stream.numbered(index >> 6).bits >> UInt64(index & 63) & 1 == 1)
    }
    return signs
  }
}
