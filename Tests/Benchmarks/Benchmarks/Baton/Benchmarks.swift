import Benchmark
import Jobs

/// Registers the benchmarks. Times are reported; counts, digests and memory are held
/// (Docs/Performance.md).
let benchmarks: @Sendable () -> Void = {
  Benchmark.defaultConfiguration = .init(
    metrics: [.cpuUser, .wallClock, .peakMemoryResident, .throughput],
    timeUnits: .milliseconds, warmupIterations: 0, maxDuration: .seconds(20), maxIterations: 3,
    thresholds: [.peakMemoryResident: .init(relative: [.p90: 20])])

  job("check-all-shipped-workloads") { try Jobs.check() }
  job("read-the-catalog") { try Jobs.readCatalog() }
  job("import-chat-from-Mooncake-lines") { try Jobs.importMooncake() }
  job("import-rows-in-Azures-form") { try Jobs.importAzure() }
  job("generate-coding-assistant") { try Jobs.generate("coding-assistant") }
  job("replay-chat-from-Mooncake-lines-4-engines-round-robin") {
    try Jobs.replayChat()
  }
  job("replay-agents-64-engines-kv-aware-blocks-of-64") {
    try Jobs.replayAgents(requests: 100_000, engines: 64, blockTokens: 64)
  }
  job("replay-agents-64-engines-kv-aware-blocks-of-16") {
    try Jobs.replayAgents(requests: 100_000, engines: 64, blockTokens: 16)
  }
  job("replay-mixed-factory-24+8-engines-prefix-hash") { try Jobs.replayMixed() }
}

/// One benchmark; what it found must be what `Expected.json` says.
private func job(_ name: String, _ body: @escaping @Sendable () throws -> Facts) {
  Benchmark(name) { benchmark in
    benchmark.startMeasurement()
    let facts: Facts
    do {
      facts = try body()
    } catch {
      return benchmark.error("\(error)")
    }
    benchmark.stopMeasurement()
    if let problem = Expected.problem(facts, of: name) { benchmark.error(problem) }
  }
}
