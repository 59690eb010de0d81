/// Loads a workload file and what it imports into a name table.
struct FileLoader {
  var decoder: TreeDecoder
  /// The opened mapping of each file, by index.
  private(set) var opened: [Fields] = []
  /// Variables that values of the first file name.
  private(set) var usedVariables: Set<String> = []
  private var indices: [String: Int] = [:]
  /// Files being loaded, from the first to the one at hand.
  private var stack: [(source: String, title: String)] = []

  init(files: FileResolver) { decoder = TreeDecoder(files: files) }

  static let chainLimit = 32

  /// Index of the file, or nil if its top is not a mapping.
  mutating func load(_ tree: Node) -> Int? {
    let tree = decoder.reindented(tree)
    guard
      var fields = decoder.at(
        "the file",
        { $0.fields(of: tree, as: FileKeys.shape, called: "the file") })
    else { return nil }
    let index = decoder.names.files.count
    let name = fields.read(FileKeys.workload, &decoder)
    decoder.names.files.append(ScopeFile(sourceName: tree.source.name, workload: name ?? "?"))
    indices[tree.source.name] = index
    opened.append(fields)
    var variables = VariableSubstitution(fields, &decoder)
    for key in fields.entries.keys.sorted() where !VariableSubstitution.skipped.contains(key) {
      guard let node = fields.entries[key]?.value else { continue }
      fields.entries[key]?.value = variables.substitute(node, &decoder)
    }
    if index == 0 { usedVariables = variables.used }
    opened[index] = fields
    decoder.names.files[index].model = fields.node("model")
    decoder.names.files[index].tenants = fields.node("tenants")
    for kind in DefinitionKind.allCases { define(kind, fields, in: index) }
    stack.append((tree.source.name, name ?? tree.source.name))
    loadImports(fields, of: index)
    stack.removeLast()
    return index
  }

  private mutating func define(_ kind: DefinitionKind, _ fields: Fields, in index: Int) {
    guard let node = fields.node(kind.section), !node.isReported,
      let entries = decoder.at(kind.section, { $0.entries(of: node) })
    else { return }
    for entry in entries where decoder.checkName(entry.key, at: entry.keyLocation) {
      decoder.names.files[index].define(
        Definition(
          file: index, kind: kind, name: entry.key, nameLocation: entry.keyLocation,
          node: entry.value))
    }
  }

  private mutating func loadImports(_ fields: Fields, of index: Int) {
    guard let node = fields.node("import"), !node.isReported,
      let items = decoder.at("import", { $0.items(of: node) })
    else { return }
    for item in items {
      guard let reference = decoder.text(of: item, as: "a name or a path"),
        let file = loadImport(reference, item)
      else {
        decoder.names.files[index].hasFailedImport = true
        continue
      }
      let workload = decoder.names.files[file].workload
      if let first = decoder.names.files[index].imports.first(where: { $0.name == workload }) {
        decoder.report(
          .duplicateKey, "workload `\(workload)` is imported twice", at: item.location,
          notes: [.init("the first is here", at: first.location)])
        continue
      }
      decoder.names.files[index].imports.append((workload, file, item.location))
    }
  }

  private mutating func loadImport(_ reference: String, _ item: Node) -> Int? {
    guard let loaded = decoder.files.load(reference, item.source.name) else {
      decoder.reportMissing(reference, in: item.source.name, at: item.location)
      return nil
    }
    if let position = stack.firstIndex(where: { $0.source == loaded.name }) {
      let circle = (stack[position...] + [stack[position]]).map { "`\($0.title)`" }
      decoder.report(
        .circularReference, circle.joined(separator: " imports "), at: item.location,
        label: "closes the circle")
      return nil
    }
    if let index = indices[loaded.name] { return index }
    guard stack.count < Self.chainLimit else {
      decoder.report(
        .limit, "imports are more than \(Self.chainLimit) files deep", at: item.location)
      return nil
    }
    let (tree, diagnostics) = Tree.read(SourceText(name: loaded.name, bytes: loaded.bytes))
    decoder.diagnostics += diagnostics
    return tree.flatMap { load($0) }
  }
}

extension TreeDecoder {
  /// Says that no workload is named so, or no file.
  mutating func reportMissing(
    _ reference: String, in importer: String, at location: Location,
    help: String = "paths are relative to the importing file"
  ) {
    if reference.hasSuffix(".yaml") {
      report(
        .importNotFound,
        "cannot read \(Wording.quoted(reference)): \(files.reason(reference, importer))",
        at: location, help: help)
      return
    }
    let nearest = Spelling.nearest(to: reference, among: files.shipped)
    let suggestion = nearest.map { "did you mean `\($0)`? " } ?? ""
    report(
      .importNotFound, "no shipped workload is named \(Wording.quoted(reference))",
      at: location, help: suggestion + "a file of yours ends in `.yaml`")
  }
}
