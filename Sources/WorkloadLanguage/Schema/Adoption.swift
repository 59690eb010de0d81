extension TreeDecoder {
  /// Puts keys that stand beside an empty one below it, where they belong: `agents:` and, not
  /// indented, `coder:`. The report about the empty key says so.
  mutating func adopting(_ entries: [Node.Entry], _ shape: Shape) -> [Node.Entry] {
    guard entries.contains(where: \.value.isMissing) else { return entries }
    var result: [Node.Entry] = []
    var children: [Node.Entry] = []
    for entry in entries {
      if let parent = result.last, parent.value.isMissing, isChild(entry, of: parent, shape) {
        children.append(entry)
        continue
      }
      adopt(&children, &result)
      result.append(entry)
    }
    adopt(&children, &result)
    return result
  }

  private func isChild(_ entry: Node.Entry, of parent: Node.Entry, _ shape: Shape) -> Bool {
    guard !shape.accepts(entry.key), Spelling.nearest(to: entry.key, among: shape.names) == nil,
      entry.value.source.name == parent.value.source.name
    else { return false }
    let source = entry.value.source
    let places = [parent, entry].map { source.position(of: $0.keySpan.start) }
    return places[0].line < places[1].line && places[0].column == places[1].column
  }

  private mutating func adopt(_ children: inout [Node.Entry], _ result: inout [Node.Entry]) {
    guard let first = children.first, let last = children.last, var parent = result.popLast() else {
      return
    }
    parent.value.isMissing = false
    parent.value.content = .mapping(children)
    parent.value.span = first.keySpan + last.value.span
    let place = parent.keyLocation
    if let index = diagnostics.firstIndex(where: {
      $0.code == .emptyValue && $0.location == place
    }) {
      diagnostics[index].label = "nothing is indented below it"
      diagnostics[index].help = "indent `\(first.key)` by 2 more spaces"
      diagnostics[index].notes = [.init("`\(first.key)` stands here", at: first.keyLocation)]
    }
    result.append(parent)
    children = []
  }
}
