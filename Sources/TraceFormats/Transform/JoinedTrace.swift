public import Domain

/// Traces that run at the same time, as one.
///
/// Models, agents and tools of one name are one; tenants of one name are the same payer. A class
/// whose name an earlier trace has takes a number: `users-2`. What sessions of one trace share
/// stays theirs. All of it has no seed.
public struct JoinedTrace: TraceSource {
  public let header: TraceHeader
  private var inputs: [Input]
  private var lastContext: Int32 = 0

  private struct Input {
    var source: any TraceSource
    var classes: [Int] = []
    var models: [UInt16] = []
    var agents: [UInt16] = []
    var tools: [UInt16] = []
    var renaming = ContextRenaming()
    /// The session that is next; nil at the end.
    var held: TraceSession?
    var hasEnded = false
  }

  /// Why traces can't be one; `source` is the index of the one to blame.
  public struct Mismatch: Error, Hashable, Sendable {
    public var source: Int
    public var message: String
  }

  /// Traces whose blocks have other sizes are one of no blocks: what they share is told in tokens,
  /// as before, and the account says so.
  ///
  /// - Throws: for parts of traces.
  public init(_ sources: [any TraceSource]) throws(Mismatch) {
    var header = sources[0].header
    (header.models, header.agents, header.tools, header.classes) = ([], [], [], [])
    header.assertions = []
    header.seed = nil
    inputs = []
    for (index, source) in sources.enumerated() {
      guard source.header.part == nil else {
        throw Mismatch(source: index, message: "is a part of a trace; `baton merge` makes it whole")
      }
      inputs.append(JoinedTrace.adopt(source, &header))
    }
    if let lost = JoinedTrace.lostBlocks(sources) {
      header.blocks = nil
      header.account.append(lost)
    }
    let names = sources.map(\.header.workload)
    header.workload = names.enumerated().filter { !names[..<$0.offset].contains($0.element) }
      .map(\.element).joined(separator: "+")
    let identity = sources.map(\.header.fingerprint).joined(separator: " ")
    self.header = header.transformed(by: "merge \(identity)")
  }

  /// What traces of unlike blocks lose as one.
  public static func lostBlocks(_ sources: [any TraceSource]) -> FieldAccount? {
    let blocks = sources.map(\.header.blocks)
    guard let first = blocks.first, blocks.contains(where: { $0 != first }) else { return nil }
    var sizes: [String] = []
    for block in blocks {
      let size = block.map { "\($0.tokens) tokens (\($0.rounding == .ceil ? "ceil" : "floor"))" }
      let text = size ?? "none"
      if !sizes.contains(text) { sizes.append(text) }
    }
    return FieldAccount(
      "blocks", .dropped,
      "of other sizes in each trace: \(sizes.joined(separator: ", "));"
        + " what prompts share stays, in tokens"
    )
  }

  private static func adopt(_ source: any TraceSource, _ header: inout TraceHeader) -> Input {
    let own = source.header
    var input = Input(source: source)
    input.models = own.models.map { UInt16(place(of: $0, in: &header.models)) }
    input.agents = own.agents.map { UInt16(place(of: $0, in: &header.agents)) }
    input.tools = own.tools.map { UInt16(place(of: $0, in: &header.tools)) }
    var assertions = own.assertions
    for var trafficClass in own.classes {
      let name = trafficClass.name
      let taken = header.classes.map(\.name)
      var number = 2
      while taken.contains(trafficClass.name) {
        trafficClass.name = "\(name)-\(number)"
        number += 1
      }
      for index in assertions.indices where assertions[index].subject == .trafficClass(name) {
        assertions[index] = assertions[index].about(.trafficClass(trafficClass.name))
      }
      input.classes.append(header.classes.count)
      header.classes.append(trafficClass)
    }
    for assertion in assertions where !header.assertions.contains(assertion) {
      header.assertions.append(assertion)
    }
    header.duration = max(header.duration, own.duration)
    header.measuredFrom = max(header.measuredFrom, own.measuredFrom)
    header.measuredUntil = max(header.measuredUntil, own.measuredUntil)
    for field in own.account where !header.account.contains(field) { header.account.append(field) }
    return input
  }

  private static func place(of name: String, in names: inout [String]) -> Int {
    if let place = names.firstIndex(of: name) { return place }
    names.append(name)
    return names.count - 1
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    for index in inputs.indices where inputs[index].held == nil && !inputs[index].hasEnded {
      try fill(index)
    }
    // Closed classes stand first, class by class, and so input by input.
    var first: (start: Nanoseconds, input: Int)?
    for index in inputs.indices {
      guard let held = inputs[index].held else { continue }
      let start = header.classes[held.classIndex].closed != nil ? -1 : held.start ?? 0
      if first.map({ start < $0.start }) ?? true { first = (start, index) }
    }
    guard let index = first?.input, let held = inputs[index].held else {
      session.removeAll()
      return false
    }
    session = held
    inputs[index].held = nil
    inputs[index].renaming.rename(&session, last: &lastContext)
    return true
  }

  private mutating func fill(_ index: Int) throws(TraceError) {
    var session = TraceSession()
    guard try inputs[index].source.next(&session) else {
      inputs[index].hasEnded = true
      return
    }
    inputs[index].renaming.take(session.sharedContexts)
    session.classIndex = inputs[index].classes[session.classIndex]
    for record in session.records.indices {
      switch session.records[record].kind {
      case .request:
        let (model, agent) = (session.records[record].model, session.records[record].actor)
        session.records[record].model = inputs[index].models[Int(model)]
        session.records[record].actor = inputs[index].agents[Int(agent)]
      case .wait where session.records[record].cause == .tool:
        let tool = Int(session.records[record].actor)
        if inputs[index].tools.indices.contains(tool) {
          session.records[record].actor = inputs[index].tools[tool]
        }
      default: continue
      }
    }
    inputs[index].held = session
  }
}
