import Domain

/// Steady state of a fixed number of users that each send the next request at once.
///
/// Time per token is a decode step, and in an aggregated engine the share of prefill that falls
/// between two tokens; by Little's law the batch is what the users don't spend waiting for their
/// first token.
enum ClosedLoop {
  /// A benchmark of ten waves drains at its end; its throughput is lower by this factor.
  static let runOut = 1.04

  struct Result {
    /// Sequences that decode, over all engines.
    var batch: Double
    var timePerToken: Double
    /// Mean, in seconds, of what users wait for; what finds no free slot waits here.
    var firstToken: Double
    /// Output tokens per second.
    var outputRate: Double
    /// Requests that are past the wait for a free decode slot.
    var inFlight: Double
  }

  /// - Parameter unseen: Decode steps that a request waits until an engine looks for it.
  static func aggregated(
    _ engine: GPUEngine, engines: Int, cap: Int, users: Double, input: Double, output: Double,
    cached: Double = 0, unseen: Double = 0
  ) -> Result {
    let prefill = engine.prefill(tokens: input - cached, cached: cached)
    let host = engine.software.hostTime?.value ?? 0
    let count = Double(engines)
    func step(_ batch: Double) -> Double {
      let one = batch / count
      return engine.step(sequences: one, context: one * (input + output / 2))
    }
    func time(_ batch: Double) -> Double {
      step(batch) / engine.accepted + batch / count / output * prefill
    }
    return solve(
      users: users, most: Double(cap) * count, output: output, rateLimit: .infinity,
      wait: { host + prefill + (unseen > 0 ? unseen * step($0) : 0) }, time: time)
  }

  static func disaggregated(
    _ first: GPUEngine, engines firstCount: Int, _ engine: GPUEngine, engines: Int, cap: Int,
    users: Double, input: Double, output: Double, cached: Double = 0
  ) -> Result {
    let prefill = first.prefill(tokens: input - cached, cached: cached)
    let host = first.software.hostTime?.value ?? 0
    let count = Double(engines)
    func time(_ batch: Double) -> Double {
      // A batch below one is an engine that is often idle: a step is never of less than one.
      let one = max(1, batch / count)
      return engine.step(sequences: one, context: one * (input + output / 2)) / engine.accepted
    }
    return solve(
      users: users, most: Double(cap) * count, output: output,
      rateLimit: Double(firstCount) / prefill, wait: { _ in host + prefill }, time: time)
  }

  /// The batch at which users are just used up, or slots, or prefill.
  private static func solve(
    users: Double, most: Double, output: Double, rateLimit: Double,
    wait: (Double) -> Double, time: (Double) -> Double
  ) -> Result {
    func rate(_ batch: Double) -> Double { batch / (output * time(batch)) }
    var (low, high) = (0.0, min(users, most))
    for _ in 0..<60 {
      let batch = (low + high) / 2
      let isTooMuch = rate(batch) * wait(batch) + batch >= users || rate(batch) > rateLimit
      if isTooMuch { high = batch } else { low = batch }
    }
    let found = rate(low)
    return Result(
      batch: low, timePerToken: time(low), firstToken: (users - low) / found,
      outputRate: found * output, inFlight: low + found * wait(low))
  }
}
