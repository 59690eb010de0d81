import Domain

/// A key that arms are varied by, and where its parts stand.
struct VariationDraft: Sendable {
  var variation: Variation
  var path: Location
  var values: [Location]
}

extension ValueType where Value == [VariationDraft] {
  /// Paths of keys of arms, each with a list of values.
  static var variations: ValueType {
    ValueType(.names(.list(.anything("value")))) { node, decoder in
      guard let entries = decoder.entries(of: node),
        decoder.checkLength(entries.count, of: node)
      else { return nil }
      return entries.compactMap { entry in
        guard let items = decoder.items(of: entry.value),
          decoder.checkLength(items.count, of: entry.value)
        else { return nil }
        guard !items.isEmpty else {
          decoder.report(
            .emptyValue, "\(Wording.quoted(entry.key)) has no values", at: entry.value.location,
            help: "write `\(entry.key): [2, 4]`")
          return nil
        }
        return VariationDraft(
          variation: Variation(path: entry.key, values: items.map(\.plainFlow)),
          path: entry.keyLocation, values: items.map(\.location))
      }
    }
  }
}
