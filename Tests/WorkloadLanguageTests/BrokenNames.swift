/// Names, imports, `extends`, variables and `--set` (B3xx).
enum BrokenNames {
  private static let fragment = """
    workload: lib
    agents:
      helper: {input: 10, steps: [{generate: 5}]}
    """

  private static let service =
    fragment + """

      traffic:
        users: {agent: helper, sessions: {poisson: 1/s}}
      """

  private static func importing(_ reference: String, agent: String) -> String {
    """
    workload: ours
    model: gpt-oss-120b
    duration: 10m
    import: [\(reference)]
    traffic:
      users: {agent: \(agent), sessions: {poisson: 1/s}}
    """
  }

  private static let overridden = Broken.traffic("agent: coder\nsessions: {poisson: 1/s}")

  static let cases = [
    Broken("a misspelt agent is not reported again as unused", "B301") {
      Broken.traffic("agent: 1️⃣codr\nsessions: {poisson: 1/s}")
    },
    Broken("a tool where an agent is expected", "B301") {
      Broken.steps("- generate: 5\n- spawn: 1️⃣search")
    },
    Broken("an unknown tool", "B301") {
      Broken.steps("- call: search\n- call: [1️⃣serach, fetch]\n- generate: 5")
    },
    Broken("an unknown variable", "B301") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1️⃣$rush}")
    },
    Broken("an unknown model", "B301") {
      Broken.agent("model: 1️⃣gpt-oss-120\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("an unknown name of an import", "B301", files: ["lib.yaml": fragment]) {
      importing("lib.yaml", agent: "1️⃣lib.helpr")
    },
    Broken("an unknown tenant", "B301") { Broken.asserting("p99 ttft of tenant 1️⃣acme < 1s") },
    Broken("an assertion about a class of an import", "B301", files: ["lib.yaml": service]) {
      "import: [lib.yaml]\n" + Broken.asserting("p99 ttft of 1️⃣lib.users < 1s")
    },
    Broken("a tool that is never called", "B302") {
      Broken.steps("- generate: 5").split(separator: "agents:").joined(
        separator: "tools:\n  1️⃣edit: {latency: 1s, result: 0}\nagents:")
    },
    Broken("an import that is never used", "B302", files: ["lib.yaml": fragment]) {
      "import: [1️⃣lib.yaml]\n" + Broken.traffic("agent: coder\nsessions: {poisson: 1/s}")
    },
    Broken("a shipped workload that is none", "B303") {
      importing("1️⃣chta", agent: "chat.assistant")
    },
    Broken("a file that is not there", "B303") {
      "import: [1️⃣our/lib.yaml]\n" + Broken.traffic("agent: coder\nsessions: {poisson: 1/s}")
    },
    Broken("a circle of extends", "B304") {
      """
      workload: ours
      model: gpt-oss-120b
      duration: 10m
      agents:
        free: {extends: 1️⃣paid}
        paid: {extends: free}
      traffic:
        users: {agent: free, sessions: {poisson: 1/s}}
      """
    },
    Broken(
      "a circle of imports", "B304", files: ["ours.yaml": "workload: ours\nimport: [ours.yaml]\n"]
    ) { "import: [1️⃣ours.yaml]\n" + Broken.traffic("agent: coder\nsessions: {poisson: 1/s}") },
    Broken("none for a required key", "B305") {
      """
      workload: ours
      model: gpt-oss-120b
      duration: 10m
      agents:
        free: {input: 10, steps: [{generate: 5}]}
        paid: {extends: free, steps: 1️⃣none}
      traffic:
        users: {agent: paid, sessions: {poisson: 1/s}}
      """
    },
    Broken("none without extends", "B305") {
      Broken.agent("input: 10\ncompact: 1️⃣none\nsteps: [{generate: 5}]")
    },
    Broken(
      "an override of nothing", "B306", overrides: ["traffic.usrs.deadline=3m"]
    ) { overridden }.marking(column: 9),
    Broken("an override without a value", "B104", overrides: ["agents.coder.turns="]) {
      overridden
    }.marking(column: 1),
    Broken(
      "an override of an item that is not there", "B306",
      overrides: ["agents.coder.steps.9=5"]
    ) { overridden }.marking(column: 20),
    Broken("an import written twice", "B006", files: ["lib.yaml": fragment]) {
      importing("lib.yaml, 1️⃣lib.yaml", agent: "lib.helper")
    },
    Broken("an override of the wrong type", "B205", overrides: ["duration=soon"]) { overridden }
      .marking(column: 10),
  ]
}
