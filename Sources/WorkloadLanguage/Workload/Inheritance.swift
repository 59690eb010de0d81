/// Resolves `extends`: copies keys from another entry of the same kind (language reference, §9).
enum Inheritance {
  static let chainLimit = 32

  static func shape(of kind: DefinitionKind) -> Shape {
    switch kind {
    case .context: ContextReader.Keys.shape
    case .tool: ToolReader.Keys.shape
    case .agent: AgentReader.Keys.shape
    case .trafficClass: ClassReader.Keys.shape
    }
  }

  /// A mapping with everything it extends put in.
  struct Resolved {
    var node: Node
    /// Keys that `none` drops, with the place of the `none`.
    var dropped: [String: Location] = [:]
    /// Keys that are copied.
    var inherited: Set<String> = []
  }

  /// nil after a report.
  static func resolved(_ definition: Definition, _ decoder: inout TreeDecoder) -> Resolved? {
    guard let chain = chain(from: definition, &decoder) else { return nil }
    var entries: [Node.Entry] = []
    var result = Resolved(node: definition.node)
    for link in chain.reversed() {
      guard let own = link.node.entries else { continue }
      result.inherited = Set(entries.map(\.key)).subtracting(own.map(\.key))
      entries = merge(own, over: entries, of: link, &result.dropped, &decoder)
    }
    result.node.content = .mapping(entries)
    result.inherited.formIntersection(entries.map(\.key))
    return result
  }

  /// The definition, what it extends, what that extends, and so on.
  private static func chain(
    from definition: Definition, _ decoder: inout TreeDecoder
  ) -> [Definition]? {
    var chain = [definition]
    while let last = chain.last {
      guard !last.node.isReported,
        let entries = decoder.at(last.name, { $0.entries(of: last.node) })
      else { return nil }
      guard let entry = entries.first(where: { $0.key == "extends" }) else { return chain }
      guard let name = decoder.at("extends", { $0.text(of: entry.value, as: "a name") }),
        let id = decoder.find(last.kind, name, at: entry.value.location),
        let base = decoder.names.definition(id)
      else { return nil }
      decoder.names.noteUse(of: id, at: entry.value.location)
      if let position = chain.firstIndex(where: { $0.id == id }) {
        reportCircle(chain[position...], at: entry.value.location, &decoder)
        return nil
      }
      guard chain.count < chainLimit else {
        decoder.report(
          .limit,
          "`\(definition.name)` extends more than \(chainLimit) others, one after the other",
          at: definition.nameLocation)
        return nil
      }
      chain.append(base)
    }
    return chain
  }

  private static func reportCircle(
    _ circle: ArraySlice<Definition>, at location: Location, _ decoder: inout TreeDecoder
  ) {
    // One circle has one report, at the link that its first name in the alphabet writes.
    guard let least = circle.indices.min(by: { circle[$0].name < circle[$1].name }) else { return }
    let ordered = Array(circle[least...] + circle[..<least])
    let names = (ordered + ordered.prefix(1)).map { "`\($0.name)`" }
    let entry = ordered[0].node.entries?.first { $0.key == "extends" }
    decoder.report(
      .circularReference, names.joined(separator: " extends "),
      at: entry?.value.location ?? location, label: "part of a circle")
  }

  private static func merge(
    _ own: [Node.Entry], over base: [Node.Entry], of definition: Definition,
    _ dropped: inout [String: Location], _ decoder: inout TreeDecoder
  ) -> [Node.Entry] {
    let fields = shape(of: definition.kind).fields
    let extends = own.contains { $0.key == "extends" }
    var result = base
    for entry in own where entry.key != "extends" {
      let position = result.firstIndex { $0.key == entry.key }
      guard entry.value.text == "none", let field = fields.first(where: { $0.name == entry.key })
      else {
        if let position { result[position] = entry } else { result.append(entry) }
        dropped[entry.key] = nil
        continue
      }
      if let position {
        result.remove(at: position)
        dropped[entry.key] = entry.value.location
      }
      if field.isRequired {
        decoder.report(
          .misplacedNone, "`\(entry.key)` is required and cannot be `none`",
          at: entry.value.location)
        var entry = entry
        entry.value.content = .reported
        result.append(entry)
      } else if !extends {
        decoder.report(
          .misplacedNone, "`none` drops a key that `extends` copies; there is no `extends` here",
          at: entry.value.location, help: "leave `\(entry.key)` out")
      }
    }
    return result
  }
}
