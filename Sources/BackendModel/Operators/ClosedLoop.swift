import Domain

/// Steady state of a fixed number of users that each send the next request at once.
///
/// Time per token is a decode step plus the share of prefill that falls between two tokens; by
/// Little's law the batch is what the users don't spend waiting for their first token.
enum ClosedLoop {
  /// Time to first token at an idle engine that no FLOP explains, in seconds: both public stacks
  /// show about 0.15 s.
  static let firstTokenFloor = 0.15
  /// A benchmark of ten waves drains at its end; its throughput is lower by this factor.
  static let runOut = 1.04

  struct Result {
    var batch: Double
    var timePerToken: Double
    /// Output tokens per second.
    var outputRate: Double
  }

  static func aggregated(
    _ engine: GPUEngine, users: Double, input: Double, output: Double
  ) -> Result {
    let prefill = engine.prefill(tokens: input, cached: 0)
    func time(_ batch: Double) -> Double {
      engine.step(sequences: batch, context: batch * (input + output / 2)) + batch / output
        * prefill
    }
    var (low, high) = (0.0, users)
    for _ in 0..<60 {
      let batch = (low + high) / 2
      let rate = batch / (output * time(batch))
      let needed = rate * (firstTokenFloor + prefill) + batch
      if needed < users { low = batch } else { high = batch }
    }
    return Result(batch: low, timePerToken: time(low), outputRate: low / time(low))
  }
}
