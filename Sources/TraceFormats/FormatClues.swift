/// What the first JSON objects of an input hold, as far as formats differ by it.
struct FormatClues {
  /// Names of members of the first objects, not of what they nest.
  private var keys: Set<String> = []
  /// Text of the members that say what a file is.
  private var schema = ""
  /// Whether the value of `hash_ids` is an object.
  private var hasNamedHashes = false
  /// What the first of them says of its blocks' size.
  private(set) var blockTokens: Int?

  /// - Complexity: O(bytes).
  init(json bytes: ArraySlice<UInt8>) {
    var depth = 0
    var index = bytes.startIndex
    var name = ""
    while index < bytes.endIndex {
      switch bytes[index] {
      case UInt8(ascii: "{"):
        depth += 1
        if depth == 2, name == "hash_ids" { hasNamedHashes = true }
      case UInt8(ascii: "}"): depth -= 1
      case UInt8(ascii: "["): depth += index == bytes.startIndex ? 0 : 1
      case UInt8(ascii: "]"): depth -= 1
      case UInt8(ascii: "\""):
        let text = Self.text(bytes, &index)
        if depth == 1 {
          var next = index + 1
          while next < bytes.endIndex, bytes[next] <= 0x20 { next += 1 }
          if next < bytes.endIndex, bytes[next] == UInt8(ascii: ":") {
            name = text
            if text == "block_size", blockTokens == nil {
              blockTokens = Self.number(bytes, after: next)
            }
            if keys.count < 200 { keys.insert(text) }
          } else if schema.isEmpty, name == "schema" || name == "schema_version" {
            schema = text
          }
        }
      default: break
      }
      index += 1
    }
  }

  private static func number(_ bytes: ArraySlice<UInt8>, after colon: Int) -> Int? {
    let rest = bytes[(colon + 1)...].drop { $0 == 0x20 }
    return Int(String(decoding: rest.prefix { $0 &- 0x30 < 10 }.prefix(6), as: UTF8.self))
  }

  /// The text that begins here; `index` is then at its last quote.
  private static func text(_ bytes: ArraySlice<UInt8>, _ index: inout Int) -> String {
    let start = index + 1
    index = start
    while index < bytes.endIndex, bytes[index] != UInt8(ascii: "\"") {
      index += bytes[index] == UInt8(ascii: "\\") ? 2 : 1
    }
    let end = min(index, bytes.endIndex)
    return String(decoding: bytes[min(start, end)..<min(end, start + 200)], as: UTF8.self)
  }

  private func has(_ names: String...) -> Bool { names.allSatisfy(keys.contains) }
  private func hasAny(_ names: String...) -> Bool { names.contains(where: keys.contains) }

  /// Formats with more keys of their own are asked for first.
  var format: TraceFormat? {
    // A trace of another version is Baton's too: its reader says which version it is.
    if schema.hasPrefix("baton/trace/") { return .baton }
    return ofSchema ?? ofSessions ?? ofRows
  }

  private var ofSchema: TraceFormat? {
    if schema == "dynamo.agentic_mooncake" { return .agenticMooncake }
    if schema.hasPrefix("dynamo.") || has("event_type", "agent_context") { return .dynamo }
    return nil
  }

  private var ofSessions: TraceFormat? {
    if has("requests", "block_size") || has("hash_id_scope", "requests") { return .weka }
    if hasAny("spans", "resourceSpans") { return .otel }
    if has("turns"), !has("id", "conversations") { return .aiperfTurns }
    if has("sub_requests") || has("input_toks", "output_toks") { return .llmservingsim }
    if has("num_turns", "assistant_response_length") { return .appliedCompute }
    return nil
  }

  private var ofRows: TraceFormat? {
    if has("chat_id", "parent_chat_id") { return .bailian }
    if has("round_index", "input_tokens_total") { return .tracelab }
    if hasNamedHashes || hasAny("passage_id", "sys_prompt_id") { return .ragpulse }
    if has("shared_prefix_length", "tail_input_length") { return .sharedPrefix }
    if has("request_id"),
      hasAny("wait_for", "branches", "tool_wait_ms", "dependencies", "play_id")
        || (has("session_id", "hash_ids") && !has("delay"))
    {
      return .agenticMooncake
    }
    if !keys.isEmpty, keys.allSatisfy({ Double($0) != nil }) { return .servegen }
    // A misspelt key is told by the reader of the format that has the others.
    guard
      hasAny("input_length", "output_length", "hash_ids") || (has("timestamp") && keys.count < 5)
    else { return nil }
    return hasAny("session_id", "delay", "text_input") ? .aiperf : .mooncake
  }

  /// Whether the columns of a BurstGPT file name sessions.
  static func hasSessions(_ start: ArraySlice<UInt8>) -> Bool {
    let line = start.prefix(4096).prefix { $0 != 0x0A }
    return String(decoding: line, as: UTF8.self).contains("Session ID")
  }
}
