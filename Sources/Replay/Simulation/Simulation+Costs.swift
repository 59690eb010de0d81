import Domain

/// What a step costs and drafts (replay semantics, §4.1 and §4.3).
extension Simulation {
  /// The level of speculation for so many decoding sequences; nil for none.
  mutating func level(_ pool: Int, sequences: Int) -> Int? {
    let crowd = contention[pool]
    guard crowd >= 0 else {
      return pools[pool].speculation?.index(sequences: sequences)
    }
    return pools[pool].contention[crowd].speculation?.index(sequences: sequences)
  }

  mutating func withCost<T>(_ pool: Int, _ level: Int?, _ body: (borrowing StepCost) -> T) -> T {
    let crowd = contention[pool]
    if crowd >= 0 {
      guard let level, let speculation = pools[pool].contention[crowd].speculation else {
        return body(pools[pool].contention[crowd].cost)
      }
      return body(speculation.levels[level].cost)
    }
    guard let level, let speculation = pools[pool].speculation else {
      return body(pools[pool].cost)
    }
    return body(speculation.levels[level].cost)
  }

  /// Tokens that steps of a level draft for each sequence.
  mutating func draftCount(_ pool: Int, _ level: Int) -> Int {
    let crowd = contention[pool]
    guard crowd >= 0 else {
      return pools[pool].speculation?.levels[level].drafts ?? 0
    }
    return pools[pool].contention[crowd].speculation?.levels[level].drafts ?? 0
  }

  /// Chances that steps of a level yield more than 1, 2, … tokens.
  mutating func chances(_ pool: Int, _ level: Int) -> [UInt64] {
    let crowd = contention[pool]
    guard crowd >= 0 else { return pools[pool].speculation?.levels[level].beyond ?? [] }
    return pools[pool].contention[crowd].speculation?.levels[level].beyond ?? []
  }

  /// Tokens that a step yields each sequence.
  mutating func yield(_ engine: Int, _ pool: Int, _ level: Int, _ step: Int) -> Int64 {
    let bits = engines[engine].draws.numbered(step).bits
    let crowd = contention[pool]
    guard crowd >= 0 else {
      return Int64(pools[pool].speculation?.levels[level].tokens(bits) ?? 1)
    }
    return Int64(pools[pool].contention[crowd].speculation?.levels[level].tokens(bits) ?? 1)
  }

  /// Counts whether an engine decodes after this boundary. If that changes what the others' steps
  /// cost, their runs end at their first boundary from now on.
  mutating func countDecoding(_ engine: Int) {
    let decodes = engines[engine].decoding > 0
    guard decodes != engines[engine].decodes else { return }
    let pool = Int(engines[engine].pool)
    engines[engine].decodes = decodes
    decodingEngines[pool] += decodes ? 1 : -1
    let level = pools[pool].level(decoding: decodingEngines[pool]) ?? -1
    guard level != contention[pool] else { return }
    contention[pool] = level
    for other in poolStart[pool]..<poolStart[pool + 1]
    where other != engine && engines[other].mode == .run {
      wake(other)
    }
  }
}
