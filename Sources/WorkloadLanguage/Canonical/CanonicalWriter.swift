import Domain

/// Writes a workload's canonical text; every value is written, also those left at their defaults.
struct CanonicalWriter {
  let workload: Workload

  func write(to json: inout JSONWriter) {
    json.object { json in
      json.field("workload", workload.name)
      json.field("duration", workload.duration)
      json.field("warmUp", workload.warmUp)
      json.array("contexts") { list in
        for context in workload.contexts.sorted(by: { key($0) < key($1) }) {
          list.object { write(context, to: &$0) }
        }
      }
      json.array("tools") { list in
        for tool in workload.tools.sorted(by: { key($0) < key($1) }) {
          list.object { write(tool, to: &$0) }
        }
      }
      json.array("agents") { list in
        for agent in workload.agents.sorted(by: { key($0) < key($1) }) {
          list.object { write(agent, to: &$0) }
        }
      }
      json.array("classes") { list in
        for item in workload.classes.sorted(by: { $0.name < $1.name }) {
          list.object { write(item, to: &$0) }
        }
      }
    }
  }

  private func key(_ context: ContextDefinition) -> String { "\(context.workload).\(context.name)" }
  private func key(_ tool: Tool) -> String { "\(tool.workload).\(tool.name)" }
  private func key(_ agent: Agent) -> String { "\(agent.workload).\(agent.name)" }

  private func write(_ context: ContextDefinition, to json: inout JSONWriter) {
    json.field("name", key(context))
    json.distribution("tokens", context.tokens)
    json.field("sharedBy", context.sharedBy.rawValue)
    json.population("copies", context.copies)
  }

  private func write(_ tool: Tool, to json: inout JSONWriter) {
    json.field("name", key(tool))
    json.distribution("latency", tool.latency)
    json.distribution("result", tool.result)
    json.field("fails", tool.fails)
    json.field("timeout", tool.timeout)
    json.field("retries", tool.retries)
    json.field("backoff", tool.backoff)
    json.field("parallel", tool.parallel)
  }

  private func write(_ agent: Agent, to json: inout JSONWriter) {
    json.field("name", key(agent))
    json.field("model", agent.model)
    json.array("context") { list in
      for index in agent.contexts { list.element(key(workload.contexts[index])) }
    }
    json.distribution("input", agent.input)
    json.array("steps") { write(agent.steps, to: &$0) }
    json.distribution("turns", agent.turns)
    json.distribution("think", agent.think)
    json.distribution("every", agent.every)
    json.field("whenLate", agent.whenLate.rawValue)
    json.field("history", agent.history)
    if let compaction = agent.compaction {
      json.field("compactAbove", compaction.above)
      json.distribution("compactTo", compaction.to)
    }
    guard let voice = agent.voice else { return }
    json.object("voice") { json in
      json.field("pace", voice.pace)
      json.distribution("synthesis", voice.synthesis)
      json.distribution("recognition", voice.recognition)
      json.distribution("endpointing", voice.endpointing)
      json.field("firstChunk", voice.firstChunk)
      json.field("bargeInChance", voice.bargeIn?.chance)
      json.distribution("bargeInAfter", voice.bargeIn?.after)
    }
  }

  private func write(_ steps: [Step], to list: inout JSONWriter) {
    for step in steps { list.object { write(step, to: &$0) } }
  }

  private func write(_ step: Step, to json: inout JSONWriter) {
    switch step {
    case .generate(let generate):
      json.distribution("generate", generate.visible)
      json.distribution("reasoning", generate.reasoning)
      json.field("model", generate.model)
    case .call(let call):
      json.choice("call", call.tools) { key(workload.tools[$0]) }
      json.distribution("count", call.count)
      json.join(call.join)
    case .spawn(let spawn):
      json.choice("spawn", spawn.agents) { key(workload.agents[$0]) }
      json.distribution("count", spawn.count)
      json.join(spawn.join)
      json.distribution("input", spawn.input)
      json.distribution("result", spawn.result)
    case .fork(let fork):
      json.distribution("fork", fork.branches)
      json.array("steps") { write(fork.steps, to: &$0) }
      json.join(fork.join)
      json.distribution("result", fork.result)
    case .repeat(let count, let steps):
      json.distribution("repeat", count)
      json.array("steps") { write(steps, to: &$0) }
    case .maybe(let chance, let steps):
      json.field("maybe", chance)
      json.array("steps") { write(steps, to: &$0) }
    case .choose(let branches):
      json.array("choose") { list in
        for branch in branches {
          list.object { json in
            json.field("weight", branch.weight)
            json.array("steps") { write(branch.steps, to: &$0) }
          }
        }
      }
    case .wait(let duration): json.distribution("wait", duration)
    }
  }

  private func write(_ item: TrafficClass, to json: inout JSONWriter) {
    json.field("name", item.name)
    json.field("agent", key(workload.agents[item.agent]))
    json.object("sessions") { $0.arrivals(item.arrivals) }
    json.population("tenants", item.tenants)
    json.field("model", item.model)
    json.field("priority", item.priority.rawValue)
    json.field("deadline", item.deadline)
    json.object("slo") { json in
      for bound in item.slo.sorted(by: { $0.metric.rawValue < $1.metric.rawValue }) {
        json.field(bound.metric.rawValue, bound.value)
      }
    }
  }
}
