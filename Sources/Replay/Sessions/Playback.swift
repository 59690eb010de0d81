import Domain

/// The sound of one spoken answer, followed token by token (replay semantics, §2.1).
struct Playback {
  /// The speech record, and the request that it plays.
  let record: Int32
  let request: Int32
  /// Visible token by which the end is known.
  let known: Int32
  private let chunk: Int32
  /// Tokens that are heard, the last perhaps in part.
  private let heard: Int32
  private let synthesis: Ticks
  private let perToken: Ticks
  /// How much of the last token is heard.
  private let rest: Ticks

  /// First sound, −1 before it is known.
  private(set) var first: Ticks = -1
  /// When the sound of the last token so far ends.
  private var playedUntil: Ticks = 0
  private(set) var silence: Ticks = 0

  init(_ speech: Speech, request: Int32, visible: Int32) {
    (record, self.request) = (speech.record, request)
    chunk = min(speech.firstChunk, visible)
    synthesis = Ticks(nanoseconds: speech.synthesis)
    perToken = Ticks(nanoseconds: speech.perToken)
    if speech.cut < 0 {
      (heard, rest) = (visible, perToken)
    } else {
      let whole = (speech.cut - 1) / speech.perToken
      heard = Int32(whole) + 1
      rest = Ticks(nanoseconds: speech.cut - whole * speech.perToken)
    }
    known = max(chunk, heard)
  }

  /// When it is heard no longer; right once token `known` is there.
  var end: Ticks {
    let last = heard < chunk ? first + perToken * Ticks(heard - 1) : playedUntil - perToken
    return last + rest
  }

  /// Takes in visible token `number`, generated at `time`; they come in order.
  mutating func hear(_ number: Int32, at time: Ticks) {
    if number < chunk || number > known { return }
    let ready = time + synthesis
    if number == chunk {
      first = ready
      playedUntil = ready + perToken * Ticks(chunk)
      return
    }
    if ready > playedUntil {
      silence += ready - playedUntil
      playedUntil = ready
    }
    playedUntil += perToken
  }
}
