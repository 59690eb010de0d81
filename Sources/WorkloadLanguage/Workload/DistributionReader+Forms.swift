import Domain

extension DistributionReader {
  func quantiles(
    _ written: [Node.Entry], _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Distribution.Form? {
    var points: [(percent: Double, value: Double, entry: Node.Entry)] = []
    for entry in written {
      guard let percent = NameRules.percentile(entry.key) else { continue }
      guard percent > 0, percent < 100 else {
        decoder.report(
          .outOfRange, "`\(entry.key)` is not between p0 and p100", at: entry.keyLocation,
          help: "write `min` or `max` for the ends")
        return nil
      }
      guard let value = amount(entry.key, fields, &decoder) else { return nil }
      guard value > 0 else {
        decoder.report(
          .quantileNotAboveZero, "`\(entry.key)` is 0; quantiles are above zero",
          at: entry.value.location, help: "use `mix` with `value: 0` for a share of zeros")
        return nil
      }
      points.append((percent, value, entry))
    }
    guard points.count > 1 else {
      guard !fields.isDoubtful else { return nil }
      decoder.report(
        .unknownForm, "`{\(written.map(\.key).joined())}` is not a distribution",
        at: fields.node.location, label: "one quantile is not enough",
        help: "write two quantiles, or `mean`")
      return nil
    }
    points.sort { $0.percent < $1.percent }
    for (low, high) in zip(points, points.dropFirst()) where high.value < low.value {
      let texts = [low, high].map { "`\($0.entry.key): \($0.entry.value.text ?? "")`" }
      decoder.report(
        .falling, "\(texts[1]) is below \(texts[0])", at: high.entry.value.location,
        label: "falls")
      return nil
    }
    return .quantiles(points.map { .init(percent: $0.percent, value: $0.value) })
  }

  func mean(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution.Form? {
    guard let mean = meanValue(fields, &decoder) else { return nil }
    guard fields.has("cv") else { return .mean(mean) }
    let cv = Key<Double>("cv", .number(above: true), .optional(nil), "")
    let family = Key<Distribution.Family>("family", .word, .optional(nil), "")
    guard let cv = fields.read(cv, &decoder) else { return nil }
    return .spread(mean: mean, cv: cv, family: fields.read(family, &decoder) ?? .gamma)
  }

  /// The mean of a count may be a fraction.
  private func meanValue(_ fields: Fields, _ decoder: inout TreeDecoder) -> Double? {
    guard let node = fields.node("mean") else { return nil }
    return decoder.at("mean") { decoder in
      guard let text = decoder.text(of: node) else { return nil }
      let value =
        quantity == .duration
        ? decoder.duration(text, at: node.location).map(Double.init)
        : decoder.number(text, at: node.location)
      guard let value else { return nil }
      guard value > 0 else {
        decoder.report(.outOfRange, "`mean` is 0; a mean is above zero", at: node.location)
        return nil
      }
      return value
    }
  }

  func pareto(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution.Form? {
    let tail = Key<Double>("tail", .number(above: true), .optional(nil), "")
    guard let tail = fields.read(tail, &decoder), let minimum = amount("min", fields, &decoder)
    else { return nil }
    guard minimum > 0 else {
      guard let location = fields.node("min")?.location else { return nil }
      decoder.report(.outOfRange, "`min` is 0; a Pareto starts above zero", at: location)
      return nil
    }
    return .pareto(minimum: minimum, tail: tail)
  }

  func mixture(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution.Form? {
    guard let node = fields.node("mix"), let items = decoder.at("mix", { $0.items(of: node) })
    else { return nil }
    guard !items.isEmpty else {
      decoder.report(.unknownForm, "`mix` has no component", at: node.location)
      return nil
    }
    let weight = Key<Double>("weight", .number(above: true), .required(), "")
    let components = items.map { item -> Distribution.Component? in
      if let entries = item.entries, isStrange(entries, DistributionKeys.component) {
        reportForm(item, help: "write two quantiles, `mean`, `value`, or `file`", &decoder)
        return nil
      }
      let opened = decoder.fields(
        of: item, as: DistributionKeys.component, called: "a component of `mix`")
      guard let inner = opened else { return nil }
      let weight = inner.read(weight, &decoder)
      guard let form = form(inner, &decoder), let weight else { return nil }
      return .init(weight: weight, distribution: form)
    }
    guard components.allSatisfy({ $0 != nil }) else { return nil }
    return .mixture(components.compactMap(\.self))
  }

  func file(_ fields: Fields, _ decoder: inout TreeDecoder) -> Distribution.Form? {
    let unit = quantity == .duration
    guard let values = DataFile.values(fields, needsUnit: unit, &decoder) else { return nil }
    return .table(values.sorted())
  }
}

/// Rules about `min` and `max` beside a form.
struct ClampRules {
  let fields: Fields

  func hold(_ distribution: Distribution, _ decoder: inout TreeDecoder) -> Bool {
    let (low, high) = (distribution.minimum, distribution.maximum)
    if let low, let high, high < low {
      report(.falling, "`max: \(text("max"))` is below `min: \(text("min"))`", "max", &decoder)
      return false
    }
    switch distribution.form {
    case .quantiles(let points): return quantiles(points, low, high, &decoder)
    case .mean(let mean), .spread(let mean, _, _):
      return self.mean(mean, low, high, distribution.quantity, &decoder)
    case .pareto(let minimum, _):
      guard let high, high < minimum else { return true }
      report(.falling, "`max: \(text("max"))` is below `min: \(text("min"))`", "max", &decoder)
      return false
    case .constant, .uniform, .mixture, .table: return true
    }
  }

  private func quantiles(
    _ points: [Distribution.Quantile], _ low: Double?, _ high: Double?,
    _ decoder: inout TreeDecoder
  ) -> Bool {
    for point in points {
      guard let key = fields.written.first(where: { NameRules.percentile($0.key) == point.percent })
      else { continue }
      let written = "`\(key.key): \(key.value.text ?? "")`"
      if let high, high < point.value {
        report(.clampCutsQuantile, "`max: \(text("max"))` is below \(written)", "max", &decoder)
        return false
      }
      if let low, low > point.value {
        report(.clampCutsQuantile, "`min: \(text("min"))` is above \(written)", "min", &decoder)
        return false
      }
    }
    return true
  }

  private func mean(
    _ mean: Double, _ low: Double?, _ high: Double?, _ quantity: Distribution.Quantity,
    _ decoder: inout TreeDecoder
  ) -> Bool {
    let isCount = quantity == .count
    let isAboveLow = isCount ? mean >= low ?? 1 : low.map { mean > $0 } ?? true
    let isBelowHigh = high.map { mean < $0 } ?? true
    if isAboveLow, isBelowHigh { return true }
    // A count that never varies: `{mean: 1, max: 1}`.
    if isCount, mean == low ?? 1, mean == high { return true }
    let message =
      switch (low, high) {
      case (nil, nil): "mean \(text("mean")) is below 1, where counts start"
      case (nil, .some) where isAboveLow: "mean \(text("mean")) is not below \(text("max"))"
      case (nil, .some): "mean \(text("mean")) is below 1, where counts start"
      case (.some, nil): "mean \(text("mean")) is not above \(text("min"))"
      case (.some, .some):
        "mean \(text("mean")) is not between \(text("min")) and \(text("max"))"
      }
    let help = isCount && low == nil && !isAboveLow ? "add `min: 0` to let it be zero" : nil
    report(.meanOutsideClamps, message, "mean", help: help, &decoder)
    return false
  }

  private func text(_ key: String) -> String { fields.node(key)?.text ?? "" }

  private func report(
    _ code: DiagnosticCode, _ message: String, _ key: String, help: String? = nil,
    _ decoder: inout TreeDecoder
  ) {
    let location = fields.node(key)?.location ?? fields.node.location
    decoder.report(code, message, at: location, help: help)
  }
}
