import Domain

/// Which number of drafts an engine takes at which batch.
struct DraftLevels {
  /// What so many drafts cost and yield, `drafts` = index; the first is a plain step.
  var choices: [Choice]
  /// Most sequences of an engine.
  var sequences: Int

  struct Choice {
    var cost: StepCost
    var beyond: [UInt64]
    /// Most decoding sequences with which it can be.
    var limit = Int.max

    var mean: Double { 1 + beyond.reduce(0) { $0 + Double($1) } / 0x1p32 }
  }

  /// Context of a sequence for which drafts are chosen.
  static let context: Int64 = 4000

  /// Tokens per tick and sequence of a step.
  private func rate(_ drafts: Int, _ count: Int) -> Double {
    let choice = choices[drafts]
    guard count <= choice.limit else { return 0 }
    let step = choice.cost.step(
      sequences: count, context: Int64(count) * Self.context, prefillTokens: 0, prefillContext: 0)
    return choice.mean / Double(step)
  }

  /// The number of drafts with the most tokens per second, the smaller on ties.
  func best(sequences count: Int) -> Int {
    choices.indices.reduce(0) { rate($1, count) > rate($0, count) ? $1 : $0 }
  }

  /// How much faster another number must be than that of the next smaller batch to be taken.
  static let gain = 1.02

  /// The best number for each batch, or one that is nearly as good; nil where that is never to
  /// draft.
  ///
  /// Batches of more than 32 are looked at a tenth apart.
  var automatic: Speculation? {
    var levels: [Speculation.Level] = []
    var count = 1
    while count <= sequences {
      let next = count < 32 ? count + 1 : max(count + 1, count * 11 / 10)
      var drafts = best(sequences: count)
      if let last = levels.last?.drafts, rate(drafts, count) < Self.gain * rate(last, count) {
        drafts = last
      }
      append(drafts, upTo: min(sequences, next - 1), to: &levels)
      count = next
    }
    while let last = levels.last, last.drafts == 0 { levels.removeLast() }
    return levels.isEmpty ? nil : Speculation(levels)
  }

  private func append(_ drafts: Int, upTo count: Int, to levels: inout [Speculation.Level]) {
    let choice = choices[drafts]
    let count = min(count, choice.limit)
    if let last = levels.last, last.drafts == drafts {
      levels[levels.count - 1].sequences = count
    } else {
      levels.append(
        Speculation.Level(sequences: count, beyond: choice.beyond, cost: choice.cost))
    }
  }

  /// So many drafts at every batch that the drafter can serve; nil where that is none.
  static func fixed(_ choice: Choice, sequences: Int) -> Speculation? {
    let count = min(sequences, choice.limit)
    guard count > 0 else { return nil }
    return Speculation([
      Speculation.Level(sequences: count, beyond: choice.beyond, cost: choice.cost)
    ])
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
