/// What the parts of a `StepCost` are spent on, in 2⁻¹⁶; what is left is FFN.
///
/// Shares change no time. They only say what a decode step is made of.
public struct StepShares: Hashable, Sendable {
  /// Of `base`, by tokens in the step like it.
  public var attention: [UInt16]
  public var exchange: [UInt16]
  public var draft: [UInt16]
  public var verify: [UInt16]
  /// Of `perSequence`.
  public var attentionOfSequence: UInt16
  public var verifyOfSequence: UInt16
  /// Of `floor`, by decoding sequences like it.
  public var exchangeOfFloor: [UInt16]
  public var verifyOfFloor: [UInt16]

  public init(
    attention: [UInt16] = [], exchange: [UInt16] = [], draft: [UInt16] = [],
    verify: [UInt16] = [], attentionOfSequence: UInt16 = 0, verifyOfSequence: UInt16 = 0,
    exchangeOfFloor: [UInt16] = [], verifyOfFloor: [UInt16] = []
  ) {
    (self.attention, self.exchange, self.draft, self.verify) = (attention, exchange, draft, verify)
    (self.attentionOfSequence, self.verifyOfSequence) = (attentionOfSequence, verifyOfSequence)
    (self.exchangeOfFloor, self.verifyOfFloor) = (exchangeOfFloor, verifyOfFloor)
  }
}

/// What one decode step without prefill is spent on, but for FFN.
public struct StepParts: Hashable, Sendable {
  public var attention: Ticks
  public var exchange: Ticks
  public var draft: Ticks
  public var verify: Ticks
  public init(
    attention: Ticks = 0, exchange: Ticks = 0, draft: Ticks = 0, verify: Ticks = 0
  ) {
    (self.attention, self.exchange, self.draft, self.verify) = (attention, exchange, draft, verify)
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
    let each = Ticks(n) * perSequence
    return StepParts(
      attention: part(shares.attention) + StepCost.part(each, shares.attentionOfSequence),
      exchange: part(shares.exchange), draft: part(shares.draft),
      verify: part(shares.verify) + StepCost.part(each, shares.verifyOfSequence))
  }

  /// Parts of `floor`, which count where it hides the context.
  public func floorParts(sequences n: Int) -> StepParts {
    let floor = floor(sequences: n)
    func part(_ table: [UInt16]) -> Ticks {
      guard let last = table.last else { return 0 }
      return StepCost.part(floor, n < table.count ? table[n] : last)
    }
    return StepParts(exchange: part(shares.exchangeOfFloor), verify: part(shares.verifyOfFloor))
  }

  /// `time` × share, rounded down. Exact: a step takes less than 2⁴⁷ ticks, nine hours.
  private static func part(_ time: Ticks, _ share: UInt16) -> Ticks {
    (time * Ticks(share)) >> 16
  }
}
