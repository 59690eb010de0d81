import Domain

/// Where the parts of an assertion stand.
struct AssertionLocations: Sendable {
  var whole: Location
  var statistic: Location?
  var metric: Location
  var subject: Location?
}

/// Parses one assertion (language reference, §10.2).
struct AssertionReader {
  private struct Token {
    var text: String
    var location: Location
  }

  private var tokens: [Token] = []
  private var next = 0
  private let node: Node

  static func read(
    _ node: Node, _ decoder: inout TreeDecoder
  ) -> (value: Assertion, location: AssertionLocations)? {
    guard let text = decoder.text(of: node, as: "text, as in `p99 ttft of users < 800ms`") else {
      return nil
    }
    var reader = AssertionReader(node, text)
    return reader.assertion(&decoder)
  }

  /// A measure alone, `p99 ttft`.
  static func readMeasure(
    _ node: Node, _ decoder: inout TreeDecoder
  ) -> (value: Measure, location: AssertionLocations)? {
    guard let text = decoder.text(of: node, as: "a metric, as in `p99 ttft`") else { return nil }
    var reader = AssertionReader(node, text)
    guard let found = reader.measure(&decoder) else { return nil }
    if let extra = reader.take() {
      decoder.report(
        .assertionSyntax, "expected nothing after `\(found.metric.rawValue)`", at: extra.location,
        help: "metrics are judged class by class; `assert` speaks of one of them")
      return nil
    }
    let locations = AssertionLocations(
      whole: node.location, statistic: found.statisticLocation, metric: found.location)
    return (Measure(found.metric, found.statistic), locations)
  }

  private init(_ node: Node, _ text: String) {
    self.node = node
    let raw = node.source.text(in: node.span)
    let isVerbatim = raw.hasPrefix(text)
    let isQuoted = !isVerbatim && raw.dropFirst().hasPrefix(text)
    let base = node.span.start + (isQuoted ? 1 : 0)
    var offset = 0
    for word in text.split(separator: " ", omittingEmptySubsequences: false) {
      let span = Span(base + offset, base + offset + word.utf8.count)
      let place = isVerbatim || isQuoted ? Location(node.source, span) : node.location
      if !word.isEmpty { tokens.append(Token(text: String(word), location: place)) }
      offset += word.utf8.count + 1
    }
  }

  private mutating func take() -> Token? {
    guard next < tokens.count else { return nil }
    next += 1
    return tokens[next - 1]
  }

  private mutating func assertion(
    _ decoder: inout TreeDecoder
  ) -> (value: Assertion, location: AssertionLocations)? {
    guard let measure = measure(&decoder) else { return nil }
    var subject = Assertion.Subject.everything
    var subjectLocation: Location?
    if next < tokens.count, tokens[next].text == "of" {
      next += 1
      guard let parsed = self.subject(&decoder) else { return nil }
      (subject, subjectLocation) = parsed
    }
    guard let comparison = comparison(&decoder),
      let bound = bound(of: measure.metric, &decoder)
    else { return nil }
    if let extra = take() {
      fail("expected nothing after the bound", at: extra.location, &decoder)
      return nil
    }
    let isSinglePlatform = measure.metric.unit == .number
    if isSinglePlatform, let subjectLocation {
      let name = measure.metric.rawValue
      decoder.report(
        .assertionSyntax, "`\(name)` is measured over the whole platform and takes no `of`",
        at: subjectLocation, help: "remove `of …`")
      return nil
    }
    let value = Assertion(
      text: tokens.map(\.text).joined(separator: " "), statistic: measure.statistic,
      metric: measure.metric, subject: subject, comparison: comparison, bound: bound)
    let locations = AssertionLocations(
      whole: node.location, statistic: measure.statisticLocation, metric: measure.location,
      subject: subjectLocation)
    return (value, locations)
  }

  private struct ParsedMeasure {
    var statistic: Assertion.Statistic?
    var statisticLocation: Location?
    var metric: Metric
    var location: Location
  }

