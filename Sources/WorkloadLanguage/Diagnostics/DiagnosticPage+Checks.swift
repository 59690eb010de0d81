extension DiagnosticPage {
  static let agents = [
    DiagnosticPage(
      .spawnCircle, "a circle of spawns",
      "Agents that spawn each other would never end; recursion is not part of the language.",
      example: "planner: … - spawn: researcher\nresearcher: … - spawn: planner",
      fix: "planner: … - spawn: researcher\nresearcher: … - spawn: reader"),
    DiagnosticPage(
      .notOneVerb, "not exactly one verb, or a choice of one",
      "A step does one thing, in the order of the list. `choose` needs two branches.",
      example: "- call: search\n  generate: 300", fix: "- call: search\n- generate: 300"),
    DiagnosticPage(
      .spawnedAgentHasUser, "a spawned agent has a user",
      "`turns`, `think`, `every`, `history` and `voice` are about a user at the other end; "
        + "a spawned agent has none.",
      example: "- spawn: receptionist   # which has `turns`",
      fix: "- spawn: clerk           # which has none"),
    DiagnosticPage(
      .nothingBetweenTurns, "nothing between turns",
      "With several turns, something has to say when the next one comes: `think` after the "
        + "last answer, or `every` on a clock of its own.",
      example: "turns: {mean: 6}", fix: "turns: {mean: 6}\nthink: {p50: 20s, p99: 5m}"),
    DiagnosticPage(
      .latenessReachesPrompt, "lateness would reach a prompt",
      "When late turns are cancelled or overlap, what they said depends on the backend's "
        + "speed. No prompt may, or two policies would see different work.",
      example: "every: 3s\nwhen-late: cancel", fix: "every: 3s\nwhen-late: cancel\nhistory: 0"),
    DiagnosticPage(
      .noRequest, "no request",
      "An agent without a `generate` puts no work on the system.",
      example: "steps: [{call: fetch}]", fix: "steps: [{call: fetch}, {generate: 300}]"),
    DiagnosticPage(
      .compactionGrows, "compaction grows",
      "The summary has to be smaller than the prompt that it replaces.",
      example: "compact: {above: 160k, to: 200k}", fix: "compact: {above: 160k, to: 8k}"),
    DiagnosticPage(
      .tooLargeForModel, "too large for the model",
      "Already the first prompt of a median session exceeds the model's window, or a median output "
        + "does not fit beside it.",
      example: "model: gpt-oss-120b\n… tokens: 140k", fix: "model: gpt-oss-120b\n… tokens: 90k"),
    DiagnosticPage(
      .orderDefeatsCache, "an order that defeats the cache",
      "Prompts share their common beginning and nothing else. What many share stands before "
        + "what few do.",
      example: "context: [document, system]", fix: "context: [system, document]"),
    DiagnosticPage(
      .explodes, "a session of very many requests",
      "Nested repeats, forks and spawns multiply. The number multiplies their 99th percentiles.",
      example: "- repeat: {mean: 100}\n  steps: [{fork: 1k, steps: …}]",
      fix: "- repeat: {mean: 100, max: 200}\n  steps: [{fork: 4, steps: …}]"),
  ]

  static let traffic = [
    DiagnosticPage(
      .notOneProcess, "not exactly one process",
      "`sessions` names one of `poisson`, `gamma`, `weibull`, `steady`, `at-once`, "
        + "`concurrency` and `schedule`. Two kinds of users are two classes.",
      example: "sessions: {poisson: 1/s, concurrency: 4}", fix: "sessions: {poisson: 1/s}"),
    DiagnosticPage(
      .classNeverStarts, "a class that never starts",
      "Sessions start in [0, `duration`); this class begins later, or its schedule or rate brings "
        + "none before the end.",
      example: "duration: 20m\n… start: 30m", fix: "duration: 40m\n… start: 30m"),
    DiagnosticPage(
      .curveBeyondEnd, "a curve or spike beyond the end",
      "What a rate does after the class has stopped starting sessions has no effect, and slots "
        + "that would open then stay closed.",
      example: "duration: 20m\n… spikes: [{at: 22m, for: 1m, times: 3}]",
      fix: "duration: 20m\n… spikes: [{at: 12m, for: 1m, times: 3}]"),
    DiagnosticPage(
      .metricNotMeasured, "a metric that is not measured here",
      "`silence` and `underruns` exist for spoken turns, `deadline-misses` for classes with "
        + "a deadline. Turns and sessions are not an agent's, `itl` is told apart for "
        + "at most 64 tenants, and of a trace it is not kept by session.",
      example: "slo: {silence: 0s}   # of an agent without `voice`", fix: "slo: {response: 1.5s}"),
  ]

  static let assertions = [
    DiagnosticPage(
      .assertionSyntax, "an assertion that does not parse",
      "An assertion reads: statistic, metric, perhaps `of` and a class, `agent` or "
        + "`tenant`, a comparison, a bound. There is no `==`: a measured number is never equal.",
      example: "- p99 ttft of users under 800ms", fix: "- p99 ttft of users < 800ms"),
    DiagnosticPage(
      .statisticMismatch, "a statistic that is missing, or one too many",
      "Metrics with a value for each request, turn or session need `mean`, `max` or a "
        + "percentile; the others have a single value.",
      example: "- ttft of users < 800ms", fix: "- p99 ttft of users < 800ms"),
    DiagnosticPage(
      .goodTail, "the good tail",
      "For `tps-per-user` larger is better, so its bad end is `p1`. The other end holds in "
        + "almost any system.",
      example: "- p99 tps-per-user of users > 20/s", fix: "- p1 tps-per-user of users > 20/s"),
    DiagnosticPage(
      .tooFew, "too few to tell",
      "A percentile beyond the largest value is that value: one session decides. Of seeds, n can't "
        + "yield a p below 2/2ⁿ, so fewer than 8 show no difference.",
      example: "duration: 10m\n- p99.9 session of users < 60s",
      fix: "duration: 10m\n- p95 session of users < 60s"),
  ]

  static let experiments = [
    DiagnosticPage(
      .nothingToCompare, "nothing to compare with the baseline",
      "An experiment sets candidates against a baseline. An arm differs from itself by exactly "
        + "nothing, since both replay the same traces.",
      example: "arms: {today: gpu-disaggregated}\nbaseline: today",
      fix: "arms: {today: gpu-disaggregated, new: afd}\nbaseline: today"),
    DiagnosticPage(
      .armCannotCarry, "an arm that cannot carry the work",
      "Under this policy the platform can't hold the models that the workload asks for, or lacks "
        + "a pool that the policy places a phase on. The arithmetic stands in the message.",
      example: "workloads: [coding-assistant]\narms: {new: afd@vera-rubin-lpx}",
      fix: "workloads: [coding-assistant]\narms: {new: afd@vera-rubin-lpx-xl}"),
  ]
}
