/// What the first JSON objects of an input hold, as far as formats differ by it.
struct FormatClues {
  /// Names of members of the first objects, not of what they nest.
  private var keys: Set<String> = []
  /// Text of the members that say what a file is.
  private var schema = ""
  /// Whether the value of `hash_ids` is an object.
  private var hasNamedHashes = false

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

  var format: TraceFormat? {
    // A trace of another version is Baton's too: its reader says which version it is.
    if schema.hasPrefix("baton/trace/") { return .baton }
    if has("requests", "block_size") || has("hash_id_scope", "requests") { return .weka }
    if has("timestamp", "input_length") || has("hash_ids", "output_length") { return .mooncake }
    // A misspelt key is told by the reader of the format that has the others.
    let mooncake = ["timestamp", "input_length", "output_length", "hash_ids"]
    return mooncake.count { keys.contains($0) } >= 1 ? .mooncake : nil
  }
}
