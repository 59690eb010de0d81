import TestSupport
import Testing
import WorkloadLanguage

/// The fifteen workloads of the checkout, and a resolver.
enum ShippedWorkloads {
  static let names = [
    "batch-documents", "chat", "coding-assistant", "copilot", "deep-research", "embeddings",
    "free-tier", "live-translation", "media-pipeline", "mixed-factory", "moderation", "rag",
    "research-swarm", "tool-agent", "voice-assistant",
  ]

  static func path(_ name: String) -> String { "workloads/\(name).yaml" }

  static let resolver = FileResolver(shipped: names) { reference, _ in
    guard names.contains(reference) else { return nil }
    let path = path(reference)
    return (try? Repository.bytes(path)).map { LoadedFile(name: path, bytes: $0) }
  }

  static let models = [
    "gpt-oss-120b", "deepseek-r1", "kimi-k2", "llama-3.1-8b", "llama-3.1-70b",
    "gemma-4-31b", "qwen3-235b-a22b",
  ].map { KnownModel(name: $0, window: 131_072) }

  static func source(_ name: String) throws -> SourceText {
    let path = path(name)
    return SourceText(name: path, bytes: try Repository.bytes(path))
  }
}
