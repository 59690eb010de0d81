extension TreeDecoder {
  /// Puts keys back that stand one level too far left: `steps:` of an agent at the top of the file,
  /// or beside the agent.
  mutating func reindented(_ tree: Node) -> Node {
    guard let entries = tree.entries else { return tree }
    var result: [Node.Entry] = []
    for entry in entries {
      guard let section = result.last, let kind = kind(of: section),
        !FileKeys.shape.accepts(entry.key), isKey(entry, of: kind),
        var definitions = section.value.entries, var last = definitions.popLast(),
        move(entry, into: &last, kind, from: "the file")
      else {
        result.append(entry)
        continue
      }
      result[result.count - 1].value.content = .mapping(definitions + [last])
    }
    for index in result.indices {
      guard let kind = kind(of: result[index]), let inner = result[index].value.entries,
        inner.contains(where: { isKey($0, of: kind) })
      else { continue }
      result[index].value.content = .mapping(definitions(inner, of: kind))
    }
    var tree = tree
    tree.content = .mapping(result)
    return tree
  }

  private mutating func definitions(
    _ entries: [Node.Entry], of kind: DefinitionKind
  ) -> [Node.Entry] {
    var kept: [Node.Entry] = []
    for entry in entries {
      if isKey(entry, of: kind), var last = kept.last,
        move(entry, into: &last, kind, from: "`\(kind.section)`")
      {
        kept[kept.count - 1] = last
      } else {
        kept.append(entry)
      }
    }
    return kept
  }

  private func kind(of section: Node.Entry) -> DefinitionKind? {
    DefinitionKind.allCases.first { $0.section == section.key }
  }

  /// Whether it is written like a key of a definition, not like a definition of that name.
  private func isKey(_ entry: Node.Entry, of kind: DefinitionKind) -> Bool {
    let shape = Inheritance.shape(of: kind)
    guard shape.accepts(entry.key), !entry.value.isReported else { return false }
    return entry.value.entries?.allSatisfy { !shape.accepts($0.key) } ?? true
  }

  /// Moves a key into a definition that lacks it.
  private mutating func move(
    _ entry: Node.Entry, into definition: inout Node.Entry, _ kind: DefinitionKind,
    from owner: String
  ) -> Bool {
    guard var inner = definition.value.entries, let first = inner.first,
      !inner.contains(where: { $0.key == entry.key }), inner.allSatisfy({ $0.key != "extends" })
    else { return false }
    let source = entry.value.source
    let places = [definition, first, entry].map { source.position(of: $0.keySpan.start) }
    let isBlock = places[0].line < places[1].line
    report(
      .unknownKey, "unknown key `\(entry.key)` in \(owner)", at: entry.keyLocation,
      label: "a key of \(kind.rawValue) `\(definition.key)`",
      help: isBlock
        ? "indent it by \(Wording.count(places[1].column - 1, "space")), as its other keys"
        : "move it into `\(definition.key)`")
    inner.append(entry)
    definition.value.content = .mapping(inner)
    return true
  }
}
