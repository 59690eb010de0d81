import Domain

/// Top-level keys of catalog and platform files.
enum CatalogKeys {
  static let chips = Key("chips", .entries(ChipKeys.type), .optional("none"), "processors")
  static let software = Key(
    "software", .entries(SoftwareKeys.type), .optional("none"), "measured serving stacks")
  static let links = Key("networks", .entries(LinkKeys.type), .optional("none"), "between pools")
  static let models = Key("models", .entries(ModelKeys.type), .optional("none"), "their dimensions")
  static let platforms = Key(
    "platforms", .entries(PlatformKeys.type), .optional("none"), "racks that a run may use")
  static let policies = Key(
    "policies", .entries(PolicyKeys.type), .optional("none"), "where phases run")
  static let prices = Key(
    "prices", .entries(PriceKeys.type), .optional("none"), "of output tokens, by speed")
  static let platform = Key<String>("platform", .catalogName, .required(), "name of the platform")
  static let extends = Key<String>(
    "extends", .catalogName, .optional("no platform"),
    "a platform whose pools, links and policies count where the file has none of its own")

  static let figures = Key<[FigureSetting]>(
    "figures", .figureSettings, .optional("the catalog's"),
    "single figures by name, as `baton run` lists them: `rubin-2026.jitter: 0.02`")

  static let shape = Shape(
    "catalog",
    [
      chips.field, software.field, links.field, models.field, platforms.field, policies.field,
      prices.field,
    ])
  static let platformShape = Shape(
    "platform file",
    [
      platform.field, extends.field, PlatformKeys.pools.field, PlatformKeys.links.field,
      PlatformKeys.lpuWeights.field, policies.field, chips.field, software.field, links.field,
      models.field, figures.field, prices.field,
    ])

  /// Reads what is there; entries take the place of those of the same name.
  static func add(_ fields: Fields, to catalog: inout Catalog, _ decoder: inout TreeDecoder) {
    put(named(fields.read(chips, &decoder), \.name), into: &catalog.chips, \.name)
    put(named(fields.read(software, &decoder), \.name), into: &catalog.software, \.name)
    put(named(fields.read(links, &decoder), \.name), into: &catalog.links, \.name)
    put(named(fields.read(models, &decoder), \.name), into: &catalog.models, \.name)
    put(named(fields.read(platforms, &decoder), \.name), into: &catalog.platforms, \.name)
    put(named(fields.read(prices, &decoder), \.name), into: &catalog.prices, \.name)
    catalog.policies += named(fields.read(policies, &decoder), \.name)
  }

  static func named<Value>(
    _ entries: [(name: String, value: Value)]?, _ name: WritableKeyPath<Value, String>
  ) -> [Value] {
    (entries ?? []).map { entry in
      var value = entry.value
      value[keyPath: name] = entry.name
      return value
    }
  }

  static func put<Value>(
    _ values: [Value], into list: inout [Value], _ name: KeyPath<Value, String>
  ) {
    for value in values {
      if let old = list.firstIndex(where: { $0[keyPath: name] == value[keyPath: name] }) {
        list[old] = value
      } else {
        list.append(value)
      }
    }
  }

  /// The platform that a platform file builds on, if it names one that is known.
  static func base(
    _ fields: Fields, _ catalog: Catalog, _ decoder: inout TreeDecoder
  ) -> Platform? {
    guard let name = fields.read(extends, &decoder) else { return nil }
    if let base = catalog.platform(name) { return base }
    let known = catalog.platforms.map(\.name)
    report("platform", name, fields.node("extends"), known, &decoder)
    return nil
  }

  /// Chips and networks that a platform file names must be known.
  static func checkNames(
    of platform: Platform, _ fields: Fields, _ catalog: Catalog, _ decoder: inout TreeDecoder
  ) {
    for pool in platform.pools where catalog.chip(pool.chip) == nil {
      let node = fields.node("pools")?.value(of: pool.name)?.value(of: "chip")
      report("chip", pool.chip, node, catalog.chips.map(\.name), &decoder)
    }
    for link in platform.links where catalog.link(link.link) == nil {
      let node = fields.node("links")?.value(of: link.name)
      report("network", link.link, node, catalog.links.map(\.name), &decoder)
    }
  }

  private static func report(
    _ kind: String, _ name: String, _ node: Node?, _ known: [String],
    _ decoder: inout TreeDecoder
  ) {
    guard let node else { return }
    decoder.report(
      .unknownName, "no \(kind) is called \(Wording.quoted(name))", at: node.location,
      help: Spelling.help(for: name, among: known))
  }
}

extension ValueType {
  /// Entries by catalog name, which may hold dots, in the order written.
  static func entries<Element>(
    _ element: ValueType<Element>
  ) -> ValueType<[(name: String, value: Element)]> where Value == [(name: String, value: Element)] {
    ValueType(.names(element.description)) { node, decoder in
      guard let entries = decoder.entries(of: node) else { return nil }
      var values: [(name: String, value: Element)] = []
      for entry in entries {
        guard NameRules.isCatalogName(entry.key) else {
          decoder.report(
            .notAName, "\(Wording.quoted(entry.key)) is not a name", at: entry.keyLocation,
            help: "names are lower case, with `-` and `.` between words")
          continue
        }
        let value = decoder.at(entry.key) { element.decode(entry.value, &$0) }
        if let value { values.append((entry.key, value)) }
      }
      return values.count == entries.count ? values : nil
    }
  }
}
