/// Keys that are unknown, missing or misplaced (B1xx).
enum BrokenKeys {
  /// A class of agent `b`, which extends `a` of these keys.
  private static func extending(_ own: String, of base: String) -> String {
    """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    agents:
      a: {input: 10, steps: [{generate: 5}], \(base)}
      b: {extends: a, \(own)}
    traffic:
      users: {agent: b, sessions: {poisson: 1/s}}
      others: {agent: a, sessions: {poisson: 1/s}}
    """
  }

  static let cases = [
    Broken("a misspelt key", "B101") { Broken.tool("{1️⃣lattency: 80ms, result: 0}") },
    Broken("one misspelt section is one diagnostic", "B101") {
      Broken.agent("input: 10\nsteps: [{generate: 5}]")
        .split(separator: "agents:").joined(separator: "1️⃣agnts:")
    },
    Broken("a key of nothing", "B101") {
      Broken.agent("input: 10\n1️⃣temperature: 3\nsteps: [{generate: 5}]")
    },
    Broken("a misspelt verb", "B101") { Broken.steps("- 1️⃣genrate: 5") },
    Broken("an option of another verb", "B101") {
      Broken.steps("- repeat: 3\n  1️⃣join: any\n  steps: [{generate: 5}]")
    },
    Broken("a required key is missing", "B102") {
      Broken.tool("{latency: 80ms}").split(separator: "  search: {").joined(
        separator: "  1️⃣search: {")
    },
    Broken("two required keys are missing", "B102", "B102") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\nagents:\n"
        + "  coder: {input: 10, steps: [{generate: 5}]}\ntraffic:\n  1️⃣2️⃣users: {priority: low}\n"
    },
    Broken("no model anywhere", "B102") {
      "1️⃣workload: ours\nduration: 10m\nagents:\n  coder: {input: 10, steps: [{generate: 5}]}\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("no duration", "B102") {
      "workload: ours\nmodel: gpt-oss-120b\nagents:\n  coder: {input: 10, steps: [{generate: 5}]}\n"
        + "1️⃣traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("no cv", "B102") { Broken.traffic("agent: coder\nsessions: {1️⃣gamma: 2/s}") },
    Broken("a mapping where a list is expected", "B103") {
      Broken.agent("input: 10\nsteps:\n  1️⃣generate: 5")
    },
    Broken("a value where a mapping is expected", "B103") {
      Broken.tool("1️⃣fast")
    },
    Broken("the whole file is one word", "B103") { "1️⃣hello\n" },
    Broken("a key without a value", "B104") {
      Broken.agent("input: 10\n1️⃣model:\nsteps: [{generate: 5}]")
    },
    Broken("a list item without a value", "B104") { Broken.steps("- generate: 5\n1️⃣-") },
    Broken("a number split at its comma", "B105") {
      Broken.tool("{latency: 80ms, result: 1,1️⃣200}")
    },
    Broken("no space after the colon", "B106") {
      Broken.tool("{latency: {1️⃣p50:80ms, p99: 1s}, result: 0}")
    },
    Broken("no space after the colon of a block key", "B106") {
      Broken.agent("turns: 4\n1️⃣think:20s\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("no space after the first colon of a mapping", "B106") {
      Broken.traffic("1️⃣agent:coder\nsessions: {poisson: 1/s}")
    },
    Broken("no space after any colon of a mapping", "B106") {
      Broken.traffic("1️⃣agent:coder\npriority:low")
    },
    Broken("no space after a colon at the top", "B106") {
      "workload: ours\nmodel: gpt-oss-120b\n1️⃣duration:10m\n"
    },
    Broken("no space before a mapping in braces", "B106") {
      Broken.traffic("agent: coder\n1️⃣sessions:{poisson: 1/s}")
    },
    Broken("no space before a mapping of two keys", "B106") {
      Broken.traffic("agent: coder\n1️⃣sessions:{poisson: 1/s, total: 4}")
    },
    Broken("no space after the colon of a step with an option", "B106") {
      Broken.steps("- generate: 5\n- 1️⃣call:search\n  count: 3")
    },
    Broken("a key in braces without its colon", "B104") {
      Broken.tool("{1️⃣latency 80ms, result: 0}")
    },
    Broken("agents that are not indented", "B104") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\n1️⃣agents:\n"
        + "coder: {input: 10, steps: [{generate: 5}]}\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("a distribution that is not indented", "B104") {
      Broken.agent(
        "1️⃣turns:\nmean: 6\nmax: 40\nthink: 3s\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("steps at the top of the file", "B101") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\nagents:\n"
        + "  coder:\n    input: 10\n1️⃣steps: [{generate: 5}]\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("steps beside their agent", "B101") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\nagents:\n"
        + "  coder:\n    input: 10\n  1️⃣steps: [{generate: 5}]\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("options below their verb", "B103") {
      Broken.steps(
        "- repeat:\n    1️⃣count: 3\n    steps: [{call: search}]\n- generate: 5")
    },
    Broken("a tool and its count in braces", "B103") {
      Broken.steps("- call: {1️⃣tool: search, count: 3}\n- generate: 5")
    },
    Broken("a count among the weights of tools", "B103") {
      Broken.steps("- call: {search: 1, fetch: 2, 1️⃣count: 3}\n- generate: 5")
    },
    Broken("branches that are steps", "B102", "B102") {
      Broken.steps(
        "- choose: [{weight: 3, 1️⃣generate: 3}, {weight: 1, 2️⃣call: search}]")
    },
    Broken("a call of nothing", "B104") { Broken.steps("- call: 1️⃣[]\n- generate: 5") },
    Broken("a spawn of nothing", "B104") { Broken.steps("- spawn: 1️⃣{}\n- generate: 5") },
    Broken("think beside every", "B107") {
      Broken.agent("input: 10\nturns: 4\nthink: 3s\n1️⃣every: 4s\nsteps: [{generate: 5}]")
    },
    Broken("history beside compact", "B107") {
      Broken.agent(
        "input: 10\nturns: 4\nthink: 3s\n1️⃣history: 2\ncompact: {above: 10k, to: 1k}\n"
          + "steps: [{generate: 5}]")
    },
    Broken("backoff without retries", "B108") {
      Broken.tool("{latency: 80ms, result: 0, fails: 3%, 1️⃣backoff: 1s}")
    },
    Broken("retries of what never fails", "B108") {
      Broken.tool("{latency: 80ms, result: 0, 1️⃣retries: 3}")
    },
    Broken("copies of a private context", "B108") {
      Broken.agent("context: [document]\ninput: 10\nsteps: [{generate: 5}]")
        .split(separator: "shared-by: session").joined(
          separator: "shared-by: session, 1️⃣one-of: 20")
    },
    Broken("when-late without every", "B108") {
      Broken.agent("input: 10\nturns: 4\nthink: 3s\n1️⃣when-late: wait\nsteps: [{generate: 5}]")
    },
    Broken("think without turns", "B108") {
      Broken.agent("input: 10\n1️⃣think: 3s\nsteps: [{generate: 5}]")
    },
    Broken("a copied key whose companion is dropped", "B108") {
      extending("turns: 1️⃣none", of: "turns: 4, think: 3s, history: 2")
    },
    Broken("a key that excludes a copied one", "B107") {
      extending("1️⃣every: 3s", of: "turns: 4, think: 3s")
    },
    Broken("a key that a copied one excludes", "B107") {
      extending("1️⃣think: 3s", of: "turns: 4, every: 3s")
    },
    Broken("turns copied without what comes between", "B404") {
      extending("think: 1️⃣none", of: "turns: 4, think: 3s")
    },
    Broken("a history that copied lateness does not allow", "B405") {
      extending("history: 1️⃣all", of: "turns: 4, every: 3s, when-late: cancel, history: 0")
    },
    Broken("retries copied by a tool that can't fail", "B108") {
      Broken.tool("{latency: 80ms, result: 0, fails: 3%, retries: 2}").replacing(
        "agents:", with: "  slow: {extends: search, fails: 1️⃣none}\nagents:"
      ).replacing("call: search", with: "call: [search, slow]")
    },
    Broken("copies of a context made private", "B108") {
      Broken.agent("context: [system, own]\ninput: 10\nsteps: [{generate: 5}]").replacing(
        "shared-by: everyone}",
        with: "shared-by: everyone, one-of: 4}\n  own: {extends: system, shared-by: 1️⃣session}")
    },
    Broken("retries of a chance of nothing", "B108") {
      Broken.tool("{latency: 80ms, result: 0, fails: 0%, 1️⃣retries: 3, backoff: 1s}")
    },
    Broken("a backoff of no retries", "B108") {
      Broken.tool("{latency: 80ms, result: 0, fails: 3%, retries: 0, 1️⃣backoff: 1s}")
    },
    Broken("results of branches that nobody waits for", "B108") {
      Broken.steps(
        "- fork: 2\n  join: never\n  1️⃣result: 5\n  steps: [{generate: 3}]\n- generate: 5")
    },
    Broken("results of agents that nobody waits for", "B108") {
      Broken.steps(
        "- generate: 5\n- spawn: helper\n  1️⃣result: 5\n  join: never",
        more: "  helper: {input: 10, steps: [{generate: 5}]}\n")
    },
    Broken("a compaction beyond the window", "B108") {
      Broken.agent("input: 10\ncompact: {above: 1️⃣200k, to: 1k}\nsteps: [{generate: 5}]")
    },
    Broken("spikes of a closed class", "B108") {
      Broken.traffic(
        "agent: coder\nsessions: {concurrency: 4, 1️⃣spikes: [{at: 1m, for: 1m, times: 2}]}")
    },
    Broken("names that are none", "B109", "B109") {
      "workload: 1️⃣Our_Tests\nmodel: gpt-oss-120b\nduration: 10m\nagents:\n"
        + "  coder: {input: 10, steps: [{generate: 5}]}\ntraffic:\n"
        + "  2️⃣tenant: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
  ]
}
