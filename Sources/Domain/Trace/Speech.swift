/// How the answer of a turn is played: what a speech record says beside its place in the graph.
///
/// The sound of a token is due when the one before it has been played; the replay says when the
/// text for it was there.
public struct Speech: Hashable, Sendable {
  /// Index of the speech record. Its one dependency is the request whose visible tokens it plays.
  public var record: Int32
  /// Tokens that synthesis needs before it starts, at least 1.
  public var firstChunk: Int32
  /// From text to its sound.
  public var synthesis: Nanoseconds
  /// Length of one token's sound, at least 1.
  public var perToken: Nanoseconds
  /// The listener interrupts once this much was played, above 0 and less than all of it; −1 for an
  /// answer that is heard to its end.
  public var cut: Nanoseconds

  public init(
    record: Int, firstChunk: Int, synthesis: Nanoseconds, perToken: Nanoseconds,
    cut: Nanoseconds = -1
  ) {
    (self.record, self.firstChunk) = (Int32(record), Int32(firstChunk))
    (self.synthesis, self.perToken, self.cut) = (synthesis, perToken, cut)
  }

  /// Length of the sound of `tokens`, with its synthesis; nil beyond what a replay can span.
  public static func length(
    tokens: Int, perToken: Nanoseconds, synthesis: Nanoseconds
  ) -> Nanoseconds? {
    let (sound, isTooLong) = perToken.multipliedReportingOverflow(by: Nanoseconds(tokens))
    guard !isTooLong, sound <= Ticks.horizonNanoseconds,
      synthesis <= Ticks.horizonNanoseconds - sound
    else { return nil }
    return sound + synthesis
  }
}
