import Domain

/// Values as a workload file has them.
enum ValueText {
  static func text(_ distribution: Distribution) -> String {
    let braces = inside(distribution)
    if case .constant = distribution.form, !hasClamps(distribution) { return braces }
    if case .uniform = distribution.form, !hasClamps(distribution) { return braces }
    return "{\(braces)}"
  }

  private static func hasClamps(_ distribution: Distribution) -> Bool {
    distribution.minimum != nil || distribution.maximum != nil
  }

  /// Keys and values without braces; of constants and ranges without clamps the value alone.
  private static func inside(_ distribution: Distribution) -> String {
    func value(_ number: Double) -> String {
      distribution.quantity == .duration
        ? duration(Nanoseconds(number.rounded())) : count(number)
    }
    var parts: [String] = []
    switch distribution.form {
    case .constant(let number):
      parts = [hasClamps(distribution) ? "value: \(value(number))" : value(number)]
    case .uniform(let low, let high):
      let range = "\(value(low))..\(value(high))"
      parts = [hasClamps(distribution) ? "value: \(range)" : range]
    case .quantiles(let points):
      parts = points.map { "p\(number($0.percent)): \(value($0.value))" }
    case .mean(let mean): parts = ["mean: \(amount(mean, distribution.quantity))"]
    case .spread(let mean, let cv, let family):
      parts = ["mean: \(amount(mean, distribution.quantity))", "cv: \(number(cv))"]
      if family != .gamma { parts.append("family: \(family.rawValue)") }
    case .pareto(let minimum, let tail):
      parts = ["min: \(value(minimum))", "tail: \(number(tail))"]
    case .mixture(let components):
      let texts = components.map { component in
        let head = "weight: \(number(component.weight))"
        let inner = inside(component.distribution)
        let isPlain: Bool
        switch component.distribution.form {
        case .constant, .uniform: isPlain = !hasClamps(component.distribution)
        default: isPlain = false
        }
        return "{\(head), \(isPlain ? "value: " : "")\(inner)}"
      }
      parts = ["mix: [\(texts.joined(separator: ", "))]"]
    case .table: parts = []
    }
    if let minimum = distribution.minimum {
      if case .pareto = distribution.form {} else { parts.append("min: \(value(minimum))") }
    }
    if let maximum = distribution.maximum { parts.append("max: \(value(maximum))") }
    return parts.joined(separator: ", ")
  }

  /// A mean, which needn't be whole.
  private static func amount(_ mean: Double, _ quantity: Distribution.Quantity) -> String {
    switch quantity {
    case .duration: duration(Nanoseconds(mean.rounded()))
    case .tokens, .count: mean == mean.rounded() ? count(mean) : number(mean)
    }
  }

  static func text(_ population: Population) -> String {
    switch population {
    case .equal(let members): count(Double(members))
    case .zipf(let members, let exponent):
      exponent == 1
        ? "{zipf: \(count(Double(members)))}"
        : "{zipf: \(count(Double(members))), exponent: \(number(exponent))}"
    case .named(let members):
      "{" + members.map { "\($0.name): \(number($0.weight))" }.joined(separator: ", ") + "}"
    }
  }

  static func text(_ join: Step.Join) -> String {
    switch join {
    case .all: "all"
    case .count(1): "any"
    case .count(let count): "\(count)"
    case .share(let share): percent(share)
    case .never: "never"
    }
  }

  /// The value of `sessions`, without braces.
  static func text(_ arrivals: Arrivals) -> String {
    var parts: [String] = []
    switch arrivals.process {
    case .poisson(let curve): parts = ["poisson: \(text(curve))"]
    case .gamma(let curve, let cv): parts = ["gamma: \(text(curve))", "cv: \(number(cv))"]
    case .weibull(let curve, let cv): parts = ["weibull: \(text(curve))", "cv: \(number(cv))"]
    case .steady(let curve): parts = ["steady: \(text(curve))"]
    case .atOnce(let sessions): parts = ["at-once: \(count(Double(sessions)))"]
    case .concurrency(let sessions): parts = ["concurrency: \(count(Double(sessions)))"]
    case .schedule: parts = []
    }
    if let clients = arrivals.clients { parts.append("clients: \(text(clients))") }
    if !arrivals.spikes.isEmpty {
      let spikes = arrivals.spikes.map {
        "{at: \(duration($0.at)), for: \(duration($0.duration)), times: \(number($0.times))}"
      }
      parts.append("spikes: [\(spikes.joined(separator: ", "))]")
    }
    if arrivals.over > 0 { parts.append("over: \(duration(arrivals.over))") }
    if let pause = arrivals.pause { parts.append("pause: \(text(pause))") }
    if let total = arrivals.total { parts.append("total: \(count(Double(total)))") }
    if arrivals.start > 0 { parts.append("start: \(duration(arrivals.start))") }
    if let length = arrivals.length { parts.append("for: \(duration(length))") }
    return parts.joined(separator: ", ")
  }

