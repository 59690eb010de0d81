extension Glossary {
  /// Metrics with a value per turn or session.
  static let userPages = [
    Page(
      "response", unit: "duration, per turn",
      "Start of the turn (or when it was due) → first visible token of the answer, so that "
        + "reasoning, tool calls and sub-agents before it count.",
      notes: [
        "Spoken: to the first sound, which is one synthesis after the first chunk of tokens; from "
          + "the end of what the caller said, so that endpointing and recognition count.",
        "A turn that is answered by no visible token has none.",
      ],
      elsewhere: [
        ("AIPerf", "TTFO: first token of one request that is no reasoning − request start")
      ]),
    Page(
      "turn", aliases: ["turns"], unit: "duration, per turn",
      "Start of the turn (or when it was due) → end of the turn. Also the word for all that one "
        + "message of a user sets off.",
      notes: [
        "A turn that was interrupted, or cancelled since the next was due, has none before its end."
      ]),
    Page(
      "silence", unit: "duration, per spoken turn",
      "Sum of an answer's underruns: from where the sound of a token should follow on, to where "
        + "it does. Before the first sound it is `response`.",
      notes: [
        "Sound is played at the pace of the voice. Of an answer that was interrupted, what was "
          + "heard counts.",
        "How many turns had any is `underruns`.",
      ],
      elsewhere: [("Etalon", "tokens later than their deadline, the slack of earlier ones kept")]),
    Page(
      "session", aliases: ["sessions", "sessionWithoutThink", "session without think"],
      unit: "duration, per session",
      "First request sent → last token; beside it the same without think time. Also the word for "
        + "one live run by one user or job.",
      notes: ["Sessions that a refused request cut short have none and miss every bound on it."],
      elsewhere: [
        ("TensorRT-LLM scaffolding", "jobs per hour and user: 3600 / mean job latency"),
        ("inference-perf", "a session's start to end, with what of it was cancelled or failed"),
      ]),
    Page(
      "tenant-spread", aliases: ["tenantSpread", "fairness"], unit: "ratio",
      "Worst tenant's p99 TTFT / median tenant's; 1 is even.",
      elsewhere: [("BLIS", "Jain's index: 1 is even, 1 / tenants the worst")]),
  ]
}
