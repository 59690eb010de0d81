public import Domain

/// Writes a workload as a file that reads back as the same value.
///
/// Keys stand in the order of the reference; defaults are left out. It is meant for values that
/// were made by a program: imported names and voices are not written.
public struct WorkloadText {
  private let workload: Workload
  private var lines: [String] = []

  private let isSpaced: Bool

  /// - Parameters:
  ///   - comment: lines that stand first.
  ///   - isSpaced: with a blank line before each section; without, what is short has one line.
  public static func text(
    _ workload: Workload, comment: [String] = [], isSpaced: Bool = true
  ) -> String {
    var writer = WorkloadText(workload: workload, isSpaced: isSpaced)
    writer.lines = comment.map { $0.isEmpty ? "#" : "# " + $0 }
    writer.write()
    return writer.lines.map { $0 + "\n" }.joined()
  }

  private init(workload: Workload, isSpaced: Bool) {
    (self.workload, self.isSpaced) = (workload, isSpaced)
  }

  private mutating func write() {
    let models = workload.classes.map(\.model)
    let model = models.first.flatMap { first in models.allSatisfy { $0 == first } ? first : nil }
    line(0, "workload: \(workload.name)")
    if let description = workload.description { line(0, "description: \(description)") }
    if let model { line(0, "model: \(model)") }
    line(0, "duration: \(ValueText.duration(workload.duration))")
    if workload.warmUp != workload.duration / 10 {
      line(0, "warm-up: \(ValueText.duration(workload.warmUp))")
    }
    section("context", workload.contexts) { $0.context($1) }
    section("tools", workload.tools) { $0.tool($1) }
    section("agents", workload.agents) { $0.agent($1) }
    section("traffic", workload.classes) { $0.trafficClass($1, fileModel: model) }
    guard !workload.assertions.isEmpty else { return }
    if isSpaced { lines.append("") }
    line(0, "assert:")
    for assertion in workload.assertions { line(1, "- \(assertion.text)") }
  }

  private mutating func section<Item>(
    _ key: String, _ items: [Item], _ write: (inout WorkloadText, Item) -> Void
  ) {
    guard !items.isEmpty else { return }
    if isSpaced { lines.append("") }
    line(0, "\(key):")
    for item in items { write(&self, item) }
  }

  /// A line, broken after commas where it is long.
  private mutating func line(_ level: Int, _ text: String) {
    let indent = String(repeating: "  ", count: level)
    // The pieces between commas.
    var pieces: [String] = []
    var piece = ""
    for character in text {
      piece.append(character)
      if piece.hasSuffix(", ") {
        pieces.append(piece)
        piece = ""
      }
    }
    pieces.append(piece)
    var current = indent
    var isEmpty = true
    for piece in pieces {
      if !isEmpty, current.count + piece.count > 100 {
        lines.append(String(current.dropLast()))
        current = indent + "    "
      }
      current += piece
      isEmpty = false
    }
    lines.append(current)
  }

  private mutating func context(_ value: ContextDefinition) {
    var text = "tokens: \(ValueText.text(value.tokens)), shared-by: \(value.sharedBy.rawValue)"
    if value.copies != .equal(1) { text += ", one-of: \(ValueText.text(value.copies))" }
    line(1, "\(value.name): {\(text)}")
  }

  private mutating func tool(_ value: Tool) {
    var text =
      "latency: \(ValueText.text(value.latency)), result: \(ValueText.text(value.result))"
    if value.fails > 0 { text += ", fails: \(ValueText.percent(value.fails))" }
    if let timeout = value.timeout { text += ", timeout: \(ValueText.duration(timeout))" }
    if value.retries > 0 { text += ", retries: \(value.retries)" }
    if value.backoff > 0 { text += ", backoff: \(ValueText.duration(value.backoff))" }
    if let parallel = value.parallel { text += ", parallel: \(parallel)" }
    line(1, "\(value.name): {\(text)}")
  }

  private mutating func agent(_ value: Agent) {
    line(1, "\(value.name):")
    if let model = value.model { line(2, "model: \(model)") }
    if !value.contexts.isEmpty {
      let names = value.contexts.map { workload.contexts[$0].name }
      line(2, "context: [\(names.joined(separator: ", "))]")
    }
    if value.turns.form != .constant(1) { line(2, "turns: \(ValueText.text(value.turns))") }
    if let think = value.think { line(2, "think: \(ValueText.text(think))") }
    if let every = value.every { line(2, "every: \(ValueText.text(every))") }
    if value.whenLate != .wait { line(2, "when-late: \(value.whenLate.rawValue)") }
    if let history = value.history { line(2, "history: \(history)") }
    line(2, "input: \(ValueText.text(value.input))")
    line(2, "steps:")
    steps(value.steps, level: 3)
    if let compaction = value.compaction {
      let above = ValueText.count(Double(compaction.above))
      line(2, "compact: {above: \(above), to: \(ValueText.text(compaction.to))}")
    }
  }

