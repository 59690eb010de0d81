import Domain

/// One figure of the catalog that a platform file states: `rubin-2026.jitter: 0.02`.
struct FigureSetting: Sendable {
  var name: String
  var nameLocation: Location
  var value: Node

  /// - Parameter source: The file, as where the figure is from.
  func apply(to catalog: inout Catalog, source: String, _ decoder: inout TreeDecoder) {
    guard catalog.figure(name) != nil else {
      decoder.report(
        .unknownName, "no figure of the catalog is called \(Wording.quoted(name))",
        at: nameLocation, help: help(catalog))
      return
    }
    let found = decoder.at(name) { type.decode(value, &$0) }
    if let found, let fault = FigureRange.fault(found, of: figure, in: unit) {
      decoder.report(
        .outOfRange, "`\(name)` can't be that: \(fault)", at: value.location)
      return
    }
    if let found, let changed = catalog.stating(name, as: found, source: source) {
      catalog = changed
    }
  }

  /// The nearest entry, or the nearest figure of the entry.
  private func help(_ catalog: Catalog) -> String? {
    let entry = name.lastIndex(of: ".").map { String(name[..<$0]) } ?? name
    let figures = catalog.figures(of: entry)
    guard figures.isEmpty else { return Spelling.help(for: name, among: figures) }
    let entries =
      catalog.chips.map(\.name) + catalog.software.map(\.name) + catalog.links.map(\.name)
      + catalog.models.map(\.name)
    return Spelling.help(for: entry, among: entries)
  }

  private var figure: String {
    name.lastIndex(of: ".").map { String(name[name.index(after: $0)...]) } ?? ""
  }
  private var isTime: Bool {
    figure.hasSuffix("-time") || figure.hasSuffix("latency") || figure.hasPrefix("floor-")
  }
  private var unit: FigureRange.Unit {
    let isOther =
      ["memory", "bandwidth", "up", "out", "power", "link"].contains { figure.hasSuffix($0) }
      || WeightFormat(rawValue: figure) != nil
    return isTime ? .time : isOther ? .other : .plain
  }

  /// By what the figure is called, the same in every entry.
  private var type: ValueType<Double> {
    if isTime { return .measure(MeasureUnit.shortTime) }
    switch figure {
    case "memory", "host-memory": return .measure(MeasureUnit.bytes)
    case "bandwidth", "scale-up", "scale-out", "rack-bandwidth", "host-link":
      return .measure(MeasureUnit.bandwidth)
    case "rack-power": return .measure(MeasureUnit.power)
    case _ where WeightFormat(rawValue: figure) != nil:
      return .measure(MeasureUnit.operations)
    default: return .number()
    }
  }
}

extension ValueType where Value == [FigureSetting] {
  static var figureSettings: ValueType {
    let scalar = TypeDescription.scalar("number, with the unit that the figure has", pattern: nil)
    return ValueType(.names(scalar)) { node, decoder in
      guard let entries = decoder.entries(of: node) else { return nil }
      return entries.map {
        FigureSetting(name: $0.key, nameLocation: $0.keyLocation, value: $0.value)
      }
    }
  }
}
