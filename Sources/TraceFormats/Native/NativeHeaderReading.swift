import Domain

/// Reads the header line of a native trace.
func readNativeHeader(
  _ bytes: Span<UInt8>, _ cursor: inout LineCursor
) throws(TraceError) -> TraceHeader {
  let node = try JSONNode(bytes, &cursor)
  try cursor.expectEndOfLine(bytes)
  var fields = try JSONFields(node, cursor, "the header")
  let schema = try fields.string("schema")
  guard schema == TraceHeader.schema else {
    throw fields.error(
      "the trace has schema \"\(schema)\"", help: "this version reads \"\(TraceHeader.schema)\"")
  }
  guard try fields.string("time") == "ns" else { throw fields.error("\"time\" must be \"ns\"") }
  var header = TraceHeader(
    workload: try fields.string("workload"), seed: try seed(&fields),
    fingerprint: try fields.string("fingerprint"), models: try fields.strings("models"),
    agents: try fields.strings("agents"), tools: try fields.strings("tools"), classes: [],
    duration: try time(&fields, "duration"), measuredFrom: try time(&fields, "from"),
    measuredUntil: try time(&fields, "until"))
  for node in try fields.array("classes") {
    header.classes.append(try trafficClass(node, cursor))
  }
  let names = header.classes.map(\.name)
  guard !names.isEmpty, Set(names).count == names.count else {
    throw fields.error("a trace needs classes, each with a name of its own")
  }
  if let node = fields.optional("part") { header.part = try part(node, cursor) }
  for node in try fields.array("assertions") {
    header.assertions.append(try assertion(node, cursor))
  }
  if let node = fields.optional("blocks") { header.blocks = try blocks(node, cursor) }
  for node in try fields.array("account") {
    var field = try JSONFields(node, cursor, "a field's account")
    let note = field.optional("note")
    header.account.append(
      FieldAccount(
        try field.string("field"), try field.word("fate", FieldAccount.Fate.self),
        try note.map { (node) throws(TraceError) in try field.string(node, "note") } ?? ""))
    try field.finish()
  }
  try fields.finish()
  return header
}

private func time(_ fields: inout JSONFields, _ name: String) throws(TraceError) -> Nanoseconds {
  guard let value = try fields.integer(name) else {
    throw fields.error("\"\(name)\" is missing")
  }
  return Int64(value)
}

private func seed(_ fields: inout JSONFields) throws(TraceError) -> UInt64? {
  guard let node = fields.optional("seed") else { return nil }
  guard case .number(let text) = node.value, let seed = UInt64(text) else {
    throw fields.error("\"seed\" must be a whole number below 2^64")
  }
  return seed
}

private func trafficClass(
  _ node: JSONNode, _ cursor: LineCursor
) throws(TraceError) -> TraceClass {
  var fields = try JSONFields(node, cursor, "a class")
  var value = TraceClass(
    name: try fields.string("name"), priority: try fields.word("priority", Priority.self),
    deadline: try fields.integer("deadline").map(Int64.init),
    isMeasuredWhole: try fields.bool("measured-whole"))
  for node in try fields.array("slo") {
    var bound = try JSONFields(node, cursor, "a bound")
    let metric = try bound.word("metric", Metric.self)
    guard let number = try bound.double("value") else { throw bound.error("\"value\" is missing") }
    value.slo.append(Bound(metric: metric, value: number))
    try bound.finish()
  }
  if let node = fields.optional("closed") {
    var closed = try JSONFields(node, cursor, "\"closed\"")
    guard let sessions = try closed.integer("sessions", 0...Int(Int32.max)) else {
      throw closed.error("\"sessions\" is missing")
    }
    value.closed = TraceClass.ClosedLoop(
      sessions: sessions, until: try time(&closed, "until"), total: try closed.integer("total"))
    try closed.finish()
  }
  try fields.finish()
  return value
}

private func part(_ node: JSONNode, _ cursor: LineCursor) throws(TraceError) -> TracePart {
  var fields = try JSONFields(node, cursor, "\"part\"")
  let limit = 0...Int(Int32.max)
  guard let first = try fields.integer("first", limit),
    let sessions = try fields.integer("sessions", limit), let of = try fields.integer("of", limit)
  else { throw fields.error("\"first\", \"sessions\" or \"of\" is missing") }
  guard first >= 1, first - 1 + sessions <= of else {
    throw fields.error("the part is not within the \(of) sessions of the whole")
  }
  try fields.finish()
  return TracePart(first: first, sessions: sessions, of: of)
}

private func blocks(_ node: JSONNode, _ cursor: LineCursor) throws(TraceError) -> BlockIdentity {
  var fields = try JSONFields(node, cursor, "\"blocks\"")
  guard let tokens = try fields.integer("tokens", 1...(1 << 20)) else {
    throw fields.error("\"tokens\" is missing")
  }
  let rounding = try fields.word("rounding", BlockIdentity.Rounding.self)
  try fields.finish()
  return BlockIdentity(tokens: tokens, rounding: rounding)
}

private func assertion(_ node: JSONNode, _ cursor: LineCursor) throws(TraceError) -> Assertion {
  var fields = try JSONFields(node, cursor, "an assertion")
  let text = try fields.string("text")
  let metric = try fields.word("metric", Metric.self)
  let comparison = try fields.word("comparison", Assertion.Comparison.self)
  guard let bound = try fields.double("bound") else { throw fields.error("\"bound\" is missing") }
  var statistic: Assertion.Statistic?
  if fields.optional("statistic") != nil {
    statistic = try fields.word("statistic", Statistic.self) == .mean ? .mean : .max
  }
  if let percentile = try fields.double("percentile") {
    guard statistic == nil, percentile > 0, percentile < 100 else {
      throw fields.error("\"percentile\" must be between 0 and 100, and the only statistic")
    }
    statistic = .percentile(percentile)
  }
  var subject: Assertion.Subject = .everything
  for (name, make) in subjects {
    guard let node = fields.optional(name) else { continue }
    guard subject == .everything else { throw fields.error("an assertion has one subject") }
    subject = make(try fields.string(node, name))
  }
  try fields.finish()
  return Assertion(
    text: text, statistic: statistic, metric: metric, subject: subject, comparison: comparison,
    bound: bound)
}

private enum Statistic: String, CaseIterable { case mean, max }

private let subjects: [(String, @Sendable (String) -> Assertion.Subject)] = [
  ("class", { .trafficClass($0) }), ("agent", { .agent($0) }), ("tenant", { .tenant($0) }),
]
