public import Domain

/// Formats of traces that can be read.
public enum TraceFormat: String, Hashable, Sendable, CaseIterable {
  case baton, mooncake, azure

  /// The format of a file, from its first bytes; nil if it is none of these.
  public static func detect(_ start: [UInt8]) -> TraceFormat? {
    let text = String(decoding: start.prefix(4096), as: UTF8.self)
    if text.hasPrefix(AzureReader.columns) { return .azure }
    guard text.hasPrefix("{") else { return nil }
    let line = text.prefix { $0 != "\n" }
    // A trace of another version is Baton's too: its reader says which version it is.
    if line.contains("\"baton/trace/") { return .baton }
    let isMooncake =
      line.hasPrefix("{\"timestamp\"") || line.hasPrefix("{\"hash_ids\"")
      || line.contains("\"input_length\"")
    return isMooncake ? .mooncake : nil
  }

  /// Whether bytes are text, the last character perhaps cut.
  static func isText(_ start: [UInt8]) -> Bool {
    !start.contains(0)
      && (0...3).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
  }
}

/// Opens a trace of any format.
public enum TraceReader {
  /// - Parameters:
  ///   - format: nil finds it from the content.
  ///   - model: for traces that name none.
  /// - Throws: for an empty input, one of no known format, or a bad header.
  public static func open(
    format: TraceFormat? = nil, model: String, chunks: @escaping ByteChunks
  ) throws(TraceError) -> any TraceSource {
    var feed = LineFeed(isDigesting: true, chunks: chunks)
    guard try feed.fill() else {
      throw TraceError("the trace is empty", line: 0, help: "nothing was read from it")
    }
    let start = Array(feed.bytes[feed.position...].prefix(4096))
    guard let found = format ?? TraceFormat.detect(start) else {
      throw TraceError(
        TraceFormat.isText(start)
          ? "this is no trace that Baton knows" : "this is binary data, not a trace",
        line: 1, column: 1,
        help: "it reads " + TraceFormat.allCases.map(\.rawValue).joined(separator: ", ")
          + "; `--format` names one")
    }
    if found != .baton { feed.stopDigesting() }
    switch found {
    case .baton: return try NativeTraceReader(feed: feed)
    case .mooncake: return MooncakeReader(feed: feed, model: model)
    case .azure: return try AzureReader(feed: feed, model: model)
    }
  }
}
