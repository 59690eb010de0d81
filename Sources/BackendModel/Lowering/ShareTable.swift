import Domain

/// Seconds of a step by what they are spent on, FFN aside.
struct PartTimes {
  var attention = 0.0
  var exchange = 0.0
  var draft = 0.0
  var verify = 0.0
}

/// Collects what each entry of a cost's `base` is spent on.
struct ShareTable {
  private(set) var shares = StepShares(attention: [0], exchange: [0], draft: [0], verify: [0])

  /// - Parameter whole: The entry, in seconds.
  mutating func append(_ parts: PartTimes, of whole: Double) {
    shares.attention.append(Self.share(parts.attention, whole))
    shares.exchange.append(Self.share(parts.exchange, whole))
    shares.draft.append(Self.share(parts.draft, whole))
    shares.verify.append(Self.share(parts.verify, whole))
  }

  static func share(_ part: Double, _ whole: Double) -> UInt16 {
    whole > 0 ? UInt16((min(max(part / whole, 0), 1) * 65535).rounded()) : 0
  }
}
