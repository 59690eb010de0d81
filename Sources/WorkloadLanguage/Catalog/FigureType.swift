import Domain

/// Keys of a figure: `{is: 80us, from: 60us, to: 100us, confidence: assumed, source: …}`.
struct FigureKeys {
  let unit: ValueType<Double>
  let value: Key<Double>
  let from: Key<Double>
  let to: Key<Double>
  static let confidence = Key<Confidence>(
    "confidence", .word, .required(), "how far the figure can be trusted")
  static let source = Key<String>("source", .text, .required(), "where it is from")
  let shape: Shape

  init(_ unit: ValueType<Double>, _ title: String) {
    self.unit = unit
    value = Key("is", unit, .required(), "the figure")
    from = Key("from", unit, .optional("`is`"), "low end of its range")
    to = Key("to", unit, .optional("`is`"), "high end of its range")
    shape = Shape(
      title, [value.field, from.field, to.field, Self.confidence.field, Self.source.field])
  }
}

extension ValueType where Value == Figure {
  /// A number with its source and confidence.
  static func figure(
    _ unit: ValueType<Double>, _ title: String, _ kind: FigureRange.Unit = .other
  ) -> ValueType {
    let keys = FigureKeys(unit, title)
    return .shape(keys.shape) { fields, decoder in
      let value = fields.read(keys.value, &decoder)
      let low = fields.read(keys.from, &decoder)
      let high = fields.read(keys.to, &decoder)
      let confidence = fields.read(FigureKeys.confidence, &decoder)
      let source = fields.read(FigureKeys.source, &decoder)
      guard let value, let confidence, let source else { return nil }
      for (key, number) in [("is", value), ("from", low ?? value), ("to", high ?? value)] {
        guard let fault = FigureRange.fault(number, of: decoder.place, in: kind) else { continue }
        decoder.report(
          .outOfRange, "`\(decoder.place)` can't be that: \(fault)",
          at: fields.node(key)?.location ?? fields.node.location)
        return nil
      }
      guard (low ?? value) <= value, (high ?? value) >= value else {
        decoder.report(
          .outOfRange, "the figure lies outside its own range", at: fields.node.location,
          help: "`from` is at most `is`, and `to` at least")
        return nil
      }
      return Figure(value, low: low, high: high, source: source, confidence: confidence)
    }
  }

  static var bytes: ValueType { .figure(.measure(MeasureUnit.bytes), "bytes figure") }
  static var bandwidth: ValueType { .figure(.measure(MeasureUnit.bandwidth), "bandwidth figure") }
  static var watts: ValueType { .figure(.measure(MeasureUnit.power), "power figure") }
  static var operations: ValueType {
    .figure(.measure(MeasureUnit.operations), "compute figure")
  }
  static var seconds: ValueType { .figure(.measure(MeasureUnit.shortTime), "time figure", .time) }
  static var plain: ValueType { .figure(.number(), "number figure", .plain) }
}

extension MeasureUnit {
  /// Seconds.
  static let shortTime = [
    MeasureUnit("ns", 1e-9), MeasureUnit("us", 1e-6), MeasureUnit("ms", 1e-3), MeasureUnit("s", 1),
  ]
}

/// Figures by weight format: `{bf16: …, fp8: …}`.
enum FormatKeys {
  static func type(_ figure: ValueType<Figure>, _ title: String)
    -> ValueType<[WeightFormat: Figure]>
  {
    let keys = WeightFormat.allCases.map {
      ($0, Key($0.rawValue, figure, .optional(nil), "for weights in \($0.rawValue)"))
    }
    return .shape(Shape(title, keys.map(\.1.field))) { fields, decoder in
      var found: [WeightFormat: Figure] = [:]
      for (format, key) in keys { found[format] = fields.read(key, &decoder) }
      return found
    }
  }
}
