public import Domain

/// Formats that a trace can be written in.
public enum ExportFormat: String, Hashable, Sendable, CaseIterable {
  case mooncake
  case agenticMooncake = "agentic-mooncake"
  case aiperf, vllm, blis, otel
}

/// What a user says about an export beside the trace.
public struct ExportOptions: Sendable {
  public var format: ExportFormat
  /// Tokens of a block in formats with block hashes; nil for the source's own, or 512.
  public var blockTokens: Int?
  /// How long an output token is taken to last, where a format has moments instead of waits.
  public var tokenTime: Nanoseconds

  public init(format: ExportFormat, blockTokens: Int? = nil, tokenTime: Nanoseconds = 20_000_000) {
    (self.format, self.blockTokens, self.tokenTime) = (format, blockTokens, tokenTime)
  }
}

/// What an export wrote, known when it is over.
public struct ExportReport: Hashable, Sendable {
  public var format: ExportFormat
  public var sessions = 0
  public var requests = 0
  /// Sessions of closed classes that don't start before their class ends.
  public var notStarted = 0
  public var account: [FieldAccount] = []

  init(_ format: ExportFormat) { self.format = format }
}
