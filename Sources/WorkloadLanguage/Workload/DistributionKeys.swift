import Domain

/// The keys of a distribution in braces (language reference, §4).
enum DistributionKeys {
  static let numberOrDuration = TypeDescription.either([
    .scalar("count", pattern: ScalarPattern.number),
    .scalar("duration", pattern: ScalarPattern.duration),
  ])
  static let amountOrRange = TypeDescription.either([
    numberOrDuration, .scalar("range", pattern: ScalarPattern.range),
  ])

  private static func field(
    _ name: String, _ type: TypeDescription, _ meaning: String
  ) -> Field {
    Field(name: name, type: type, presence: .optional(nil), meaning: meaning)
  }

  private static let common = [
    field("mean", numberOrDuration, "the mean, after clamping; alone: exponential, or geometric"),
    field("cv", .scalar("number", pattern: ScalarPattern.number), "coefficient of variation"),
    field(
      "family", .word(Distribution.Family.allCases.map(\.rawValue)),
      "shape with `mean` and `cv`; `gamma` by default"),
    field("min", numberOrDuration, "smaller values become this one"),
    field("max", numberOrDuration, "larger values become this one"),
    field("tail", .scalar("number", pattern: ScalarPattern.number), "Pareto's tail index"),
    field("mix", .list(.shape("component")), "components, drawn by weight"),
    field("file", .scalar("path", pattern: nil), "CSV with a header, or one number per line"),
    field("column", .scalar("text", pattern: nil), "the column to draw from"),
    field("unit", .word(["us", "ms", "s", "m", "h", "d"]), "unit of the file's durations"),
  ]

  static let shape = Shape("distribution", common, percentiles: numberOrDuration)
  static let component = Shape(
    "component",
    [
      Field(
        name: "weight", type: .scalar("number", pattern: ScalarPattern.number),
        presence: .required(), meaning: "share among the components"),
      field("value", amountOrRange, "a constant or a range"),
    ] + common, percentiles: numberOrDuration)
}

extension ScalarPattern {
  static let range = "^[^ ]+\\.\\.[^ ]+$"
}

extension Distribution.Quantity {
  var noun: String {
    switch self {
    case .tokens: "tokens"
    case .duration: "duration"
    case .count: "count"
    }
  }

  var description: TypeDescription {
    let simple: TypeDescription =
      self == .duration
      ? .scalar("duration", pattern: ScalarPattern.duration)
      : .scalar("count", pattern: ScalarPattern.count)
    return .alias(
      "dist \(noun)",
      .either([simple, .scalar("range", pattern: ScalarPattern.range), .shape("distribution")]))
  }
}

extension Distribution {
  /// Whether a count of zero can be drawn.
  var canBeZero: Bool {
    switch form {
    case .constant(let value): value < 1
    case .uniform(let low, _): low < 1
    case .table(let values): (values.first ?? 1) < 0.5
    case .mixture(let components): components.contains { $0.distribution.canBeZero }
    case .quantiles, .mean, .spread, .pareto: minimum.map { $0 < 1 } ?? false
    }
  }
}

extension ValueType where Value == Distribution {
  static func distribution(_ quantity: Distribution.Quantity) -> ValueType {
    ValueType(quantity.description) { node, decoder in
      DistributionReader(quantity: quantity).read(node, &decoder)
    }
  }
}
