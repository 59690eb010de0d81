/// The time of one engine step as a function of what is in it.
///
/// With n decoding sequences of total context C, and p prefill tokens in the step whose summed
/// contexts are x (each prefill token counts the tokens before it, cached ones too):
///
///     base(n·positions + p) + n·perSequence + p·perPrefillToken + (x·perPrefillContext)/2¹⁶
///       + max(floor(n), C·perContext(n))
///
/// `base` carries what depends on the number of tokens in a way no line describes: weights of the
/// distinct experts touched, fixed time per layer, collectives. `floor` carries work that runs
/// beside attention and hides it, or is hidden by it, as in attention–FFN disaggregation; it
/// counts for decoding sequences only. A step takes at least one tick.
///
/// Where each of r ranks reads the KV of its own sequences, the step waits for the one with the
/// most, ⌈n/r⌉ of them at their mean context: perContext(n) = perContext·r·⌈n/r⌉/n, rounded down.
public struct StepCost: Hashable, Sendable {
  /// By tokens in the step, from 0; not empty, and never falling.
  public var base: [Ticks]
  /// For each token past the end of `base`.
  public var basePerToken: Ticks
  public var perSequence: Ticks
  public var perPrefillToken: Ticks
  /// In 2⁻¹⁶ ticks.
  public var perPrefillContext: Int64
  public var perContext: Ticks
  /// By decoding sequences, from 0; the last value holds beyond. Empty for none.
  public var floor: [Ticks]
  /// Tokens that a decoding sequence brings into a step: 1, and its drafts where it has some.
  public var positions: Int
  /// Parts of the engine that each hold the KV of their own sequences; 1 where all hold a part of
  /// each.
  public var ranks: Int
  public var shares: StepShares

  public init(
    base: [Ticks], basePerToken: Ticks = 0, perSequence: Ticks = 0, perPrefillToken: Ticks = 0,
    perPrefillContext: Int64 = 0, perContext: Ticks = 0, floor: [Ticks] = [],
    positions: Int = 1, ranks: Int = 1, shares: StepShares = StepShares()
  ) {
    precondition(!base.isEmpty, "a step cost has a base")
    (self.base, self.basePerToken, self.perSequence) = (base, basePerToken, perSequence)
    (self.perPrefillToken, self.perPrefillContext) = (perPrefillToken, perPrefillContext)
    (self.perContext, self.floor, self.positions) = (perContext, floor, positions)
    (self.ranks, self.shares) = (ranks, shares)
  }

  /// `base(tokens)`.
  @inlinable public func base(tokens: Int) -> Ticks {
    let last = base.count - 1
    return tokens <= last ? base[tokens] : base[last] + Ticks(tokens - last) * basePerToken
  }

  /// `floor(sequences)`.
  @inlinable public func floor(sequences: Int) -> Ticks {
    floor.isEmpty ? 0 : floor[min(sequences, floor.count - 1)]
  }

  /// `perContext(n)`.
  @inlinable public func perContext(sequences n: Int) -> Ticks {
    guard ranks > 1, n > 0, n % ranks != 0 else { return perContext }
    return perContext * Ticks(ranks * ((n + ranks - 1) / ranks)) / Ticks(n)
  }

  /// Time of one step.
  @inlinable public func step(
    sequences n: Int, context: Int64, prefillTokens p: Int, prefillContext: Int64
  ) -> Ticks {
    let decode =
      Ticks(n) * perSequence + max(floor(sequences: n), context * perContext(sequences: n))
    let prefill = Ticks(p) * perPrefillToken + (prefillContext * perPrefillContext) >> 16
    return max(1, base(tokens: n * positions + p) + decode + prefill)
  }
}
