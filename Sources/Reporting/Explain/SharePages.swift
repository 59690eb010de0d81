extension Glossary {
  /// Metrics with one value for a class.
  static let sharePages = [
    Page(
      "goodput", aliases: ["good requests/s"], unit: "share of requests; also per second",
      "Requests that finished, met every bound of their class, and whose turn and session met "
        + "theirs. The share is of those finished or refused; a class without bounds asks only "
        + "that they finish.",
      notes: [
        "Requests cancelled because the next turn came count as not good: they were late. Others "
          + "that were cancelled are left out: nobody needs them. Beside the share stand good "
          + "requests per second and their output tokens per second, over the measured window."
      ],
      elsewhere: [
        ("AIPerf, GenAI-Perf", "good requests per second; failed ones are in the denominator"),
        ("vLLM", "good requests / duration of the run"),
        ("inference-perf", "requests and tokens that met constraints, and their share"),
        ("BLIS", "per SLO class, all or nothing"),
      ]),
    Page(
      "refused", unit: "share of requests",
      "Could never be served, being larger than an engine's cache; its session ends there."),
    Page(
      "cancelled", unit: "share of requests",
      "Sent and then stopped: a lost race, an interruption, or lateness."),
    Page(
      "cache-hit",
      aliases: [
        "cacheHit", "prefix-cache", "with infinite cache", "hitTokens", "hitBlocks", "idealTokens",
        "idealBlocks",
      ],
      unit: "share of prompt tokens",
      "Prompt tokens reused at first admission / prompt tokens, over everything; beside it the "
        + "ideal with an infinite cache.",
      notes: [
        "Of a class, agent or tenant it covers finished requests.",
        "hitBlocks and idealBlocks count whole blocks instead of tokens.",
      ],
      elsewhere: [
        ("inference-perf", "kv_cache_hit_percent, as the server counts it"),
        ("AIPerf", "the theoretical hit of a trace: the ideal here"),
      ]),
    Page(
      "from-copies", aliases: ["reloaded"], unit: "share of prompt blocks",
      "Prompt blocks that came back from host memory or from the DRAM of LPX racks, being no "
        + "longer in the engine's own cache; part of the cache hit.",
      notes: ["What the way back takes is `reload`."],
      elsewhere: [("LMCache", "retrieved tokens"), ("Dynamo KVBM", "onboarded blocks")]),
    Page(
      "deadline-misses", aliases: ["deadlineMisses"], unit: "share of sessions with a deadline",
      "Sessions that weren't over within the deadline of their class after they started; those "
        + "cut short count as missed.",
      elsewhere: [("Etalon", "share of tokens, not of sessions, later than their deadline")]),
    Page(
      "underruns", unit: "share of spoken turns",
      "Spoken answers that ran out of sound before they ended: a token's sound was not there when "
        + "that of the token before it had been played.",
      notes: [
        "Of an answer that was interrupted, what was heard counts. How long it was quiet is "
          + "`silence`."
      ],
      elsewhere: [
        ("Etalon", "fluidity index: share of tokens, not of answers, that keep a running deadline")
      ]),
    Page(
      "request-rate", aliases: ["requestRate", "throughput"], unit: "requests/s",
      "Requests that finished in the measured window, per second of it.",
      elsewhere: [
        ("vLLM, GuideLLM, inference-perf", "finished requests / time until the last one ended")
      ]),
    Page(
      "session-rate", aliases: ["sessionRate"], unit: "sessions/s",
      "Sessions that ended in the measured window, per second of it."),
    Page(
      "token-rate", aliases: ["tokenRate", "tokens/s"], unit: "output tokens/s",
      "Output tokens of requests that finished in the measured window, per second of it.",
      elsewhere: [
        ("vLLM, GuideLLM, inference-perf", "output tokens / time until the last request ended"),
        ("AIPerf", "end-to-end throughput of a request: output tokens / its latency"),
      ]),
    Page(
      "spilled", unit: "requests of a pool",
      "Came to a decode path since their own was full, with `latency-tiered`."),
  ]

  /// Metrics of the platform as a whole.
  static let platformPages = [
    Page(
      "tps-per-mw",
      aliases: [
        "tps/mw", "tokens/s/mw", "outputTokensPerSecondPerMegawatt",
        "totalTokensPerSecondPerMegawatt",
      ], unit: "tokens/s/MW",
      "Output tokens of requests that finished in the measured window, per second of it and per "
        + "megawatt at the meter, over all racks of the platform, idle ones too.",
      notes: ["totalTokensPerSecondPerMegawatt counts prompt tokens too."],
      elsewhere: [
        (
          "NVIDIA",
          "output tokens/s at a stated speed / power of the whole deployment; what the "
            + "building adds isn't stated"
        )
      ]),
    Page(
      "busy", aliases: ["utilization", "busy aggregated", "busy prefill", "busy decode"],
      unit: "share of the measured window",
      "Time that an engine was in a step, mean over the engines of a role.",
      notes: ["A step with one sequence counts like a full one, so that busy is not full."]),
    Page(
      "joules-per-token", aliases: ["j/token", "joulesPerOutputToken", "watts"], unit: "J",
      "Power of all racks / output tokens per second, over the measured window.",
      elsewhere: [("AIPerf", "measured power of the GPUs alone")]),
    Page(
      "revenue-per-mwh", aliases: ["revenue", "revenue $/mwh", "revenuePerMegawattHour"],
      unit: "$ per MWh",
      "What the output of requests that finished in the measured window is sold for, per hour and "
        + "megawatt of all racks.",
      notes: [
        "Each request's output tokens earn the price of the fastest tier whose speed its own "
          + "1 / TPOT reaches; below all tiers, and for answers of one token, nothing. `prices` "
          + "of the catalog has the tiers; a platform file can write its own.",
        "The published tiers are each of a model and a context too; here only speed counts, so a "
          + "small model that is fast earns what a large one would.",
      ]),
    Page(
      "dollars-per-mtok", aliases: ["$/mtok", "dollarsPerMillionOutputTokens"],
      unit: "$ per million output tokens",
      "Price of the platform / output tokens, over the measured window; none unless the "
        + "platform states a price.",
      elsewhere: [
        ("others", "price of a GPU and hour / what it generates in an hour")
      ]),
  ]
}
