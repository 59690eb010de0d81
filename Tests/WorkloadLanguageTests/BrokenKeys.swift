/// Keys that are unknown, missing or misplaced (B1xx).
enum BrokenKeys {
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
