extension Glossary {
  /// Metrics with a value per turn or session.
  static let userPages = [
    Page(
      "response", unit: "duration, per turn",
      "Start of the turn (or when it was due) → first visible token of the answer, so that "
        + "reasoning, tool calls and sub-agents before it count.",
      notes: ["A turn that is answered by no visible token has none."]),
    Page(
      "turn", unit: "duration, per turn",
      "Start of the turn (or when it was due) → end of the turn. Also the word for all that one "
        + "message of a user sets off."),
    Page(
      "silence", unit: "duration, per spoken turn",
      "What a caller hears as silence: the end of what they said → first sound of the answer.",
      notes: ["Replays of traces without spoken turns have no value for it."]),
    Page(
      "session", unit: "duration, per session",
      "First request sent → last token; beside it the same without think time. Also the word for "
        + "one live run by one user or job.",
      notes: ["Sessions that a refused request cut short have none and miss every bound on it."],
      elsewhere: [
        ("TensorRT-LLM scaffolding", "jobs per hour and user: 3600 / mean job latency")
      ]),
    Page(
      "tenant-spread", aliases: ["tenantSpread", "fairness"], unit: "ratio",
      "Worst tenant's p99 TTFT / median tenant's; 1 is even."),
  ]
}
