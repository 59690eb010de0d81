import Domain

/// Reads how a rate of sessions changes over time (language reference, §5).
enum RateCurveReader {
  enum PhaseKeys {
    static let length = Key<Nanoseconds>("for", .duration, .required(), "how long the phase lasts")
    static let rate = Key<RateRange>(
      "rate", .rateRange, .required(), "a rate, or a linear ramp `2/s..10/s`")
    static let shape = Shape("phase", [length.field, rate.field])
  }

  enum WaveKeys {
    static let mean = Key<Double>("mean", .rate, .required(), "rate in the middle")
    static let peak = Key<Double>("peak", .rate, .required(), "largest rate; at most twice `mean`")
    static let period = Key<Nanoseconds>("period", .duration, .required(), "length of one wave")
    static let peakAt = Key<Nanoseconds>("peak-at", .duration, .required(), "when the peak is")
    static let shape = Shape("wave", [mean.field, peak.field, period.field, peakAt.field])
  }

  enum StateKeys {
    static let rate = Key<Double>("rate", .rate, .required(), "rate while in this state")
    static let stay = Key<Distribution>(
      "for", .distribution(.duration), .required(), "how long a stay lasts")
    static let shape = Shape("state", [rate.field, stay.field])
  }

  static let switching = Key<[RateCurve.State]>(
    "switching", .list(of: state), .required(), "states that change at random")
  static let switchingShape = Shape("switching rate", [switching.field])

  static let description = TypeDescription.alias(
    "rate curve",
    .either([
      .scalar("rate", pattern: ScalarPattern.rate), .list(.shape("phase")), .shape("wave"),
      .shape("switching rate"),
    ]))

  static let phase = ValueType<RateCurve.Phase>.shape(PhaseKeys.shape) { fields, decoder in
    let length = fields.read(PhaseKeys.length, &decoder)
    guard let rate = fields.read(PhaseKeys.rate, &decoder), let length else { return nil }
    guard length > 0 else {
      let location = fields.node("for")?.location ?? fields.node.location
      decoder.report(.outOfRange, "a phase lasts longer than 0", at: location)
      return nil
    }
    return .init(duration: length, from: rate.from, to: rate.to)
  }

  static let state = ValueType<RateCurve.State>.shape(StateKeys.shape) { fields, decoder in
    let rate = fields.read(StateKeys.rate, &decoder)
    guard let stay = fields.read(StateKeys.stay, &decoder), let rate else { return nil }
    return .init(rate: rate, stay: stay)
  }

  static func read(_ node: Node, _ decoder: inout TreeDecoder) -> RateCurve? {
    switch node.content {
    case .reported: return nil
    case .scalar(let text):
      guard let rate = decoder.rate(text, at: node.location) else { return nil }
      return decoder.inRange(rate, 0...1e9, excludingLow: true, text, at: node.location)
        .map { .constant($0) }
    case .list(let items): return phases(items, node, &decoder)
    case .mapping(let entries):
      let names = entries.map(\.key)
      if names.contains("switching") { return states(node, &decoder) }
      return wave(node, &decoder)
    }
  }

  private static func phases(
    _ items: [Node], _ node: Node, _ decoder: inout TreeDecoder
  ) -> RateCurve? {
    let phases = items.map { item in decoder.at("phase") { phase.decode(item, &$0) } }
    guard phases.allSatisfy({ $0 != nil }) else { return nil }
    let values = phases.compactMap(\.self)
    guard values.contains(where: { $0.from > 0 || $0.to > 0 }) else {
      decoder.report(.outOfRange, "no phase has a rate above zero", at: node.location)
      return nil
    }
    return .phases(values)
  }

  private static func states(_ node: Node, _ decoder: inout TreeDecoder) -> RateCurve? {
    let place = "`\(decoder.place)`"
    guard let fields = decoder.fields(of: node, as: switchingShape, called: place),
      let states = fields.read(switching, &decoder)
    else { return nil }
    guard states.count > 1, states.contains(where: { $0.rate > 0 }) else {
      decoder.report(
        .unknownForm, "`switching` takes two or more states, one of them with a rate above zero",
        at: fields.node("switching")?.location ?? node.location)
      return nil
    }
    return .switching(states)
  }

  private static func wave(_ node: Node, _ decoder: inout TreeDecoder) -> RateCurve? {
    let place = "`\(decoder.place)`"
    guard let fields = decoder.fields(of: node, as: WaveKeys.shape, called: place) else {
      return nil
    }
    let mean = fields.read(WaveKeys.mean, &decoder)
    let peak = fields.read(WaveKeys.peak, &decoder)
    let period = fields.read(WaveKeys.period, &decoder)
    let peakAt = fields.read(WaveKeys.peakAt, &decoder)
    guard let mean, let peak, let period, let peakAt else { return nil }
    guard mean > 0, peak >= mean, peak <= 2 * mean else {
      decoder.report(
        .outOfRange, "`peak` is not between `mean` and twice `mean`",
        at: fields.node("peak")?.location ?? fields.node.location)
      return nil
    }
    guard period > 0 else {
      let location = fields.node("period")?.location ?? node.location
      decoder.report(.outOfRange, "a `period` is longer than 0", at: location)
      return nil
    }
    return .wave(mean: mean, peak: peak, period: period, peakAt: peakAt)
  }
}

/// Rates at the start and the end of a phase.
struct RateRange: Hashable, Sendable {
  var from: Double
  var to: Double
}

extension ValueType where Value == RateRange {
  static var rateRange: ValueType {
    ValueType(
      .either([
        .scalar("rate", pattern: ScalarPattern.rate),
        .scalar("range", pattern: ScalarPattern.range),
      ])
    ) { node, decoder in
      guard let text = decoder.text(of: node) else { return nil }
      guard let (from, to) = RangeText.split(text) else {
        return decoder.rate(text, at: node.location).map { RateRange(from: $0, to: $0) }
      }
      guard RangeText.check(text, from, to, at: node.location, &decoder) else { return nil }
      let first = decoder.rate(from, at: node.location)
      guard let second = decoder.rate(to, at: node.location), let first else { return nil }
      return RateRange(from: first, to: second)
    }
  }
}

extension ValueType where Value == RateCurve {
  static var rateCurve: ValueType {
    ValueType(RateCurveReader.description) { RateCurveReader.read($0, &$1) }
  }
}
