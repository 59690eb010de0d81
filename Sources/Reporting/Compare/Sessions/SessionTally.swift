import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// One session under two arms.
struct SessionPair {
  var seed: UInt64
  var className: String
  var number: Int
  var tenant: String
  var outputTokens: Int64
  /// In seconds; nil if a refusal ended it.
  var before: Double?
  var after: Double?

  var isCutShort: Bool { before == nil || after == nil }

  /// In seconds, candidate − baseline; 0 if either arm ended it early.
  var difference: Double {
    if let before, let after { after - before } else { 0 }
  }

  var move: SessionShifts.Move {
    SessionShifts.Move(
      seed: seed, className: className, number: number, tenant: tenant, baseline: before ?? 0,
      candidate: after ?? 0)
  }
}

/// Adds up pairs of sessions.
struct Tally {
  let group: SessionShifts.Group

  init(_ name: String, _ tolerance: Double, _ pairs: [SessionPair]) {
    var group = SessionShifts.Group(name: name)
    var differences: [Double] = []
    var logs = 0.0
    var ratios = 0
    for pair in pairs {
      guard let before = pair.before, let after = pair.after else {
        if pair.before != nil { group.lostByCandidate += 1 }
        if pair.after != nil { group.savedByCandidate += 1 }
        continue
      }
      differences.append(after - before)
      guard before > 0, after > 0 else { continue }
      logs += log(after / before)
      ratios += 1
      if after > before * (1 + tolerance) { group.slower += 1 }
      if after < before * (1 - tolerance) { group.faster += 1 }
    }
    group.sessions = differences.count
    if ratios > 0 { group.ratio = exp(logs / Double(ratios)) }
    if !differences.isEmpty {
      differences.sort()
      func at(_ percent: Double) -> Double {
        differences[nearestRank(percent: percent, of: differences.count)]
      }
      group.meanDifference = differences.reduce(0, +) / Double(differences.count)
      (group.p5Difference, group.medianDifference) = (at(5), at(50))
      group.p95Difference = at(95)
    }
    self.group = group
  }
}
