extension Glossary {
  /// What time is spent on, as `--why` and reports say it.
  static let componentPages =
    [
      Page(
        "tail",
        aliases: [
          "tails", "why", "tail-attribution", "components", "ttftComponents", "sessionComponents",
          "cause",
        ],
        "Everyone at p99 and beyond (nearest rank), beside those from p40 to p60: of requests by "
          + "e2e and by ttft, and of sessions. Each one's time is divided into components that add "
          + "up exactly; a cause is a component of which tail members have more seconds than "
          + "middle ones, largest first, until four fifths of the difference are named.",
        notes: [
          "Shares are parts of all the time of the members together; of those ranked by ttft, of "
            + "the time to the first token, which has components of its own: host, queue, "
            + "preemption, prefill, interference, reload and jitter.",
          "A session's time goes along its critical path: of what ran side by side, what was "
            + "waited for.",
          "Think time and `other`, the wait for a fixed time or for what was cancelled, are told "
            + "apart: the weights of causes of sessions are of the difference without them.",
          "An engine is named where at least half of a component of five or more was on one, "
            + "a class where its prompts interfered most.",
        ])
    ] + waitingComponents + decodeComponents + sessionComponents

  private static let waitingComponents = [
    Page(
      "host", aliases: ["hosts", "host-time"], unit: "component of requests",
      "From sending until a request is routed: tokenizing, HTTP and scheduling on hosts."),
    Page(
      "queue", aliases: ["queueing", "queue-time"], unit: "component of requests",
      "In the queue of an engine until it is admitted; handed over, at the decode engine too.",
      elsewhere: [
        ("vLLM", "request_queue_time_seconds: queued to first scheduled, as here at one engine"),
        ("most clients", "not seen: it is part of TTFT"),
      ]),
    Page(
      "preemption", aliases: ["recompute"], unit: "component of requests",
      "From giving way to others, since the engine had no KV block left for a token, until it "
        + "decodes again: waiting and computing again what it had.",
      elsewhere: [("vLLM", "counted (num_preemptions), its time is part of queue or decode")]),
    Page(
      "prefill", aliases: ["prefill-time"], unit: "component of requests",
      "Of the steps that compute a prompt, what its own chunks would take alone.",
      notes: ["What others in these steps add is `interference`."],
      elsewhere: [
        (
          "vLLM",
          "request_prefill_time_seconds: first scheduled to first token, interference included"
        )
      ]),
    Page(
      "interference", aliases: ["prefill-interference"], unit: "component of requests",
      "What others in the same steps make them longer: for those who decode, chunks of prompts; "
        + "for a prompt, other prompts and those who decode.",
      elsewhere: [
        ("DistServe", "prefill-decoding interference"),
        ("Sarathi-Serve", "generation stalls, where a whole prompt goes first"),
      ]),
    Page(
      "transfer", aliases: ["handover"], unit: "component of requests",
      "KV on its way to the decode engine: waiting for the link, the link itself, and waiting "
        + "there for the next step.",
      elsewhere: [("Dynamo, vLLM connectors", "the copy alone")]),
    Page(
      "reload", aliases: ["cache-reload", "reloadedBlocks"], unit: "component of requests",
      "KV on its way back from host memory, or from the DRAM of LPX racks: waiting for links, the "
        + "links themselves, and waiting for the next step.",
      elsewhere: [("LMCache, vLLM offloading", "the copy alone")]),
  ]

  private static let decodeComponents = [
    Page(
      "attention", aliases: ["decode-attention"], unit: "component of requests",
      "Of decode steps: attention, its projections and reading KV."),
    Page(
      "ffn", aliases: ["decode-ffn"], unit: "component of requests",
      "Of decode steps: feed-forward layers and experts, and all that is nothing else.",
      notes: ["With `afd` and `lpx-decode`, the LPX racks."]),
    Page(
      "exchange", aliases: ["crossing", "all-to-all"], unit: "component of requests",
      "Of decode steps: crossings between pools, and collectives between devices of an engine.",
      elsewhere: [
        ("DeepEP", "dispatch and combine"), ("MegaScale-Infer", "M2N and N2M communication"),
      ]),
    Page(
      "draft", aliases: ["drafting", "draft-time"], unit: "component of requests",
      "Of decode steps that verify drafts: drafting, and the drafts' way."),
    Page(
      "verify", aliases: ["verification", "verify-time"], unit: "component of requests",
      "Of decode steps that verify drafts: what checking them makes the step longer than one with "
        + "a single token for each sequence. `draft` and `verify` together are what speculation "
        + "costs; what it saves is steps.",
      elsewhere: [
        ("papers on speculative decoding", "the whole pass of the target model, attention and ffn")
      ]),
    Page(
      "jitter", unit: "component of requests",
      "What chance added to the time of steps; below zero where it took away.",
      notes: ["GPU steps vary by a factor with mean 1; compiled LPX schedules don't."]),
  ]

  private static let sessionComponents = [
    Page(
      "tool", aliases: ["tools", "tool-wait"], unit: "component of sessions",
      "Waiting for tools on the critical path; a whole `call` step counts as one wait, retries and "
        + "time-outs included."),
    Page(
      "think", aliases: ["think-time"], unit: "component of sessions",
      "Users thinking between turns, on the critical path.",
      elsewhere: [("load generators", "think time, pacing, delay between turns")]),
    Page(
      "pause", unit: "component of sessions",
      "A `wait` step on the critical path: a person who must approve, a schedule."),
    Page(
      "listen", unit: "component of sessions",
      "A caller speaking, on the critical path, with endpointing and recognition."),
    Page("speech", unit: "component of sessions", "An answer being played to its end."),
    Page(
      "other", unit: "component of sessions",
      "What is left of a session: waiting for what is due at a fixed time, or for what was "
        + "cancelled."
    ),
  ]
}
