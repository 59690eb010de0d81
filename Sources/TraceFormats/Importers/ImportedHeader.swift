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

  /// Identity of an imported trace: its format and the bytes of its first piece.
  static func fingerprint(_ format: String, _ bytes: [UInt8]) -> String {
    var digest = TraceDigest()
    let named = Array(format.utf8) + bytes
    digest.update(named, 0..<named.count)
    return digest.text
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
