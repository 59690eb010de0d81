import Domain

/// What imported traces have in common: one class `all` without targets, all of it measured.
enum ImportedHeader {
  static func make<Reader: ItemReader>(
    _ reader: Reader, _ options: ImportOptions, fingerprint: String
  ) -> TraceHeader {
    make(
      options, agents: Reader.agents, tools: Reader.tools, fingerprint: fingerprint,
      blocks: reader.blocks, account: timed(reader.account, Reader.self, options))
  }

  /// The account of what was read, with what options and unknown fields add to it.
  static func account<Reader: ItemReader>(
    _ reader: Reader, _ draft: borrowing ImportDraft, _ options: ImportOptions
  ) -> [FieldAccount] {
    let told = options.tellsAllFields ? reader.account : reader.account(of: draft)
    let known = account(timed(told, Reader.self, options), options)
    return known + draft.dropped.account(beside: known)
  }

  static func make(
    _ options: ImportOptions, agents: [String] = ["all"], tools: [String] = [],
    fingerprint: String, blocks: BlockIdentity? = nil, account: [FieldAccount]
  ) -> TraceHeader {
    TraceHeader(
      workload: options.format.rawValue, seed: nil, fingerprint: fingerprint,
      models: [options.model], agents: agents, tools: tools, classes: [TraceClass(name: "all")],
      duration: Ticks.horizonNanoseconds, measuredFrom: 0,
      measuredUntil: Ticks.horizonNanoseconds, blocks: blocks,
      account: self.account(account, options))
  }

  /// Where starts are drawn, the source's times only say what lies within a session.
  private static func timed<Reader: ItemReader>(
    _ account: [FieldAccount], _ reader: Reader.Type, _ options: ImportOptions
  ) -> [FieldAccount] {
    guard options.arrivals != nil else { return account }
    return account.map { entry in
      guard entry.fate == .kept, Reader.times.contains(entry.field) else { return entry }
      return Reader.shape == .sessions && !options.infersSessions
        ? FieldAccount(entry.field, .dropped, "starts are drawn")
        : FieldAccount(entry.field, .inferred, "waits within a session; starts are drawn")
    }
  }

  private static func account(
    _ account: [FieldAccount], _ options: ImportOptions
  ) -> [FieldAccount] {
    var account = account
    if let arrivals = options.arrivals {
      account.removeAll { $0.field == FieldAccount.start }
      account.append(
        FieldAccount(
          FieldAccount.start, .synthesized, "\(arrivals.text), seed \(options.seed)"))
    }
    if let window = options.window {
      account.append(
        FieldAccount(
          "window", .dropped,
          "all but \(window.lowerBound.inSeconds) s to \(window.upperBound.inSeconds) s"))
    }
    return account
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

  /// With an output, less than what a trace's contexts may hold.
  static let mostTokens = 15_000_000
  static let mostOutput = 1_000_000
  static let inputs = 0...mostTokens
  static let outputs = 0...mostOutput
}
