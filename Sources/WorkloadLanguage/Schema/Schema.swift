// How a file of Baton is described, once, for decoding, unknown keys, documents and JSON Schema.
//
// Declare the keys of a mapping, then a shape that lists them, then a function that reads them:
//
//     enum DiskKeys {
//       static let bandwidth = Key(
//         "bandwidth", .measure(MeasureUnit.bandwidth), .required(),
//         "what one disk reads, sequentially")
//       static let spares = Key("spares", .count(), .optional("0"), "disks that wait for a
//       failure") static let shape = Shape("disk", [bandwidth.field, spares.field])
//     }
//
//     func disk(_ node: Node, _ decoder: inout TreeDecoder) -> Disk? {
//       guard let fields = decoder.fields(of: node, as: DiskKeys.shape, called: "disk `a`") else {
//         return nil
//       }
//       let bandwidth = fields.read(DiskKeys.bandwidth, &decoder)
//       let spares = fields.read(DiskKeys.spares, &decoder) ?? 0
//       guard let bandwidth else { return nil }
//       return Disk(bandwidth: bandwidth, spares: spares)
//     }
//
// `fields` reports keys that are unknown (with the nearest name) or missing; `read` reports what is
// wrong with a value and returns nil. Read every key before leaving, so that all errors are told.

/// One key of a mapping, as documents and JSON Schema show it.
public struct Field: Hashable, Sendable {
  public enum Presence: Hashable, Sendable {
    /// Help says what to write when it is missing.
    case required(help: String? = nil)
    /// What its absence means.
    case optional(String?)
    /// Required under a condition that a check judges.
    case conditional(String)
  }

  public var name: String
  public var type: TypeDescription
  public var presence: Presence
  public var meaning: String

  var isRequired: Bool {
    if case .required = presence { true } else { false }
  }
}

/// A key whose value decodes to `Value`.
public struct Key<Value: Sendable>: Sendable {
  public let field: Field
  let type: ValueType<Value>

  public init(
    _ name: String, _ type: ValueType<Value>, _ presence: Field.Presence, _ meaning: String
  ) {
    self.type = type
    field = Field(name: name, type: type.description, presence: presence, meaning: meaning)
  }

  public var name: String { field.name }
}

/// The keys of one kind of mapping, in the order in which documents show them.
public struct Shape: Hashable, Sendable {
  public var title: String
  public var fields: [Field]
  /// Type of the keys `p50`, `p99.9` and so on, where they are allowed.
  public var percentiles: TypeDescription?

  public init(_ title: String, _ fields: [Field], percentiles: TypeDescription? = nil) {
    (self.title, self.fields, self.percentiles) = (title, fields, percentiles)
  }

  public var names: [String] { fields.map(\.name) }

  func accepts(_ key: String) -> Bool {
    fields.contains { $0.name == key } || percentiles != nil && NameRules.percentile(key) != nil
  }

  /// The key that a misspelt one was probably meant to be, among those that are not written.
  func nearest(to key: String, written: Set<String>) -> String? {
    if percentiles != nil, let word = StatisticWords.percentile(key), !written.contains(word) {
      return word
    }
    let free = names.filter { !written.contains($0) }
    if free.contains("mean"), StatisticWords.isMean(key) { return "mean" }
    return Spelling.nearest(to: key, among: free)
  }
}

/// A value's type, for readers of documents and for editors.
public indirect enum TypeDescription: Hashable, Sendable {
  /// Whatever another place reads.
  case anything(String)
  /// A name for people and the pattern that its text matches, if one can say.
  case scalar(String, pattern: String?)
  case word([String])
  case list(TypeDescription)
  /// A mapping from names that the author chooses.
  case names(TypeDescription)
  /// A mapping described by the shape of this title.
  case shape(String)
  /// A mapping described by a shape that is at hand.
  case mapping(Shape)
  /// Another type under a name of its own, which documents use.
  case alias(String, TypeDescription)
  case either([TypeDescription])

  /// As it stands in a table of keys.
  public var text: String {
    switch self {
    case .anything(let name), .scalar(let name, _): name
    case .word(let words): words.map { "`\($0)`" }.joined(separator: " | ")
    case .list(let element): "list of \(element.text)"
    case .names(let value): "name → \(value.text)"
    case .shape(let title), .alias(let title, _): title
    case .mapping(let shape): shape.title
    case .either(let types): Wording.join(types.map(\.text), last: "or")
    }
  }
}

/// How text and nodes become a value of one type.
public struct ValueType<Value: Sendable>: Sendable {
  public let description: TypeDescription
  /// Returns nil after reporting why, or silently for a node that has been reported.
  let decode: @Sendable (Node, inout TreeDecoder) -> Value?

  public init(
    _ description: TypeDescription, decode: @escaping @Sendable (Node, inout TreeDecoder) -> Value?
  ) {
    (self.description, self.decode) = (description, decode)
  }
}

extension ValueType {
  public static func list<Element>(of element: ValueType<Element>) -> ValueType<[Element]>
  where Value == [Element] {
    ValueType(.list(element.description)) { node, decoder in
      guard let items = decoder.items(of: node) else { return nil }
      let values = items.map { element.decode($0, &decoder) }
      return values.contains { $0 == nil } ? nil : values.compactMap(\.self)
    }
  }

  /// A mapping from chosen names, in the order written.
  public static func names<Element>(
    of element: ValueType<Element>
  ) -> ValueType<[(name: String, value: Element)]> where Value == [(name: String, value: Element)] {
    ValueType(.names(element.description)) { node, decoder in
      guard let entries = decoder.entries(of: node) else { return nil }
      var values: [(name: String, value: Element)] = []
      for entry in entries where decoder.checkName(entry.key, at: entry.keyLocation) {
        if let value = element.decode(entry.value, &decoder) { values.append((entry.key, value)) }
      }
      return values.count == entries.count ? values : nil
    }
  }

  /// A mapping with the keys of a shape, read by `build`.
  public static func shape(
    _ shape: Shape, _ build: @escaping @Sendable (Fields, inout TreeDecoder) -> Value?
  ) -> ValueType {
    ValueType(.mapping(shape)) { node, decoder in
      let owner = "`\(decoder.place)`"
      guard let fields = decoder.fields(of: node, as: shape, called: owner) else { return nil }
      return build(fields, &decoder)
    }
  }
}
