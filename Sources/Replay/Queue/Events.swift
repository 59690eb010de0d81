import Domain

/// A record that becomes due: class 2 of the order of events.
struct DueRecord: Comparable {
  var time: Ticks
  /// Of the session; tells a later session in the same slot from this one.
  var ordinal: Int32
  var record: Int32
  var slot: Int32

  static func < (a: DueRecord, b: DueRecord) -> Bool {
    if a.time != b.time { return a.time < b.time }
    return (a.ordinal, a.record) < (b.ordinal, b.record)
  }
}

/// A session of a closed class that starts: class 1.
struct ClosedStart: Comparable {
  var time: Ticks
  /// Order of being scheduled.
  var sequence: Int
  /// Index into the closed sessions.
  var session: Int

  static func < (a: ClosedStart, b: ClosedStart) -> Bool {
    (a.time, a.sequence) < (b.time, b.sequence)
  }
}

/// A KV transfer that ends at a decode engine: class 0.
struct TransferEnd: Comparable {
  var time: Ticks
  var engine: Int32
  /// Order of starting.
  var sequence: Int
  /// Slot of the request.
  var request: Int32

  static func < (a: TransferEnd, b: TransferEnd) -> Bool {
    (a.time, a.engine, a.sequence) < (b.time, b.engine, b.sequence)
  }
}

/// A token at which a decoding sequence must be looked at: its last, or its first visible one.
struct TokenMark: Comparable {
  /// The engine's, once it has that token.
  var position: Int64
  /// Admission number in its engine; also tells whether the slot still holds that sequence.
  var admission: UInt32
  /// Slot of the request.
  var request: Int32

  static func < (a: TokenMark, b: TokenMark) -> Bool {
    (a.position, a.admission) < (b.position, b.admission)
  }
}
