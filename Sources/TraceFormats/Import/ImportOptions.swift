public import Domain

/// What a user says about an import beside the input.
public struct ImportOptions: Sendable {
  /// Catalog name of the model that every request goes to.
  public var model: String
  /// Skips rows that can't be read, and counts them.
  public var isLenient: Bool
  /// Reads all rows first and puts them in order of time.
  public var isSorting: Bool
  /// When sessions start whose source says no times.
  public var arrivals: ArrivalProcess?
  /// Of what is drawn.
  public var seed: UInt64
  /// Only what is sent in these nanoseconds from the first row on; nil for all.
  public var window: Range<Nanoseconds>?
  /// Tokens of a block whose size the source doesn't say; nil for the format's own.
  public var blockTokens: Int?
  /// Nanoseconds of the unit of time stamps that the source doesn't say; nil for the format's own.
  public var timeUnit: Int?
  /// Rows of which each prompt extends an earlier one become one session.
  public var infersSessions: Bool
  /// Output tokens of requests whose source doesn't say them.
  public var outputTokens: Int
  /// How long what is drawn from rates lasts; nil for as long as the source has rates.
  public var length: Nanoseconds?
  /// The account is that of the format and not of the input.
  var tellsAllFields = false
  /// Set by what opens the input.
  var format = TraceFormat.baton

  public init(model: String) {
    self.model = model
    (outputTokens, length) = (256, nil)
    (isLenient, isSorting, infersSessions) = (false, false, false)
    (arrivals, seed, window, blockTokens, timeUnit) = (nil, 1, nil, nil, nil)
  }
}

/// One of the inputs of an import.
public struct ImportInput {
  /// As errors name it; nil if there is only one.
  public var name: String?
  public var chunks: ByteChunks
  public init(name: String? = nil, chunks: @escaping ByteChunks) {
    (self.name, self.chunks) = (name, chunks)
  }
}

/// What an import did, known when it is over.
public struct ImportReport: Hashable, Sendable {
  public var format: String
  /// Rows, or documents of formats with one for each session.
  public var items = 0
  /// Items that couldn't be read; with the ones read they are all.
  public var skipped = 0
  /// Items out of the window.
  public var outside = 0
  /// Items without a request, of formats with one for each session.
  public var empty = 0
  /// Requests without an input token, which are read as of one: a prompt has something.
  public var emptyPrompts = 0
  /// Bytes of documents that couldn't be read.
  public var unreadBytes = 0
  public var sessions = 0
  public var requests = 0
  /// The first of those that were skipped.
  public var problems: [TraceError] = []
  public var account: [FieldAccount] = []
  /// Where the order of times breaks, in a source that was put in order.
  public var disorder = TimeDisorder()
  /// Fields that the format may have and the input doesn't.
  public var absent: [String] = []

  static let mostProblems = 20

  /// What only the reader can tell of those who look at the trace.
  public var anomalies: [TraceSummary.Anomaly] {
    disorder.anomalies
      + (emptyPrompts > 0
        ? [.init(.noInput, emptyPrompts, "requests have no input and are read as of one token")]
        : [])
  }

  public init(format: String) { self.format = format }

  mutating func skip(_ error: TraceError, bytes: Int = 0) {
    skipped += 1
    unreadBytes += bytes
    if problems.count < Self.mostProblems { problems.append(error) }
  }
}

/// A source that says what it made of its input.
public protocol ImportedTrace: TraceSource {
  /// Complete when the source is at its end.
  var report: ImportReport { get }
}
