import TestSupport
import TraceFormats

/// A few rows of every foreign format, made up.
enum ForeignRows {
  static let files: [(format: TraceFormat, name: String)] = [
    (.mooncake, "mooncake.jsonl"), (.azure, "azure.csv"), (.burstgpt, "burstgpt.csv"),
    (.burstgpt, "burstgpt-1.csv"), (.bailian, "bailian.jsonl"), (.weka, "weka.json"),
    (.tracelab, "tracelab.jsonl"), (.tracelabCSV, "tracelab-csv.csv"),
    (.agenticMooncake, "agentic-mooncake.jsonl"), (.agenticMooncake, "agentic-mooncake-2.jsonl"),
    (.aiperf, "aiperf.jsonl"), (.aiperfTurns, "aiperf-turns.jsonl"), (.dynamo, "dynamo.jsonl"),
    (.blis, "blis.csv"), (.otel, "otel.json"), (.ragpulse, "ragpulse.jsonl"),
    (.servegen, "servegen-trace.csv"), (.llmservingsim, "llmservingsim.jsonl"),
    (.appliedCompute, "applied-compute.jsonl"), (.sharedPrefix, "shared-prefix.jsonl"),
    (.lengths, "lengths.csv"),
  ]

  static func text(_ name: String) throws -> String {
    try Repository.text("Tests/TraceFormatsTests/Foreign/\(name)")
  }
}
