import Domain

/// The shipped workloads that most of the tests use, as values.
enum Samples {
  static var all: [Workload] { [chat, codingAssistant, toolAgent] }

  private static func context(
    _ file: String, _ name: String, _ tokens: Distribution,
    _ sharedBy: ContextDefinition.Sharing, copies: Population = .equal(1)
  ) -> ContextDefinition {
    ContextDefinition(
      workload: file, name: name, tokens: tokens, sharedBy: sharedBy, copies: copies)
  }

  static let chat: Workload = {
    let upload = Distribution(
      .mixture([
        .init(weight: 70, distribution: tokens(0)),
        .init(weight: 30, distribution: tokens(p50: 6000, p99: 60_000)),
      ]), quantity: .tokens)
    let assistant = Agent(
      workload: "chat", name: "assistant", contexts: [0, 1, 2],
      input: tokens(p50: 45, p99: 2000),
      steps: [
        .choose([
          .init(weight: 4, steps: [generate(tokens(p50: 340, p99: 1100, max: 2000))]),
          .init(
            weight: 1,
            steps: [
              generate(
                tokens(p50: 420, p99: 1400, max: 3000), reasoning: tokens(p50: 900, p99: 9000))
            ]),
        ])
      ], turns: count(mean: 4.5, max: 60), think: seconds(p50: 25, p99: 360))
    return Workload(
      name: "chat", duration: 1200 * .second, warmUp: 120 * .second,
      contexts: [
        context("chat", "system", tokens(1800), .everyone),
        context("chat", "persona", tokens(p50: 400, p99: 3000), .tenant),
        context("chat", "upload", upload, .session),
      ], agents: [assistant],
      classes: [
        TrafficClass(
          name: "users", agent: 0, arrivals: Arrivals(.poisson(.constant(4))),
          tenants: .zipf(count: 50, exponent: 1), model: "gpt-oss-120b",
          slo: [.init(metric: .ttft, value: 1e9), .init(metric: .tpot, value: 2e7)])
      ])
  }()

  static let codingAssistant: Workload = {
    let coder = Agent(
      workload: "coding-assistant", name: "coder", contexts: [0, 1],
      input: tokens(p50: 250, p99: 3000),
      steps: [
        generate(tokens(p50: 180, p99: 1500), reasoning: tokens(p50: 400, p99: 5000)),
        .repeat(
          count: count(mean: 9, max: 60),
          steps: [
            call(weights: [5, 3, 1], count: count(p50: 1, p99: 4)),
            generate(tokens(p50: 150, p99: 1800)),
          ]),
        .maybe(
          chance: 0.3,
          steps: [spawn(1, count: count(1...3)), generate(tokens(p50: 250, p99: 1200))]),
        generate(tokens(p50: 300, p99: 1000)),
      ], turns: count(mean: 6, max: 40), think: seconds(p50: 20, p99: 300),
      compaction: .init(above: 120_000, to: tokens(p50: 4000, p99: 12_000)))
    let reviewer = Agent(
      workload: "coding-assistant", name: "reviewer", contexts: [0, 1],
      input: tokens(p50: 4000, p99: 30_000), steps: [generate(tokens(p50: 400, p99: 2000))])
    let tenants = Population.zipf(count: 40, exponent: 1)
    return Workload(
      name: "coding-assistant", duration: 1200 * .second, warmUp: 180 * .second,
      contexts: [
        context("coding-assistant", "system", tokens(12_000), .everyone),
        context(
          "coding-assistant", "repository", tokens(p50: 18_000, p99: 120_000), .everyone,
          copies: .zipf(count: 400, exponent: 1)),
      ],
      tools: [
        tool("search", latency: seconds(p50: 0.08, p99: 0.9), result: tokens(p50: 700, p99: 9000)),
        tool("edit", latency: seconds(0.03), result: tokens(120)),
        tool(
          "run-tests", latency: seconds(p50: 14, p99: 180),
          result: tokens(p50: 1200, p99: 12_000), fails: 0.08, timeout: 300 * .second, retries: 1),
      ], agents: [coder, reviewer],
      classes: [
        TrafficClass(
          name: "interactive", agent: 0, arrivals: Arrivals(.poisson(.constant(0.5))),
          tenants: tenants, model: "deepseek-r1"),
        TrafficClass(
          name: "overnight", agent: 0, arrivals: Arrivals(.concurrency(64), over: 60 * .second),
          tenants: tenants, model: "deepseek-r1", priority: .batch, deadline: 21_600 * .second),
      ])
  }()

  static let toolAgent: Workload = {
    let ledgerLatency = Distribution(
      .mixture([
        .init(weight: 97, distribution: seconds(p50: 0.2, p99: 0.9)),
        .init(weight: 3, distribution: Distribution(.uniform(20e9, 60e9), quantity: .duration)),
      ]), quantity: .duration)
    let support = Agent(
      workload: "tool-agent", name: "support", contexts: [0, 1], input: tokens(p50: 60, p99: 900),
      steps: [
        generate(tokens(p50: 70, p99: 400)),
        .repeat(
          count: count(mean: 4, max: 25),
          steps: [
            call(weights: [6, 3, 2], count: count(mean: 1.3, max: 6)),
            generate(tokens(p50: 80, p99: 700)),
          ]),
        .maybe(chance: 0.05, steps: [.wait(seconds(p50: 45, p99: 1200)), call([2])]),
        generate(tokens(p50: 220, p99: 900)),
      ], turns: count(mean: 2.4, max: 12), think: seconds(p50: 35, p99: 480))
    return Workload(
      name: "tool-agent", duration: 900 * .second, warmUp: 90 * .second,
      contexts: [
        context("tool-agent", "system", tokens(4200), .everyone),
        context("tool-agent", "policy", tokens(p50: 1500, p99: 6000), .tenant),
      ],
      tools: [
        tool("lookup", latency: seconds(p50: 0.12, p99: 1.5), result: tokens(p50: 350, p99: 3000)),
        tool(
          "search", latency: seconds(p50: 0.6, p99: 6), result: tokens(p50: 1400, p99: 8000),
          parallel: 4),
        tool(
          "ledger", latency: ledgerLatency, result: tokens(180), fails: 0.04,
          timeout: 8 * .second, retries: 3, backoff: 500 * .millisecond),
      ], agents: [support],
      classes: [
        TrafficClass(
          name: "support", agent: 0,
          arrivals: Arrivals(
            .gamma(.constant(6), cv: 3), clients: .zipf(count: 80, exponent: 1)),
          tenants: .zipf(count: 80, exponent: 1), model: "qwen3-235b-a22b")
      ])
  }()
}
