/// Kinds of things that a workload file defines by name.
enum DefinitionKind: String, CaseIterable, Sendable {
  case context, tool, agent
  case trafficClass = "class"

  /// The key of the file that holds them.
  var section: String {
    switch self {
    case .context: "context"
    case .tool: "tools"
    case .agent: "agents"
    case .trafficClass: "traffic"
    }
  }
}

/// One entry of a section as it is written.
struct Definition: Sendable {
  var file: Int
  var kind: DefinitionKind
  var name: String
  var nameLocation: Location
  var node: Node

  var id: DefinitionID { DefinitionID(file: file, kind: kind, name: name) }
  /// As messages call it: tool `search`.
  var title: String { "\(kind.rawValue) `\(name)`" }
}

struct DefinitionID: Hashable, Sendable {
  var file: Int
  var kind: DefinitionKind
  var name: String
}

/// A file whose names can be used.
struct ScopeFile: Sendable {
  var sourceName: String
  var workload: String
  /// Whether an import could not be loaded.
  var hasFailedImport = false
  private(set) var definitions: [Definition] = []
  private var places: [DefinitionKind: [String: Int]] = [:]
  /// Imported workloads and their files, in the order written.
  var imports: [(name: String, file: Int, location: Location)] = []
  /// `model` and `tenants` as written.
  var model: Node?
  var tenants: Node?

  init(sourceName: String, workload: String) {
    (self.sourceName, self.workload) = (sourceName, workload)
  }

  mutating func define(_ definition: Definition) {
    places[definition.kind, default: [:]][definition.name] = definitions.count
    definitions.append(definition)
  }

  func definition(_ kind: DefinitionKind, _ name: String) -> Definition? {
    places[kind]?[name].map { definitions[$0] }
  }
}

/// A use of a name, for checks that follow uses.
struct NameUse: Sendable {
  /// Index of the agent whose steps hold it, if any.
  var agent: Int?
  var target: DefinitionID
  var location: Location
}

/// What names mean, which index each used definition got, and where names are used.
struct NameTable: Sendable {
  var files: [ScopeFile] = []
  /// Definitions in the order of their indices, by kind.
  private(set) var order: [DefinitionKind: [DefinitionID]] = [:]
  private var indices: [DefinitionID: Int] = [:]
  private(set) var uses: [NameUse] = []
  /// Definitions that a misspelt name probably meant; they do not count as unused.
  private(set) var suggested: Set<DefinitionID> = []
  private(set) var usedImports: Set<String> = []
  var currentAgent: Int?

  /// Index of a definition in the workload's array of its kind; new ones go to the end.
  mutating func index(of id: DefinitionID) -> Int {
    if let index = indices[id] { return index }
    let index = order[id.kind, default: []].count
    order[id.kind, default: []].append(id)
    indices[id] = index
    return index
  }

  /// The index that a definition has got, if it is used.
  func knownIndex(of id: DefinitionID) -> Int? { indices[id] }

  func definition(_ id: DefinitionID) -> Definition? {
    files[id.file].definition(id.kind, id.name)
  }

  mutating func noteUse(of id: DefinitionID, at location: Location) {
    uses.append(NameUse(agent: currentAgent, target: id, location: location))
  }

  mutating func noteSuggestion(_ id: DefinitionID) { suggested.insert(id) }

  /// The file in which a name at `location` has its meaning; values of `--set` belong to the first.
  func file(of location: Location) -> Int {
    files.firstIndex { $0.sourceName == location.source.name } ?? 0
  }

  /// The file that paths at `location` are relative to.
  func sourceName(of location: Location) -> String {
    files.isEmpty ? location.source.name : files[file(of: location)].sourceName
  }

  mutating func find(_ kind: DefinitionKind, _ name: String, from file: Int) -> DefinitionID? {
    let (file, name) = target(of: name, from: file)
    guard let file else { return nil }
    return files[file].definition(kind, name)?.id
  }

  /// The file and the name in it that a plain or dotted name speaks of.
  private mutating func target(of name: String, from file: Int) -> (file: Int?, name: String) {
    guard let dot = name.firstIndex(of: ".") else { return (file, name) }
    let workload = String(name[..<dot])
    if file == 0 { usedImports.insert(workload) }
    let imported = files[file].imports.first { $0.name == workload }?.file
    return (imported, String(name[name.index(after: dot)...]))
  }

  /// Names that can stand for a kind in a file, own ones first.
  func names(_ kind: DefinitionKind, in file: Int) -> [String] {
    let own = files[file].definitions.filter { $0.kind == kind }.map(\.name)
    let imported = files[file].imports.flatMap { item in
      files[item.file].definitions.filter { $0.kind == kind }.map { "\(item.name).\($0.name)" }
    }
    return own + imported
  }
}

extension TreeDecoder {
  /// Index of what a name means, or nil after saying that it means nothing.
  mutating func resolve(_ kind: DefinitionKind, _ name: String, at location: Location) -> Int? {
    guard let id = find(kind, name, at: location) else { return nil }
    names.noteUse(of: id, at: location)
    return names.index(of: id)
  }

  /// The definition that a name means, or nil after saying that it means nothing.
  mutating func find(
    _ kind: DefinitionKind, _ name: String, at location: Location
  ) -> DefinitionID? {
    let file = names.file(of: location)
    if let id = names.find(kind, name, from: file) { return id }
    // The import that should hold it has been reported.
    if name.contains("."), names.files[file].hasFailedImport { return nil }
    let other = DefinitionKind.allCases.compactMap { names.find($0, name, from: file) }.first
    if let other {
      let what = Wording.article(other.kind.rawValue)
      names.noteSuggestion(other)
      report(
        .unknownName, "`\(name)` is \(what), not \(Wording.article(kind.rawValue))", at: location,
        label: "not \(Wording.article(kind.rawValue))",
        help: Spelling.help(for: name, among: names.names(kind, in: file)))
      return nil
    }
    // Looking for the nearest of many names is left to the first reports.
    let isCrowded = diagnostics.count > 2 * [Diagnostic].renderingLimit
    let known = isCrowded ? [] : names.names(kind, in: file)
    var notes: [Diagnostic.Note] = []
    if let nearest = Spelling.nearest(to: name, among: known),
      let id = names.find(kind, nearest, from: file), let definition = names.definition(id)
    {
      names.noteSuggestion(id)
      notes.append(.init("`\(nearest)` is defined here", at: definition.nameLocation))
    }
    report(
      .unknownName, "unknown \(kind.rawValue) \(Wording.quoted(name))", at: location,
      label: "no \(kind.rawValue) of this name", notes: notes,
      help: Spelling.help(for: name, among: known))
    return nil
  }
}
