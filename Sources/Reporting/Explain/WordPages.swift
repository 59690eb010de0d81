extension Glossary {
  /// Words that are no metric.
  static let wordPages = [
    Page(
      "measured-window", aliases: ["window", "warm-up"],
      "A request is measured if it could be sent between warm-up and the duration, a turn or "
        + "session if it started there. Sessions of an at-once class, and imported traces, are "
        + "measured whole. A run drains: every session ends.",
      notes: ["Latencies cover the window; counts, tokens and cache cover everything."]),
    Page(
      "percentile", aliases: ["p50", "p90", "p95", "p99", "p99.9", "nearest-rank"],
      "The smallest value that at least that share of values don't exceed (nearest rank), exact "
        + "over requests, turns and sessions.",
      elsewhere: [
        ("AIPerf", "interpolates between values"),
        ("tools with HDR histograms", "a bucket's edge"),
      ]),
    Page("request", aliases: ["requests"], "One model call."),
    Page(
      "preemptions",
      "Sequences put back into the queue since their engine had no block left for a token; what "
        + "they had is computed again.",
      notes: ["Swapped ones, told apart below them, keep it in host memory and get it back."]),
    Page(
      "swapped",
      "Preempted sequences whose KV went to host memory instead of being dropped, as `preemption: "
        + "swap` asks; it comes back over the host's link."),
    Page(
      "load", aliases: ["sent/s", "under way", "waiting", "arrived", "inFlight"],
      "Requests over the time of a replay: sent per second, sent and not finished, and of these "
        + "without a first token."),
    Page(
      "running", aliases: ["queued", "KV held", "kvUse", "poolLoad"],
      "What the engines of a pool have over the time of a replay: admitted sequences, those in "
        + "their queues, and the part of their KV that admitted ones hold.",
      notes: ["Cached blocks that no admitted sequence uses are not held."],
      elsewhere: [
        ("vLLM", "num_requests_running, num_requests_waiting, kv_cache_usage_perc"),
        ("SGLang", "#running-req, #queue-req, token usage"),
      ]),
    Page(
      "step", "What an agent does: generate, call tools, spawn, wait; turns are made of them."),
    Page("class", "A population of users with one agent, one SLO and one priority."),
    Page("tenant", "Who pays; tenants of a class are told apart in routing, caches and reports."),
    Page(
      "isl", aliases: ["osl", "input-tokens", "output-tokens", "inputTokens", "outputTokens"],
      "Input and output tokens."),
    Page(
      "distribution", aliases: ["cdf", "cdfShares"],
      "How the values of a metric are spread: at each share, the value that so many don't exceed."),
    Page("pool", "Devices of one chip in a platform."),
    Page("engine", "One replica of one model on devices of one or more pools."),
    Page("placement", "Which pool runs prefill, attention, FFN, draft and verify."),
    Page("policy", "Placement plus routing, scheduling, batching, speculation and caching."),
    Page(
      "speculation", aliases: ["speculative-decoding", "drafts", "mtp", "multi-token-prediction"],
      "Decode steps that draft tokens and verify them at once: a step yields as many as are "
        + "accepted and one more, all at its end. On by default where a model brings its own "
        + "drafter; `speculation: off | {drafts: N}` in a policy says otherwise.",
      notes: [
        "One draw per engine and step, shared by its batch: means are exact, tails over requests "
          + "narrower than real ones."
      ],
      elsewhere: [("vLLM", "num_speculative_tokens"), ("SGLang", "speculative-num-steps")]),
    Page(
      "index-of-dispersion", aliases: ["dispersion", "burstiness"],
      "Variance of the counts in windows of a length over their mean: 1 for a Poisson process at "
        + "every window, more for bursts, less for even starts.",
      notes: [
        "Looked at from 1 s to an hour: independent gaps give the square of their CV at every long "
          + "window, a rate that changes gives more, the longer the window. The CV of gaps alone "
          + "can't tell them apart."
      ]),
    Page(
      "distance", aliases: ["ks", "kolmogorov-smirnov"],
      "The largest difference between two distribution functions (Kolmogorov and Smirnov): 0.05 "
        + "means that at no size the shares of what is at most so large differ by more than 5 "
        + "points. `baton fit` shows it of a trace and of what its workload regenerates."),
    Page("arm", "One policy on one platform, as replayed beside others."),
    Page(
      "frontier", aliases: ["envelope", "overtakes", "tps/user against tps/mw"],
      "Median TPS/user against TPS/MW of each arm over rising load: more load, more output for "
        + "each megawatt and less speed for each user. The envelope is the most output that any "
        + "arm gives to users of at least a speed.",
      notes: [
        "Between two loads both are taken along a straight line. A load that another of the same "
          + "arm beats in both is left out, and so are saturated ones. An arm overtakes another "
          + "where their lines cross; differences below 2 % in output or speed don't count.",
        "Loads go in steps of 1, 1.6, 2.5, 4, 6.3, 10 up to the first at which all arms are full, "
          + "being saturated or giving less than 5 % more than before, or the last whose replay "
          + "has at most 500,000 requests; of these the last 12 are replayed.",
      ]),
    Page(
      "capacity", aliases: ["holds", "breaks", "other seeds"],
      "The largest multiple of a workload's load at which its assertions hold under an arm, found "
        + "between a load that holds and one that breaks, which the precision may be apart. An "
        + "assertion holds if the mean of its value over the seeds does.",
      notes: [
        "Each seed is searched alone as well; `other seeds` is where, with 95 %, the answer of as "
          + "many others lies."
      ],
      elsewhere: [
        ("DistServe", "goodput: the largest rate at which 90 % of requests meet their SLOs")
      ]),
    Page(
      "variant", aliases: ["vary", "best of", "variants"],
      "An arm with keys of its policy or of its platform's pools set to other values: "
        + "`frontier --vary engines.decode.tensor=2,4` replays two variants of each arm.",
      notes: [
        "An arm's frontier is then the best of its variants at each speed: each variant's own "
          + "line, not a line from a load of one to a load of another. Variants that can't be "
          + "placed are left out with the reason, and so is one whose plan is that of another."
      ]),
    Page(
      "band", aliases: ["assumed figures", "at both ends"],
      "Of a frontier: the least and the most that an arm gives at a speed while each assumed "
        + "figure it leans on, one at a time, is at both ends of its range.",
      notes: [
        "The points that the arm's frontier rests on are replayed again for each end. At a "
          + "speed that users don't get there, it gives nothing. Several figures that are off at "
          + "once aren't tried."
      ]),
    Page(
      "tier", aliases: ["tier's price", "price tier"],
      "A speed, and what a million output tokens are sold for to users who have it. What a "
        + "megawatt earns at a tier: the most output per megawatt at which users have its speed, "
        + "sold at its price.",
      notes: [
        "Beside it, revenue of a run takes each request at the price of the fastest tier that it "
          + "reaches."
      ]),
    Page(
      "cell", aliases: ["cells"],
      "An equal part of every pool's racks that sessions don't leave: `run --cells 4` replays four "
        + "of them apart and merges what they found.",
      notes: [
        "Open sessions are spread over cells by a hash of their class and number, those of closed "
          + "classes in turn. Nothing of the result is estimated: it is what one replay of the "
          + "divided fleet would find, but that the ideal cache hit is that of a cache without "
          + "end in each cell."
      ]),
    Page(
      "saturated", aliases: ["saturation", "good/mw"],
      "A load under which requests that wait become ever more: those that could be sent in the "
        + "last third of the measured window wait more than twice as long, on average, as those of "
        + "the first third. What users get there depends on how long one looks.",
      notes: [
        "A request waits until its first token, and where it is handed over to a decode engine. "
          + "Only requests of open classes count: sessions of closed ones wait for one another, so "
          + "their queue is bounded.",
        "good/MW: output tokens per second of requests that met every bound of their class, per "
          + "megawatt.",
      ]),
    Page(
      "baseline", aliases: ["candidate", "replicate"],
      "The arm that the others, the candidates, are compared with. A replicate is one seed."),
    Page(
      "verdict",
      aliases: ["regressed", "improved", "equivalent", "inconclusive", "nothing-measured"],
      "What a comparison says of one metric of one class. regressed: the 95 % interval of the "
        + "ratio lies above 1 + tolerance and the adjusted p is below 0.01; improved: the same "
        + "below 1 − tolerance; equivalent: the interval lies within; inconclusive: none of these; "
        + "nothing measured: an arm has no value.",
      notes: [
        "The ratio is turned so that above 1 is worse, whichever way the metric is better. Of "
          + "shares that are better when smaller, it is that of the shares without. The "
          + "values beside it are geometric means over seeds, as it is itself.",
        "p is two-sided: sign flips of the seeds' differences, or, where the baseline has seeds of "
          + "its own, swaps of the arms' labels; adjusted by Benjamini–Hochberg.",
      ]),
    Page(
      "noise-floor", aliases: ["noise floor", "a/a", "control"],
      "How far the baseline may be from itself over so many seeds when only the system draws "
        + "anew, as a 95 % interval: the traces of the first 4 are replayed once more with another "
        + "system seed. Zero where the baseline draws nothing.",
      notes: [
        "It takes no verdict away: every seed draws anew in every arm, so intervals hold it. Of "
          + "one trace, every arm that draws is replayed once more, and what lies within the "
          + "farther end of that interval is neither regressed nor improved."
      ]),
    Page(
      "sensitivity", aliases: ["hangs on", "hangsOn", "assumed"],
      "What hangs on figures that are published as a range or assumed: each in turn is put at both "
        + "ends of its range.",
      notes: [
        "`run` and `replay` print which headline figures move by 1 %, `compare` marks with * the "
          + "verdicts that are another one there; the range of a figure is in `baton catalog`.",
        "One figure at a time: what two together would do isn't tried.",
      ]),
    Page(
      "system-seed",
      "What the system's own draws come from, such as those of random routing, apart from the "
        + "trace's seed. A replay takes the trace's seed; the noise floor another."),
  ]
}
