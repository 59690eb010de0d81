import Domain

/// Which number of drafts an engine takes at which batch.
struct DraftLevels {
  var acceptance: Acceptance
  /// Most sequences of an engine.
  var sequences: Int
  /// Seconds of a step with so many drafts of so many sequences, each with `context` tokens.
  var time: (_ drafts: Int, _ sequences: Int) -> Double
  /// The cost of such steps, up to so many sequences.
  var lower: (_ drafts: Int, _ sequences: Int) -> StepCost
  /// Most sequences for which so many can be drafted.
  var limit: (_ drafts: Int) -> Int = { _ in .max }

  /// Context of a sequence for which drafts are chosen.
  static let context = 4000.0
  /// How much faster another number must be than that of the next smaller batch to be taken.
  static let gain = 1.02

  /// So many drafts at every batch that the drafter can serve; nil where that is none.
  func fixed(_ drafts: Int) -> Speculation? {
    let count = min(sequences, limit(drafts))
    return count > 0 ? Speculation([level(drafts, upTo: count)]) : nil
  }

  /// The best number for each batch, or one that is nearly as good; nil where that is never to
  /// draft.
  ///
  /// Batches of more than 32 are looked at a tenth apart.
  var automatic: Speculation? {
    let limits = (0...acceptance.limit).map { $0 == 0 ? .max : limit($0) }
    var chosen: [(drafts: Int, sequences: Int)] = []
    var count = 1
    while count <= sequences {
      let next = count < 32 ? count + 1 : max(count + 1, count * 11 / 10)
      let drafts = best(count, chosen.last?.drafts, limits)
      let end = min(sequences, next - 1, limits[drafts])
      if chosen.last?.drafts == drafts { chosen.removeLast() }
      chosen.append((drafts, end))
      count = next
    }
    while chosen.last?.drafts == 0 { chosen.removeLast() }
    return chosen.isEmpty
      ? nil : Speculation(chosen.map { level($0.drafts, upTo: $0.sequences) })
  }

  /// The number of drafts with the most tokens per second, the smaller on ties, or the last one.
  private func best(_ count: Int, _ last: Int?, _ limits: [Int]) -> Int {
    let rates = limits.indices.map { drafts in
      count <= limits[drafts] ? acceptance.mean(drafts: drafts) / time(drafts, count) : 0
    }
    let best = rates.indices.reduce(0) { rates[$1] > rates[$0] ? $1 : $0 }
    if let last, rates[best] < Self.gain * rates[last] { return last }
    return best
  }

  private func level(_ drafts: Int, upTo count: Int) -> Speculation.Level {
    Speculation.Level(
      sequences: count, beyond: acceptance.lowered(drafts: drafts), cost: lower(drafts, count))
  }
}

extension Speculation {
  /// Tokens of the decoding sequences in the largest step with drafts.
  var largestStep: Int { levels.reduce(0) { max($0, $1.sequences * ($1.drafts + 1)) } }

  /// Numbers of drafts by batch, for people.
  var text: String {
    levels.map { "\($0.drafts) up to \($0.sequences) sequences" }.joined(separator: ", ")
  }
}
