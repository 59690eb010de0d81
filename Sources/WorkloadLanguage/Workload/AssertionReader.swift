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
  struct Token {
    var text: String
    var location: Location
  }

  private(set) var tokens: [Token] = []
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

  init(_ node: Node, _ text: String) {
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

  mutating func take() -> Token? {
    guard next < tokens.count else { return nil }
    next += 1
    return tokens[next - 1]
  }

  private mutating func assertion(
    _ decoder: inout TreeDecoder
  ) -> (value: Assertion, location: AssertionLocations)? {
    guard !reportGlued(&decoder), let measure = measure(&decoder) else { return nil }
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
    var isSlip = false
    if let parsed = Self.statistic(first.text) ?? slip(first, &decoder) {
      (statistic, statisticLocation, isSlip) = (parsed.value, first.location, parsed.isReported)
      guard let token = take(), token.text != "of" else {
        if !parsed.isReported {
          fail("expected a metric after `\(first.text)`", at: first.location, &decoder)
        }
        return nil
      }
      metricToken = token
    }
    guard !metricToken.text.contains("(") else {
      fail("an assertion has no parentheses", at: metricToken.location, &decoder)
      return nil
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
    // What was only meant is judged no further.
    return ParsedMeasure(
      statistic: statistic, statisticLocation: isSlip ? nil : statisticLocation, metric: metric,
      location: metricToken.location)
  }

  private struct ParsedStatistic {
    var value: Assertion.Statistic
    var isReported = false
  }

  private static func statistic(_ word: String) -> ParsedStatistic? {
    switch word {
    case "mean": ParsedStatistic(value: .mean)
    case "max": ParsedStatistic(value: .max)
    default:
      NameRules.percentile(word).flatMap {
        $0 > 0 && $0 < 100 ? ParsedStatistic(value: .percentile($0)) : nil
      }
    }
  }

  /// What a first word that is no statistic was meant to be, after saying so.
  private mutating func slip(_ first: Token, _ decoder: inout TreeDecoder) -> ParsedStatistic? {
    let metrics = Metric.allCases.map(\.rawValue)
    guard Metric(rawValue: first.text) == nil, next < tokens.count else { return nil }
    let after = tokens[next].text
    let isMetric = Spelling.nearest(to: after, among: metrics) != nil
    let isMisspelt = Spelling.nearest(to: first.text, among: metrics) != nil
    guard !isMisspelt || isMetric,
      let slip = StatisticSlip(first.text, beforeMetric: isMetric)
    else { return nil }
    if Metric(rawValue: after)?.isDistributed == false { return ParsedStatistic(value: .mean) }
    decoder.report(
      .unknownWord, "unknown statistic \(Wording.quoted(first.text))", at: first.location,
      label: "no statistic of this name", help: slip.help)
    var result = slip.meant.flatMap(Self.statistic) ?? ParsedStatistic(value: .max)
    result.isReported = true
    return result
  }

  /// Words with a comparison inside, which spaces should part: `goodput>=99%`.
  private func reportGlued(_ decoder: inout TreeDecoder) -> Bool {
    let signs: Set<Character> = ["<", ">", "=", "≤", "≥"]
    guard
      let token = tokens.first(where: { token in
        token.text.contains { signs.contains($0) } && !token.text.allSatisfy { signs.contains($0) }
      }), let start = token.text.firstIndex(where: { signs.contains($0) })
    else { return false }
    let rest = token.text[start...]
    let sign = rest.prefix { signs.contains($0) }
    let parts = [token.text[..<start], sign, rest.dropFirst(sign.count)].filter { !$0.isEmpty }
    decoder.report(
      .assertionSyntax, "\(Wording.quoted(token.text)) is one word", at: token.location,
      label: "spaces part the words of an assertion",
      help: "write `\(parts.joined(separator: " "))`")
    return true
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

  mutating func comparison(_ decoder: inout TreeDecoder) -> Assertion.Comparison? {
    let before = next > 0 ? tokens[next - 1] : nil
    guard let token = take() else {
      let place = before.map { " after `\($0.text)`" } ?? ""
      fail("expected `<`, `<=`, `>`, or `>=`\(place)", at: node.location, &decoder)
      return nil
    }
    if let comparison = Assertion.Comparison(rawValue: token.text) { return comparison }
    let place = before.map { " after `\($0.text)`" } ?? ""
    let others = ["≤": "<=", "=<": "<=", "≥": ">=", "=>": ">="]
    decoder.report(
      .assertionSyntax, "expected `<`, `<=`, `>`, or `>=`\(place)", at: token.location,
      help: "write `\(others[token.text] ?? "p99 ttft of interactive < 800ms")`")
    return nil
  }

  mutating func bound(of metric: Metric, _ decoder: inout TreeDecoder) -> Double? {
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
