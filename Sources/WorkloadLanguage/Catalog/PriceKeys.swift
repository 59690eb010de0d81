import Domain

/// Keys of a price tier.
enum PriceKeys {
  static let speed = Key<Double>(
    "speed", .number(in: 0...1_000_000), .required(), "least tokens per second of a user")
  static let dollars = Key(
    "dollars", .plain, .required(), "per million output tokens")
  static var type: ValueType<PriceTier> {
    .shape(Shape("price tier", [speed.field, dollars.field])) { fields, decoder in
      let speed = fields.read(speed, &decoder)
      let dollars = fields.read(dollars, &decoder)
      guard let speed, let dollars else { return nil }
      return PriceTier(name: "", speed: speed, dollars: dollars)
    }
  }
}
