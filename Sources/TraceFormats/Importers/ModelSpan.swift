import Domain

/// One span, as far as it matters here; times in nanoseconds since 1970.
struct ModelSpan {
  enum Kind { case call, tool, other }

  var kind = Kind.other
  var name = "tool"
  var start = 0
  var end = 0
  var inputTokens: Int?
  var outputTokens: Int?
  var reasoning = 0
  /// The text of each message of the prompt, its role before it.
  var messages: [String] = []
  /// Id of its trace; empty where it names none.
  var trace = ""
  /// Names of its members and attributes.
  var fields: [String] = []
  private var operation = ""
  private var outputText: String?

  init(_ node: JSONNode, number: Int, _ cursor: LineCursor) throws(TraceError) {
    var spanName = ""
    for member in node.members {
      fields.append(member.name)
      switch member.name {
      case "trace_id", "traceId": trace = member.value.text ?? ""
      case "name": spanName = member.value.text ?? ""
      case "start_time", "startTimeUnixNano":
        start = try Self.time(member.value, number, cursor)
      case "end_time", "endTimeUnixNano": end = try Self.time(member.value, number, cursor)
      case "attributes":
        for (key, value) in member.value.attributes { read(key, value) }
      default: break
      }
    }
    guard end >= start else {
      throw cursor.error("span \(number) ends before it starts", at: cursor.lineStart)
    }
    if operation.isEmpty { operation = spanName.split(separator: " ").first.map(String.init) ?? "" }
    switch operation {
    case "chat", "text_completion", "generate_content": kind = .call
    case "execute_tool": kind = .tool
    default: kind = .other
    }
    if outputTokens == nil, let outputText { outputTokens = (outputText.utf8.count + 3) / 4 }
  }

  private mutating func read(_ key: String, _ value: JSONNode) {
    fields.append(key)
    switch key {
    case "gen_ai.operation.name": operation = value.text ?? ""
    case "gen_ai.usage.input_tokens": inputTokens = value.tokens
    case "gen_ai.usage.prompt_tokens": inputTokens = inputTokens ?? value.tokens
    case "gen_ai.usage.output_tokens": outputTokens = value.tokens
    case "gen_ai.usage.completion_tokens": outputTokens = outputTokens ?? value.tokens
    case "gen_ai.usage.reasoning.output_tokens": reasoning = value.tokens ?? 0
    case "gen_ai.tool.name": name = value.text ?? name
    case "gen_ai.input.messages": messages = value.messageTexts
    case "gen_ai.output.text": outputText = value.text
    case "gen_ai.output.messages": outputText = outputText ?? value.messageTexts.joined()
    default: break
    }
  }

  /// A date and time, or nanoseconds since 1970 as a number or text.
  private static func time(
    _ node: JSONNode, _ number: Int, _ cursor: LineCursor
  ) throws(TraceError) -> Int {
    let text = node.text ?? ""
    if let value = Int(text), value >= 0 { return value }
    var clock = LineCursor(start: cursor, count: text.utf8.count)
    let bytes = Array(text.utf8)
    do throws(TraceError) { return try clock.wallClock(bytes.span) } catch {
      throw cursor.error(
        "span \(number) has no time that can be read: \"\(text.prefix(40))\"",
        at: cursor.lineStart)
    }
  }
}

extension JSONNode {
  var members: [Member] { if case .object(let members) = value { members } else { [] } }
  var elements: [JSONNode] { if case .array(let elements) = value { elements } else { [] } }

  /// A text, or a number as it is written.
  var text: String? {
    switch value {
    case .string(let text), .number(let text): text
    default: nil
    }
  }

  func member(_ name: String) -> JSONNode? { members.first { $0.name == name }?.value }

  fileprivate var tokens: Int? {
    text.flatMap { Double($0) }.flatMap { $0 >= 0 && $0 < 1e9 ? Int($0) : nil }
  }

  /// Spans of a document, of either form.
  var spanNodes: [JSONNode] {
    if let spans = member("spans") { return spans.elements }
    let resources = member("resourceSpans")?.elements ?? []
    return resources.flatMap { resource in
      (resource.member("scopeSpans")?.elements ?? []).flatMap { scope in
        scope.member("spans")?.elements ?? []
      }
    }
  }

  /// Attributes as an object, or as a list of keys with typed values.
  fileprivate var attributes: [(String, JSONNode)] {
    if case .object(let members) = value { return members.map { ($0.name, $0.value) } }
    return elements.compactMap { attribute in
      guard let key = attribute.member("key")?.text,
        let value = attribute.member("value")?.members.first?.value
      else { return nil }
      return (key, value)
    }
  }

  /// Messages, which may be JSON within a text.
  fileprivate var messageTexts: [String] {
    var node = self
    if case .string(let text) = value {
      let bytes = Array(text.utf8)
      var cursor = LineCursor(start: nil, count: bytes.count)
      guard let parsed = try? JSONNode(bytes.span, &cursor) else { return [text] }
      node = parsed
    }
    return node.elements.map { message in
      let role = message.member("role")?.text ?? ""
      return message.texts.reduce(role + ":") { $0 + $1 }
    }
  }

  private var texts: [String] {
    switch value {
    case .string(let text): [text]
    case .array(let elements): elements.flatMap(\.texts)
    case .object(let members):
      members.filter { !["role", "type", "id", "name"].contains($0.name) }.flatMap(\.value.texts)
    default: []
    }
  }
}
