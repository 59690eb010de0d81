/// Agents and their steps (B4xx).
enum BrokenAgents {
  private static let helper = "  helper:\n    input: 10\n    steps: [{generate: 5}]\n"

  static let cases = [
    Broken("a circle of spawns", "B401") {
      Broken.steps(
        "- generate: 5\n- spawn: helper",
        more: "  helper:\n    input: 10\n    steps: [{generate: 5}, {spawn: 1️⃣coder}]\n")
    },
    Broken("two verbs in one step", "B402") {
      Broken.steps("- call: search\n  1️⃣generate: 5")
    },
    Broken("no verb in a step", "B402") { Broken.steps("- generate: 5\n- 1️⃣temperature: 3") },
    Broken("a choice of one", "B402") {
      Broken.steps("- 1️⃣choose:\n    - weight: 1\n      steps: [{generate: 5}]")
    },
    Broken("a spawned agent with a user", "B403") {
      Broken.steps(
        "- generate: 5\n- spawn: 1️⃣helper",
        more: "  helper:\n    input: 10\n    turns: 3\n    think: 1s\n    steps: [{generate: 5}]\n")
    },
    Broken("nothing between turns", "B404") {
      Broken.agent("input: 10\n1️⃣turns: {mean: 4}\nsteps: [{generate: 5}]")
    },
    Broken("lateness that reaches a prompt", "B405") {
      Broken.agent(
        "input: 10\nturns: 4\nevery: 3s\nwhen-late: 1️⃣cancel\nsteps: [{generate: 5}]")
    },
    Broken("an agent without a request", "B406") {
      Broken.steps("- call: search").split(separator: "  coder:").joined(separator: "  1️⃣coder:")
    },
    Broken("a summary larger than the prompt", "B407") {
      Broken.agent(
        "input: 10\ncompact: {above: 160k, to: 1️⃣{p50: 20k, p99: 200k}}\nsteps: [{generate: 5}]")
    },
    Broken("a prompt too large for its model", "B408") {
      Broken.agent("input: 140k\nsteps: [{generate: 5}]").split(separator: "  coder:").joined(
        separator: "  1️⃣coder:")
    },
    Broken("an output too large for its model", "B408") {
      Broken.steps("- generate: 5\n- generate: 1️⃣200k")
    },
    Broken("an output that does not fit beside the prompt", "B408") {
      Broken.agent(
        "input: 90k\nsteps:\n  - choose:\n    - {weight: 1, steps: [{generate: 5}]}\n"
          + "    - {weight: 1, steps: [{generate: 1️⃣30k, reasoning: 20k}]}")
    },
    Broken("a range of a summary larger than the prompt", "B407") {
      Broken.agent(
        "input: 10\ncompact: {above: 60k, to: 1️⃣10k..80k}\nsteps: [{generate: 5}]")
    },
    Broken("an order that defeats the cache", "B409") {
      Broken.agent("context: [document, 1️⃣system]\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("a session that explodes", "B410") {
      Broken.agent(
        "input: 10\n1️⃣steps:\n  - repeat: 1k\n    steps:\n      - repeat: 1.2k\n"
          + "        steps: [{generate: 5}]")
    },
  ]
}
