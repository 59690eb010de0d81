/// Formats of traces that can be read.
public enum TraceFormat: String, Hashable, Sendable, CaseIterable {
  case baton, mooncake, vllm, azure, burstgpt, bailian, weka, tracelab
  case tracelabCSV = "tracelab-csv"
  case agenticMooncake = "agentic-mooncake"
  case mooncakeDelta = "mooncake-delta"
  case aiperf
  case aiperfTurns = "aiperf-turns"
  case dynamo, blis, otel, ragpulse, servegen, llmservingsim
  case appliedCompute = "applied-compute"
  case sharedPrefix = "shared-prefix"
  case lengths

  /// The format of a file, from its first bytes; nil if it is none of these.
  public static func detect(_ start: [UInt8]) -> TraceFormat? {
    var bytes = start[...]
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes = bytes.dropFirst(3) }
    while let first = bytes.first, first <= 0x20 { bytes = bytes.dropFirst() }
    switch bytes.first {
    case UInt8(ascii: "{"), UInt8(ascii: "["): return FormatClues(json: bytes).format
    case nil: return nil
    default: return detectText(bytes)
    }
  }

  private static func detectText(_ bytes: ArraySlice<UInt8>) -> TraceFormat? {
    let line = bytes.prefix(4096).prefix { $0 != 0x0A && $0 != 0x0D }
    let columns = String(decoding: line, as: UTF8.self).split(
      separator: ",", omittingEmptySubsequences: false
    ).map { column in column.filter { $0 != "\"" && $0 != " " } }
    func has(_ names: String...) -> Bool { names.allSatisfy(columns.contains) }
    if has("TIMESTAMP", "ContextTokens", "GeneratedTokens") { return .azure }
    if has("Timestamp", "Requesttokens", "Responsetokens") { return .burstgpt }
    if has("session_id", "round_idx", "prefix_len") { return .tracelabCSV }
    if has("request_id", "client_id", "arrival_time_us") { return .blis }
    if columns.first?.hasPrefix("trace_version:") == true { return .blis }
    if columns.count == 6, ["Gamma", "Weibull", "Exponential", "Poisson"].contains(columns[3]) {
      return .servegen
    }
    let hasLengths =
      LengthsReader.inputs.contains(where: columns.contains)
      && LengthsReader.outputs.contains(where: columns.contains)
    return hasLengths ? .lengths : nil
  }

  /// Whether bytes are text, the last character perhaps cut.
  static func isText(_ start: [UInt8]) -> Bool {
    !start.contains(0)
      && (0...3).contains { String(validating: start.dropLast($0), as: UTF8.self) != nil }
  }

  /// Whether bytes are packed; what opens a trace then says how to unpack them.
  public static func isPacked(_ start: [UInt8]) -> Bool { packer(start) != nil }

  /// The tool that unpacks what these bytes are packed with; nil if they aren't.
  static func packer(_ start: [UInt8]) -> (name: String, command: String)? {
    let packers: [([UInt8], String, String)] = [
      ([0x1F, 0x8B], "gzip", "zcat"), ([0x28, 0xB5, 0x2F, 0xFD], "zstd", "zstdcat"),
      ([0xFD, 0x37, 0x7A, 0x58, 0x5A], "xz", "xzcat"), ([0x42, 0x5A, 0x68], "bzip2", "bzcat"),
      ([0x50, 0x4B, 0x03, 0x04], "zip", "unzip -p"),
    ]
    return packers.first { start.starts(with: $0.0) }.map { ($0.1, $0.2) }
  }
}