  private static func text(_ curve: RateCurve) -> String {
    switch curve {
    case .constant(let value): return rate(value)
    case .phases(let phases):
      let texts = phases.map { phase in
        // Both ends of a ramp in one unit.
        let isRare = [phase.from, phase.to].contains { $0 > 0 && $0 < 0.05 }
        let value =
          phase.from == phase.to
          ? rate(phase.from)
          : "\(rate(phase.from, isRare: isRare))..\(rate(phase.to, isRare: isRare))"
        return "{for: \(duration(phase.duration)), rate: \(value)}"
      }
      return "[\(texts.joined(separator: ", "))]"
    case .wave(let mean, let peak, let period, let peakAt):
      return "{mean: \(rate(mean)), peak: \(rate(peak)), period: \(duration(period)), "
        + "peak-at: \(duration(peakAt))}"
    case .switching(let states):
      let texts = states.map { "{rate: \(rate($0.rate)), for: \(text($0.stay))}" }
      return "{switching: [\(texts.joined(separator: ", "))]}"
    }
  }

  // MARK: - Numbers

  /// `1.2k` where that is shorter and says the same.
  static func count(_ value: Double) -> String {
    let whole = Int(value.rounded())
    guard whole >= 1000, whole % 10 == 0 else { return "\(whole)" }
    return ScalarText.shortCount("\(whole)") ?? "\(whole)"
  }

  /// A count per second, or an hour where it is rare.
  static func rate(_ value: Double, isRare: Bool? = nil) -> String {
    guard isRare ?? (value > 0 && value < 0.05) else { return number(value) + "/s" }
    return number((value * 3600 * 1e6).rounded() / 1e6) + "/h"
  }

  static func percent(_ share: Double) -> String { number((share * 1e8).rounded() / 1e6) + "%" }

  /// Without exponent.
  static func number(_ value: Double) -> String {
    if value == value.rounded(), abs(value) < 1e15 { return "\(Int(value))" }
    let text = "\(value)"
    guard text.contains("e") else { return text }
    // Nine decimals are finer than anything a person writes.
    let scaled = Int((value * 1e9).rounded())
    var fraction = String(String(scaled % 1_000_000_000 + 1_000_000_000).dropFirst())
    while fraction.hasSuffix("0") { fraction.removeLast() }
    return "\(scaled / 1_000_000_000).\(fraction.isEmpty ? "0" : fraction)"
  }

  /// The shorter of `1.47s` and `1m30s`, both exact: what is finer than a microsecond is a fraction
  /// of one.
  static func duration(_ value: Nanoseconds) -> String {
    let fine = value % .microsecond
    let coarse = value - fine
    let whole =
      fine > 0
      ? (coarse >= .millisecond ? DurationText.text(coarse / .millisecond * .millisecond) : "")
        + number(Double(value % .millisecond) / 1000) + "us"
      : DurationText.text(value)
    guard value > 0, let unit = ScalarText.timeUnits.first(where: { value >= $0.length }) else {
      return whole
    }
    let scale = unit.length
    var fraction = ""
    var rest = value % scale
    var digit = scale
    while rest > 0, fraction.count < 6, digit >= 10 {
      digit /= 10
      fraction += "\(rest / digit)"
      rest %= digit
    }
    guard rest == 0, unit.length <= .second else { return whole }
    let decimal = "\(value / scale)\(fraction.isEmpty ? "" : ".\(fraction)")\(unit.name)"
    return decimal.count <= whole.count ? decimal : whole
  }
}
