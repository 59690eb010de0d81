public import Domain

/// Reads what arms are varied by, and sets the keys of their policies and platforms.
public enum VariationReader {
  /// Keys at the top of a platform file; all others are of the policy.
  private static let platformKeys = ["pools", "links", "lpx-weights"]

  /// `PATH=VALUE,VALUE`, each value as YAML writes it on one line.
  ///
  /// - Parameter origin: What messages call the place: `--vary`.
  /// - Returns: nil after an error.
  public static func read(
    _ text: String, origin: String
  ) -> (variation: Variation?, diagnostics: [Diagnostic]) {
    var decoder = TreeDecoder()
    let whole = Location(SourceText(name: origin, text: text), Span(0, text.utf8.count))
    func failed(_ message: String) -> (Variation?, [Diagnostic]) {
      decoder.report(
        .overridePath, message, at: whole, help: "write `engines.decode.tensor=2,4,8`")
      return (nil, decoder.diagnostics)
    }
    let parts = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty else {
      return failed("\(Wording.quoted(text)) has no key before a `=`")
    }
    let list = SourceText(name: origin, text: "[\(parts[1])]")
    let (tree, problems) = Tree.read(list)
    guard let items = tree?.items, problems.isEmpty, !items.isEmpty else {
      return failed("\(Wording.quoted(text)) has no values after the `=`")
    }
    return (Variation(path: String(parts[0]), values: items.map(\.plainFlow)), [])
  }

  /// What came of setting keys of an arm.
  public enum Outcome: Sendable {
    /// The catalog with the arm's platform and policy as they are set.
    case set(Catalog)
    /// The arm has nothing that one of the keys says something of.
    case without(Diagnostic)
    /// Values that don't go together, or with the racks.
    case refused(Diagnostic)
    /// What isn't a key, or not a value of it.
    case wrong([Diagnostic])
  }

  /// Sets keys of an arm, by the same rules as a platform file.
  ///
  /// - Parameters:
  ///   - platform: A name of the catalog.
  ///   - sources: Files that may write the policy, the first that does is taken; where none does,
  ///     it is the built-in placement.
  ///   - origin: What messages call the text of a setting, `PATH=VALUE`.
  public static func set(
    _ settings: [Variant.Setting], ofPolicy policy: String, on platform: String,
    writtenIn sources: [SourceText], in catalog: Catalog, origin: String
  ) -> Outcome {
    guard let entry = catalog.platform(platform),
      let definition = catalog.policy(policy, on: entry),
      var tree = Tree.read(base(of: entry, definition)).tree
    else { return .set(catalog) }
    var decoder = TreeDecoder()
    let written = sources.lazy.compactMap {
      Tree.read($0).tree?.value(of: "policies")?.value(of: policy)
    }.first
    if let written { tree.replace(["policies", policy], by: written) }
    for setting in settings {
      let place = setting.place(in: origin)
      if let missing = missingPool(of: setting, entry, at: place) { return .without(missing) }
      let isOfPlatform = platformKeys.contains(setting.components[0])
      let path = isOfPlatform ? [] : ["policies", policy]
      guard let node = tree.value(at: path) else { continue }
      tree.replace(
        path,
        by: Overrides.apply(
          [setting.text], to: node, &decoder, origin: origin, opensMappings: true))
    }
    let found = CatalogReader.platform(tree, in: catalog, &decoder)
    let errors = decoder.diagnostics.filter { $0.severity == .error }
    guard let first = errors.first else { return found.catalog.map { .set($0) } ?? .set(catalog) }
    let codes = errors.map(\.code)
    if codes.allSatisfy({ $0 == .uselessKey }) { return .without(first) }
    if codes.allSatisfy({ [.outOfRange, .exclusiveKeys, .armCannotCarry].contains($0) }) {
      return .refused(first)
    }
    return .wrong(errors)
  }

  /// A platform file that is the platform with a built-in policy.
  private static func base(of platform: Platform, _ policy: PolicyDefinition) -> SourceText {
    let pools = platform.pools.map { "\($0.name): {chip: \($0.chip), racks: \($0.racks)}" }
    return SourceText(
      name: platform.name,
      text: """
        platform: \(platform.name)
        extends: \(platform.name)
        pools: {\(pools.joined(separator: ", "))}
        policies: {\(policy.name): {extends: \(policy.kind.rawValue)}}
        """)
  }

  private static func missingPool(
    of setting: Variant.Setting, _ platform: Platform, at place: Location
  ) -> Diagnostic? {
    let names = platform.pools.map(\.name)
    guard setting.components[0] == "pools", setting.components.count > 1,
      !names.contains(setting.components[1])
    else { return nil }
    let name = setting.components[1]
    return Diagnostic(
      .unknownName, "platform `\(platform.name)` has no pool \(Wording.quoted(name))", at: place,
      help: Spelling.help(for: name, among: names))
  }
}

extension Variant.Setting {
  fileprivate var components: [String] {
    path.split(separator: ".", omittingEmptySubsequences: false).map(String.init)
  }

  fileprivate func place(in origin: String) -> Location {
    Location(SourceText(name: origin, text: text), Span(0, path.utf8.count))
  }
}

extension Node {
  /// On one line as people write it: quoted only where it must be.
  var plainFlow: String {
    if let items { return "[\(items.map(\.plainFlow).joined(separator: ", "))]" }
    if let entries {
      return "{\(entries.map { "\($0.key): \($0.value.plainFlow)" }.joined(separator: ", "))}"
    }
    guard let text else { return flow }
    let isPlain = text.utf8.allSatisfy {
      Character(UnicodeScalar($0)).isLetter || Character(UnicodeScalar($0)).isNumber
        || [UInt8(ascii: "-"), UInt8(ascii: "."), UInt8(ascii: "%")].contains($0)
    }
    return isPlain && !text.isEmpty ? text : flow
  }

  fileprivate func value(at path: [String]) -> Node? {
    path.reduce(Node?.some(self)) { $0?.value(of: $1) }
  }

  /// Puts a value in the place of one that is there.
  fileprivate mutating func replace(_ path: [String], by value: Node) {
    guard let first = path.first else {
      self = value
      return
    }
    guard case .mapping(var entries) = content,
      let index = entries.firstIndex(where: { $0.key == first })
    else { return }
    entries[index].value.replace(Array(path.dropFirst()), by: value)
    content = .mapping(entries)
  }
}
