public import Domain

/// Reads catalog files and platform files.
///
///     let (catalog, problems) = CatalogReader.read([SourceText(name: "chips.yaml", bytes: bytes)])
///     let (mine, name, errors) = CatalogReader.platform(source, in: catalog)
///
/// Nothing is thrown; a diagnostic that is an error means that the value lacks something.
public enum CatalogReader {
  /// Adds up files of any of the keys `chips`, `software`, `links`, `models`, `platforms` and
  /// `policies`.
  public static func read(_ files: [SourceText]) -> (catalog: Catalog, diagnostics: [Diagnostic]) {
    var catalog = Catalog()
    var found: [Diagnostic] = []
    for file in files {
      let (tree, problems) = Tree.read(file)
      found += problems
      guard let tree else { continue }
      var decoder = TreeDecoder()
      if let fields = decoder.fields(of: tree, as: CatalogKeys.shape, called: "a catalog file") {
        CatalogKeys.add(fields, to: &catalog, &decoder)
      }
      found += decoder.diagnostics
    }
    return (catalog, found)
  }

  /// Where a platform file writes a policy.
  public static func place(ofPolicy name: String, in source: SourceText) -> Location? {
    guard let policies = Tree.read(source).0?.value(of: "policies") else { return nil }
    return policies.entries?.first { $0.key == name }?.keyLocation
  }

  /// A user's platform file: its `platform`, `pools` and `policies`, and any entries that it adds
  /// to the catalog or puts in place of entries there.
  ///
  /// - Returns: the catalog with all of it, and the platform's name; nil after an error.
  public static func platform(
    _ source: SourceText, in catalog: Catalog
  ) -> (catalog: Catalog?, name: String?, diagnostics: [Diagnostic]) {
    let (tree, problems) = Tree.read(source)
    guard let tree else { return (nil, nil, problems) }
    var decoder = TreeDecoder()
    decoder.diagnostics = problems
    let (result, name) = platform(tree, in: catalog, &decoder)
    return (result, name, decoder.diagnostics)
  }

  static func platform(
    _ tree: Node, in catalog: Catalog, _ decoder: inout TreeDecoder
  ) -> (catalog: Catalog?, name: String?) {
    let shape = CatalogKeys.platformShape
    guard let fields = decoder.fields(of: tree, as: shape, called: "a platform file")
    else { return (nil, nil) }
    var result = catalog
    CatalogKeys.add(fields, to: &result, &decoder)
    for setting in fields.read(CatalogKeys.figures, &decoder) ?? [] {
      setting.apply(to: &result, source: tree.source.name, &decoder)
    }
    let name = fields.read(CatalogKeys.platform, &decoder)
    let base = CatalogKeys.base(fields, catalog, &decoder)
    if let name, var platform = PlatformKeys.read(fields, name: name, extending: base, &decoder) {
      let own = Array(result.policies.dropFirst(catalog.policies.count))
      CatalogKeys.put(own, into: &platform.policies, \.name)
      result.policies = catalog.policies
      CatalogKeys.checkNames(of: platform, fields, result, &decoder)
      PathKeys.checkNames(of: platform.policies, fields, catalog, &decoder)
      PolicyChecks(platform, result, fields).check(&decoder)
      CatalogKeys.put([platform], into: &result.platforms, \.name)
    }
    return decoder.diagnostics.hasErrors ? (nil, nil) : (result, name)
  }
}