  private mutating func measure(_ decoder: inout TreeDecoder) -> ParsedMeasure? {
    guard let first = take() else {
      fail("the assertion is empty", at: node.location, &decoder)
      return nil
    }
    var (statistic, statisticLocation): (Assertion.Statistic?, Location?) = (nil, nil)
    var metricToken = first
    if let parsed = Self.statistic(first.text) {
      (statistic, statisticLocation) = (parsed, first.location)
      guard let token = take() else {
        fail("expected a metric after `\(first.text)`", at: first.location, &decoder)
        return nil
      }
      metricToken = token
    }
    guard let metric = Metric(rawValue: metricToken.text) else {
      let known = Metric.allCases.map(\.rawValue)
      decoder.report(
        .unknownWord, "unknown metric \(Wording.quoted(metricToken.text))",
        at: metricToken.location, label: "no metric of this name",
        help: Spelling.help(for: metricToken.text, among: known))
      return nil
    }
    guard metric.isDistributed == (statistic != nil) else {
      let tail = metric.isBetterWhenLarger ? "p1" : "p99"
      if let statisticLocation {
        decoder.report(
          .statisticMismatch, "`\(metric.rawValue)` has a single value and takes no statistic",
          at: statisticLocation, help: "write `\(metric.rawValue)` alone")
      } else {
        decoder.report(
          .statisticMismatch, "`\(metric.rawValue)` needs a statistic", at: metricToken.location,
          help: "write `\(tail) \(metric.rawValue)`")
      }
      return nil
    }
    return ParsedMeasure(
      statistic: statistic, statisticLocation: statisticLocation, metric: metric,
      location: metricToken.location)
  }

  private static func statistic(_ word: String) -> Assertion.Statistic? {
    switch word {
    case "mean": .mean
    case "max": .max
    default:
      NameRules.percentile(word).flatMap { $0 > 0 && $0 < 100 ? .percentile($0) : nil }
    }
  }

  private mutating func subject(
    _ decoder: inout TreeDecoder
  ) -> (Assertion.Subject, Location)? {
    guard let token = take() else {
      fail("expected a class, `agent`, or `tenant` after `of`", at: node.location, &decoder)
      return nil
    }
    if token.text == "agent" || token.text == "tenant" {
      guard let name = take() else {
        fail("expected a name after `\(token.text)`", at: token.location, &decoder)
        return nil
      }
      if token.text == "tenant" { return (.tenant(name.text), name.location) }
      // Outside of a workload file, names mean what the workload says that is judged.
      if decoder.names.files.isEmpty { return (.agent(name.text), name.location) }
      guard decoder.find(.agent, name.text, at: name.location) != nil else { return nil }
      return (.agent(name.text), name.location)
    }
    if decoder.names.files.isEmpty { return (.trafficClass(token.text), token.location) }
    guard let id = decoder.find(.trafficClass, token.text, at: token.location) else { return nil }
    guard id.file == 0 else {
      decoder.report(
        .unknownName, "`\(token.text)` is a class of an import, which does not run",
        at: token.location, help: "name a class of this file")
      return nil
    }
    return (.trafficClass(token.text), token.location)
  }

  private mutating func comparison(_ decoder: inout TreeDecoder) -> Assertion.Comparison? {
    let before = next > 0 ? tokens[next - 1] : nil
    guard let token = take() else {
      let place = before.map { " after `\($0.text)`" } ?? ""
      fail("expected `<`, `<=`, `>`, or `>=`\(place)", at: node.location, &decoder)
      return nil
    }
    if let comparison = Assertion.Comparison(rawValue: token.text) { return comparison }
    let place = before.map { " after `\($0.text)`" } ?? ""
    fail("expected `<`, `<=`, `>`, or `>=`\(place)", at: token.location, &decoder)
    return nil
  }

  private mutating func bound(of metric: Metric, _ decoder: inout TreeDecoder) -> Double? {
    guard let token = take() else {
      fail("expected a bound at the end", at: tokens[next - 1].location, &decoder)
      return nil
    }
    return decoder.at(metric.rawValue) { decoder in
      switch metric.unit {
      case .duration: decoder.duration(token.text, at: token.location).map(Double.init)
      case .rate: decoder.rate(token.text, at: token.location)
      case .percent: decoder.percentage(token.text, at: token.location)
      case .number: decoder.number(token.text, at: token.location)
      }
    }
  }

  private func fail(_ message: String, at location: Location, _ decoder: inout TreeDecoder) {
    decoder.report(
      .assertionSyntax, message, at: location, help: "write `p99 ttft of interactive < 800ms`")
  }
}
