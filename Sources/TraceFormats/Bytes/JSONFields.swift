import Domain

/// Takes the members of a JSON object by name; what is left over at the end is unknown.
struct JSONFields {
  private let members: [JSONNode.Member]
  private var taken: [String] = []
  private let cursor: LineCursor
  private let place: Int

  init(_ node: JSONNode, _ cursor: LineCursor, _ what: String) throws(TraceError) {
    guard case .object(let members) = node.value else {
      throw cursor.error("expected an object for \(what)", at: node.place)
    }
    (self.members, self.cursor, place) = (members, cursor, node.place)
  }

  var names: [String] { members.map(\.name) }

  mutating func optional(_ name: String) -> JSONNode? {
    taken.append(name)
    return members.first { $0.name == name }?.value
  }

  mutating func required(_ name: String) throws(TraceError) -> JSONNode {
    guard let node = optional(name) else {
      throw cursor.error("\"\(name)\" is missing", at: place)
    }
    return node
  }

  /// Refuses members that nobody asked for.
  func finish() throws(TraceError) {
    guard let member = members.first(where: { !taken.contains($0.name) }) else { return }
    throw cursor.error(
      "unknown key \"\(member.name)\"", at: member.place,
      help: nearestName(to: member.name, among: taken).map { "did you mean \"\($0)\"?" }
        ?? "expected one of \(taken.joined(separator: ", "))")
  }

  mutating func string(_ name: String) throws(TraceError) -> String {
    try string(required(name), name)
  }

  func string(_ node: JSONNode, _ name: String) throws(TraceError) -> String {
    guard case .string(let text) = node.value else {
      throw cursor.error("expected text for \"\(name)\"", at: node.place)
    }
    return text
  }

  mutating func strings(_ name: String) throws(TraceError) -> [String] {
    var texts: [String] = []
    for node in try array(name) { texts.append(try string(node, name)) }
    guard texts.count <= NativeLimit.names else {
      throw cursor.error("too many names in \"\(name)\"", at: place)
    }
    return texts
  }

  mutating func array(_ name: String) throws(TraceError) -> [JSONNode] {
    guard let node = optional(name) else { return [] }
    guard case .array(let elements) = node.value else {
      throw cursor.error("expected a list for \"\(name)\"", at: node.place)
    }
    return elements
  }

  mutating func integer(
    _ name: String, _ limits: ClosedRange<Int> = NativeLimit.time
  ) throws(TraceError) -> Int? {
    guard let node = optional(name) else { return nil }
    guard case .number(let text) = node.value, let number = Int(text), limits.contains(number)
    else {
      throw cursor.error(
        "expected a whole number for \"\(name)\"", at: node.place,
        help: "from \(limits.lowerBound) to \(limits.upperBound)")
    }
    return number
  }

  mutating func double(_ name: String) throws(TraceError) -> Double? {
    guard let node = optional(name) else { return nil }
    guard case .number(let text) = node.value, let number = Double(text), number.isFinite else {
      throw cursor.error("expected a number for \"\(name)\"", at: node.place)
    }
    return number
  }

  mutating func bool(_ name: String) throws(TraceError) -> Bool {
    guard let node = optional(name) else { return false }
    guard case .bool(let value) = node.value else {
      throw cursor.error("expected true or false for \"\(name)\"", at: node.place)
    }
    return value
  }

  /// One of an enumeration's words.
  mutating func word<Word: RawRepresentable & CaseIterable>(
    _ name: String, _ type: Word.Type
  ) throws(TraceError) -> Word where Word.RawValue == String {
    let node = try required(name)
    let text = try string(node, name)
    if let word = Word(rawValue: text) { return word }
    let words = Word.allCases.map(\.rawValue)
    throw cursor.error(
      "unknown \(name) \"\(text)\"", at: node.place,
      help: nearestName(to: text, among: words).map { "did you mean \"\($0)\"?" }
        ?? "expected one of \(words.joined(separator: ", "))")
  }

  func error(_ message: String, help: String? = nil) -> TraceError {
    cursor.error(message, at: place, help: help)
  }
}
