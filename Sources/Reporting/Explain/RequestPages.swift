extension Glossary {
  /// Metrics with a value per request or per gap between tokens.
  static let requestPages = [
    Page(
      "ttft", aliases: ["time-to-first-token"], unit: "duration, per request",
      "First output token − the moment the request could be sent, so waiting in queues counts.",
      notes: ["A request without output has none; a bound on it is then met."],
      elsewhere: [
        ("AIPerf, GenAI-Perf, vLLM, GuideLLM", "first content chunk − request start"),
        ("BLIS, LLMServingSim, Etalon", "first token − arrival, as here"),
      ]),
    Page(
      "itl", aliases: ["inter-token-latency", "tbt"], unit: "duration, per gap",
      "Every gap between consecutive tokens of one request, all gaps of all requests pooled.",
      notes: [
        "Of tokens that one verify step yields together, the first carries the gap, the others 0.",
        "Pooled gaps are kept in a histogram: percentiles are at most 0.1 % low. "
          + "By tenant for the first 64 that appear (of each cell, with --cells).",
        "p99 of pooled gaps isn't p99 of per-request means (tpot): a stall of one token in a "
          + "thousand shows here and vanishes there.",
      ],
      elsewhere: [
        ("vLLM, SGLang, inference-perf", "each gap, as here"),
        ("AIPerf, BLIS", "mean per request, which is tpot here"),
        ("GenAI-Perf", "gap / tokens in the later chunk"),
        ("GuideLLM", "mean of a request's gaps without the first"),
        ("LLMPerf", "end-to-end time / output tokens, TTFT included"),
        ("Etalon", "called TBT: each gap"),
      ]),
    Page(
      "step-gap", aliases: ["stepGap", "step gap"], unit: "duration, per gap",
      "Every gap between the moments at which a request's tokens come: itl without the gaps of 0 "
        + "between tokens of one verify step. Shown where there are such.",
      notes: ["What a reader sees of a stream that comes in small bursts."],
      elsewhere: [("AIPerf", "inter-chunk latency: each gap between chunks")]),
    Page(
      "tpot", aliases: ["time-per-output-token"], unit: "duration, per request",
      "(last token − first token) / (output tokens − 1).",
      notes: ["A request with fewer than two tokens has none; a bound on it is then met."],
      elsewhere: [
        ("vLLM, SGLang, inference-perf", "(latency − TTFT) / (tokens − 1), as here"),
        ("GuideLLM", "end-to-end time / tokens, first token included: long outputs look better"),
        ("inference-perf NTPOT", "end-to-end time / tokens"),
        ("LLMServingSim", "whole nanoseconds, 0 for one token"),
      ]),
    Page(
      "tps-per-user", aliases: ["tpsPerUser", "tps/user", "interactivity"],
      unit: "tokens/s, per request",
      "1 / TPOT: the speed at which one user sees tokens come. Its bad tail is p1.",
      elsewhere: [
        ("AIPerf", "1 / its ITL, the same"),
        ("GenAI-Perf", "tokens without the first / generation time, the same"),
        ("InferenceX", "1 / a percentile of end-to-end time per token: TTFT is mixed in"),
      ]),
    Page(
      "stall", unit: "duration, per request",
      "A request's largest gap between tokens: the longest that its reader saw it stand still.",
      elsewhere: [
        ("Etalon", "fluidity index: share of tokens within a running deadline")
      ]),
    Page(
      "e2e", aliases: ["end-to-end", "latency", "request-latency"], unit: "duration, per request",
      "Last token − the moment the request could be sent; without output, the end of prefill.",
      elsewhere: [("most tools", "last token − request start, at the client")]),
  ]
}
