/// What the parts of a `StepCost` are spent on, in 2⁻¹⁶; what is left is FFN.
///
/// Shares change no time. They only say what a decode step is made of.
public struct StepShares: Hashable, Sendable {
  /// Of `base`, by tokens in the step like it.
  public var attention: [UInt16]
  public var exchange: [UInt16]
  public var draft: [UInt16]
  /// Of `perSequence`.
  public var attentionOfSequence: UInt16
  /// Of `floor`, by decoding sequences like it.
  public var exchangeOfFloor: [UInt16]

  public init(
    attention: [UInt16] = [], exchange: [UInt16] = [], draft: [UInt16] = [],
    attentionOfSequence: UInt16 = 0, exchangeOfFloor: [UInt16] = []
  ) {
    (self.attention, self.exchange, self.draft) = (attention, exchange, draft)
    (self.attentionOfSequence, self.exchangeOfFloor) = (attentionOfSequence, exchangeOfFloor)
  }
}

/// What one decode step without prefill is spent on, but for FFN.
public struct StepParts: Hashable, Sendable {
  public var attention: Ticks
  public var exchange: Ticks
  public var draft: Ticks
  public init(attention: Ticks = 0, exchange: Ticks = 0, draft: Ticks = 0) {
    (self.attention, self.exchange, self.draft) = (attention, exchange, draft)
  }
}

extension StepCost {
  /// Parts of what doesn't depend on context: of `base` and `perSequence`.
  public func fixedParts(sequences n: Int) -> StepParts {
    let base = base(tokens: n * positions)
    func part(_ table: [UInt16]) -> Ticks {
      guard let last = table.last else { return 0 }
      let tokens = n * positions
      return StepCost.part(base, tokens < table.count ? table[tokens] : last)
    }
    let each = StepCost.part(Ticks(n) * perSequence, shares.attentionOfSequence)
    return StepParts(
      attention: part(shares.attention) + each, exchange: part(shares.exchange),
      draft: part(shares.draft))
  }

  /// Exchange in `floor`, which counts where it hides the context.
  public func floorExchange(sequences n: Int) -> Ticks {
    guard let last = shares.exchangeOfFloor.last else { return 0 }
    let share = n < shares.exchangeOfFloor.count ? shares.exchangeOfFloor[n] : last
    return StepCost.part(floor(sequences: n), share)
  }

  /// `time` × share, rounded down. Exact: a step takes less than 2⁴⁷ ticks, nine hours.
  private static func part(_ time: Ticks, _ share: UInt16) -> Ticks {
    (time * Ticks(share)) >> 16
  }
}
