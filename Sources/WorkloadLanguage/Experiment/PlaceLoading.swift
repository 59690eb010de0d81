import Domain

extension ExperimentDraft {
  /// Finds the platform of each arm; a file that several name is read once.
  mutating func readPlaces() {
    var known: [(reference: String, place: Place?)] = []
    places = arms.map { arm in
      var wanted = platform
      if let name = arm.arm.platform, let location = arm.platform {
        wanted = Placed(value: name, location: location)
      }
      guard let wanted else { return Place(catalog: surroundings.catalog) }
      if let found = known.first(where: { $0.reference == wanted.value }) { return found.place }
      let place = place(wanted)
      known.append((wanted.value, place))
      return place
    }
  }

  private mutating func place(_ reference: Placed<String>) -> Place? {
    let name = reference.value
    let catalog = surroundings.catalog
    guard name.hasSuffix(".yaml") || name.contains("/") else {
      if catalog.platform(name) != nil {
        return Place(catalog: catalog, platform: name, reference: name)
      }
      decoder.report(
        .unknownName, "no platform is called \(Wording.quoted(name))", at: reference.location,
        label: "not in the catalog",
        help: Spelling.help(for: name, among: catalog.platforms.map(\.name)))
      return nil
    }
    let files = surroundings.files
    guard let loaded = files.load(name, file.node.source.name) else {
      let reason = files.reason(name, file.node.source.name)
      decoder.report(
        .unreadableFile, "cannot read \(Wording.quoted(name)): \(reason)",
        at: reference.location, help: "paths are relative to this file")
      return nil
    }
    let source = SourceText(name: loaded.name, bytes: loaded.bytes)
    guard checkKind(of: source, .platform, reference) else { return nil }
    let (found, platform, diagnostics) = CatalogReader.platform(source, in: catalog)
    for diagnostic in diagnostics { decoder.add(diagnostic) }
    guard let found, let platform else { return nil }
    return Place(catalog: found, platform: platform, reference: loaded.name)
  }
}
