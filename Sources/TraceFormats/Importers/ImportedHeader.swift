import Domain

/// What imported traces have in common: one class `all` without targets, all of it measured.
enum ImportedHeader {
  static func make(
    format: String, model: String, fingerprint: String, blocks: BlockIdentity? = nil,
    account: [FieldAccount]
  ) -> TraceHeader {
    TraceHeader(
      workload: format, seed: nil, fingerprint: fingerprint, models: [model], agents: ["all"],
      classes: [TraceClass(name: "all")], duration: Ticks.horizonNanoseconds, measuredFrom: 0,
      measuredUntil: Ticks.horizonNanoseconds, blocks: blocks, account: account)
  }

  /// Identity of an imported trace: its format and its first 64 KiB, however they were handed in.
  static func fingerprint(_ format: String, _ feed: borrowing LineFeed) -> String {
    var digest = TraceDigest()
    let start = feed.bytes[feed.position...].prefix(LineFeed.identityBytes)
    let named = Array(format.utf8) + start
    digest.update(named, 0..<named.count)
    return digest.text
  }

  /// Sets all of an emptied session that isn't an array.
  static func begin(_ session: inout TraceSession, number: Int, start: Nanoseconds) {
    (session.number, session.classIndex, session.tenant) = (number, 0, "t1")
    (session.start, session.pause) = (start, 0)
  }

  /// The one request of a session.
  static func request(
    prompt: ContextReference, input: Int, output: Int
  ) -> TraceRecord {
    var record = TraceRecord(
      .request, isAnswer: true, prompt: prompt, inputTokens: max(1, input), outputTokens: output)
    record.turn = 1
    return record
  }

  static let mostTokens = 16_000_000
  static let mostOutput = 1_000_000
}
