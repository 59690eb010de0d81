/// Replaces values of a tree by `PATH=VALUE`, before anything is checked (language reference, §9).
enum Overrides {
  /// What messages call the text of an override.
  static let sourceName = "--set"

  /// The tree with every override applied, in order.
  ///
  /// - Parameters:
  ///   - origin: What messages call the text of an override.
  ///   - opensMappings: Whether mappings on the way that the tree leaves out are begun.
  static func apply(
    _ overrides: [String], to tree: Node, _ decoder: inout TreeDecoder,
    origin: String = sourceName, opensMappings: Bool = false
  ) -> Node {
    overrides.reduce(tree) { tree, override in
      let source = SourceText(name: origin, text: override)
      return apply(override, source, to: tree, opensMappings: opensMappings, &decoder)
    }
  }

  private static func apply(
    _ override: String, _ source: SourceText, to tree: Node, opensMappings: Bool,
    _ decoder: inout TreeDecoder
  ) -> Node {
    guard let equals = override.utf8.firstIndex(of: UInt8(ascii: "=")) else {
      decoder.report(
        .overridePath, "\(Wording.quoted(override)) has no `=`",
        at: Location(source, Span(0, override.utf8.count)), help: "write `--set duration=5m`")
      return tree
    }
    let path = String(override[..<equals])
    let length = path.utf8.count
    // The value keeps its place in the text of the override.
    let padding = [UInt8](repeating: UInt8(ascii: " "), count: length + 1)
    let value = Array(override.utf8.dropFirst(length + 1))
    let (parsed, problems) = Tree.read(SourceText(name: source.name, bytes: padding + value))
    guard var node = parsed else {
      if problems.first?.code == .emptyFile {
        decoder.report(
          .emptyValue, "\(Wording.quoted(path)) has no value",
          at: Location(source, Span(0, override.utf8.count)),
          help: "write the value after `=`, as in `duration=5m`")
        return tree
      }
      for problem in problems {
        decoder.report(problem.code, problem.message, at: problem.location, help: problem.help)
      }
      return tree
    }
    decoder.diagnostics += problems
    node = node.placed(in: source)
    var components = path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
    if components.count == 1, tree.value(of: "variables")?.value(of: path) != nil {
      components = ["variables", path]
    }
    let step = PathStep(source: source, path: path, value: node, opensMappings: opensMappings)
    return step.replace(tree, components[...], offset: 0, &decoder)
  }
}

/// Walks along the path of one override.
private struct PathStep {
  let source: SourceText
  let path: String
  let value: Node
  let opensMappings: Bool

  func replace(
    _ node: Node, _ components: ArraySlice<String>, offset: Int, _ decoder: inout TreeDecoder
  ) -> Node {
    guard let first = components.first else { return value }
    let next = components.dropFirst()
    let nextOffset = offset + first.utf8.count + 1
    var result = node
    switch node.content {
    case .mapping(var entries):
      if let index = entries.firstIndex(where: { $0.key == first }) {
        entries[index].value = replace(
          entries[index].value, next, offset: nextOffset, &decoder)
      } else if next.isEmpty, NameRules.isName(first) {
        // A key that the file leaves out; the value's span stands for it.
        entries.append(Node.Entry(key: first, keySpan: span(first, offset), value: value))
      } else if opensMappings, NameRules.isCatalogName(first) {
        let empty = Node(content: .mapping([]), source: source, span: span(first, offset))
        let inner = replace(empty, next, offset: nextOffset, &decoder)
        entries.append(Node.Entry(key: first, keySpan: span(first, offset), value: inner))
      } else {
        fail(first, offset, help: Spelling.help(for: first, among: entries.map(\.key)), &decoder)
      }
      result.content = .mapping(entries)
    case .list(var items):
      guard let index = Int(first), items.indices.contains(index) else {
        let last = items.count - 1
        let help =
          switch items.count {
          case 0: "the list is empty"
          case 1: "the list has 1 item, `0`"
          default: "the list has \(Wording.grouped(items.count)) items, `0` to `\(last)`"
          }
        fail(first, offset, help: help, &decoder)
        return node
      }
      items[index] = replace(items[index], next, offset: nextOffset, &decoder)
      result.content = .list(items)
    case .scalar, .reported:
      fail(first, offset, help: nil, &decoder)
    }
    return result
  }

  private func span(_ component: String, _ offset: Int) -> Span {
    Span(offset, offset + component.utf8.count)
  }

  private func fail(
    _ component: String, _ offset: Int, help: String?, _ decoder: inout TreeDecoder
  ) {
    decoder.report(
      .overridePath, "\(Wording.quoted(path)) is not in the file",
      at: Location(source, span(component, offset)),
      label: "nothing of this name", help: help)
  }
}

extension Node {
  /// The same node with its spans in another text.
  func placed(in source: SourceText) -> Node {
    var result = self
    result.source = source
    switch content {
    case .scalar, .reported: break
    case .list(let items): result.content = .list(items.map { $0.placed(in: source) })
    case .mapping(let entries):
      result.content = .mapping(
        entries.map { Entry(key: $0.key, keySpan: $0.keySpan, value: $0.value.placed(in: source)) })
    }
    return result
  }
}
