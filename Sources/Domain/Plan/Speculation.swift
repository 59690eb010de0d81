/// What decode steps of an engine draft and verify (replay semantics, §4.1).
///
/// A step yields each decoding sequence the same number of tokens, drawn once, all of them at its
/// end. How many are drafted may depend on the number of decoding sequences.
public struct Speculation: Hashable, Sendable {
  /// By rising `sequences`; not empty.
  public var levels: [Level]

  public init(_ levels: [Level]) { self.levels = levels }

  /// Steps of so many decoding sequences.
  public struct Level: Hashable, Sendable {
    /// Most decoding sequences of such a step.
    public var sequences: Int
    /// Tokens drafted for each sequence; the step computes one position more.
    public var drafts: Int
    /// Chance that the step yields more than 1, 2, … `drafts` tokens, in 2⁻³²; never rising.
    public var beyond: [UInt64]
    /// Of the whole step: drafts, links, and verifying.
    public var cost: StepCost

    public init(sequences: Int, beyond: [UInt64], cost: StepCost) {
      (self.sequences, self.beyond, self.cost) = (sequences, beyond, cost)
      drafts = beyond.count
    }

    /// The tokens that a step yields, from a uniform draw.
    @inlinable public func tokens(_ bits: UInt64) -> Int {
      Int(Speculation.tokens(bits, beyond))
    }

    /// Mean tokens of a step.
    public var meanTokens: Double {
      1 + beyond.reduce(0) { $0 + Double($1) } / 0x1p32
    }
  }

  /// The tokens that a step yields, from a uniform draw and the chances of more than 1, 2, ….
  @inlinable public static func tokens(_ bits: UInt64, _ beyond: [UInt64]) -> Int64 {
    let draw = bits >> 32
    var tokens: Int64 = 1
    for chance in beyond where draw < chance { tokens += 1 }
    return tokens
  }

  /// The first level that holds so many decoding sequences; nil for none, past the last, and where
  /// that level drafts nothing.
  @inlinable public func level(sequences: Int) -> Level? {
    index(sequences: sequences).map { levels[$0] }
  }

  /// Index of that level.
  @inlinable public func index(sequences: Int) -> Int? {
    guard sequences > 0, let found = levels.firstIndex(where: { sequences <= $0.sequences }) else {
      return nil
    }
    return levels[found].drafts > 0 ? found : nil
  }

  /// Most tokens that a step drafts for a sequence; their KV is kept free for it.
  public var lookahead: Int { levels.reduce(0) { max($0, $1.drafts) } }
}

extension EnginePool {
  /// Tokens beyond the next one for which a decoding sequence holds KV.
  public var lookahead: Int {
    contention.reduce(speculation?.lookahead ?? 0) { max($0, $1.speculation?.lookahead ?? 0) }
  }

  /// Whether any of its steps may draft.
  public var drafts: Bool { speculation != nil || contention.contains { $0.speculation != nil } }
}