  private mutating func steps(_ steps: [Step], level: Int) {
    for step in steps { self.step(step, level: level) }
  }

  private mutating func step(_ step: Step, level: Int) {
    switch step {
    case .generate(let value):
      line(level, "- generate: \(ValueText.text(value.visible))")
      if let reasoning = value.reasoning {
        line(level + 1, "reasoning: \(ValueText.text(reasoning))")
      }
      if let model = value.model { line(level + 1, "model: \(model)") }
    case .call(let value):
      line(level, "- call: \(choice(value.tools) { workload.tools[$0].name })")
      options(value.count, value.join, level)
    case .spawn(let value):
      line(level, "- spawn: \(choice(value.agents) { workload.agents[$0].name })")
      options(value.count, value.join, level)
      if let input = value.input { line(level + 1, "input: \(ValueText.text(input))") }
      if let result = value.result { line(level + 1, "result: \(ValueText.text(result))") }
    case .fork(let value):
      line(level, "- fork: \(ValueText.text(value.branches))")
      line(level + 1, "steps:")
      self.steps(value.steps, level: level + 2)
      if value.join != .all { line(level + 1, "join: \(ValueText.text(value.join))") }
      if let result = value.result { line(level + 1, "result: \(ValueText.text(result))") }
    case .repeat(let count, let steps):
      line(level, "- repeat: \(ValueText.text(count))")
      line(level + 1, "steps:")
      self.steps(steps, level: level + 2)
    case .maybe(let chance, let steps):
      line(level, "- maybe: \(ValueText.percent(chance))")
      nested(steps, level: level + 1)
    case .choose(let branches):
      line(level, "- choose:")
      for branch in branches {
        line(level + 2, "- weight: \(ValueText.number(branch.weight))")
        line(level + 3, "steps:")
        self.steps(branch.steps, level: level + 4)
      }
    case .wait(let duration): line(level, "- wait: \(ValueText.text(duration))")
    }
  }

  /// The steps of a step; a single short one stands beside their key where room is dear.
  private mutating func nested(_ steps: [Step], level: Int) {
    let start = lines.count
    self.steps(steps, level: level + 1)
    guard !isSpaced, lines.count == start + 1, let only = lines.popLast() else {
      return lines.insert(String(repeating: "  ", count: level) + "steps:", at: start)
    }
    line(level, "steps: [{\(only.drop { $0 == " " || $0 == "-" })}]")
  }

  private func choice(_ choice: Step.Choice, _ name: (Int) -> String) -> String {
    switch choice {
    case .each(let indices):
      indices.count == 1
        ? name(indices[0]) : "[\(indices.map(name).joined(separator: ", "))]"
    case .weighted(let options):
      "{"
        + options.map { "\(name($0.index)): \(ValueText.number($0.weight))" }
        .joined(separator: ", ") + "}"
    }
  }

  private mutating func options(_ count: Distribution, _ join: Step.Join, _ level: Int) {
    if count.form != .constant(1) { line(level + 1, "count: \(ValueText.text(count))") }
    if join != .all { line(level + 1, "join: \(ValueText.text(join))") }
  }

  private mutating func trafficClass(_ value: TrafficClass, fileModel: String?) {
    var parts = [
      "agent: \(workload.agents[value.agent].name)",
      "sessions: {\(ValueText.text(value.arrivals))}",
    ]
    if let tenants = value.tenants { parts.append("tenants: \(ValueText.text(tenants))") }
    if let model = value.model, model != fileModel { parts.append("model: \(model)") }
    if value.priority != .normal { parts.append("priority: \(value.priority.rawValue)") }
    if let deadline = value.deadline {
      parts.append("deadline: \(ValueText.duration(deadline))")
    }
    if !value.slo.isEmpty {
      let bounds = value.slo.map { bound in
        let value =
          bound.metric.unit == .rate
          ? ValueText.rate(bound.value) : ValueText.duration(Nanoseconds(bound.value))
        return "\(bound.metric.rawValue): \(value)"
      }
      parts.append("slo: {\(bounds.joined(separator: ", "))}")
    }
    guard isSpaced else {
      return line(1, "\(value.name): {\(parts.joined(separator: ", "))}")
    }
    line(1, "\(value.name):")
    for part in parts { line(2, part) }
  }
}
