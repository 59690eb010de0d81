public import Domain

/// Replays traces under plans.
public enum Replayer {
  /// Why a trace can't be replayed under a plan.
  public enum Failure: Error, Hashable, Sendable {
    case trace(TraceError)
    /// No engine of the plan hosts the model.
    case unhosted(model: String, hosted: [String])
    /// The trace names prompt content by blocks of another size than the plan's.
    case blockSize(trace: Int, plan: Int)
  }

  /// Replays `source` from its first session to the end of the last (Docs/ReplaySemantics.md).
  ///
  /// The same trace, plan and system seed give the same result, byte for byte, on any machine.
  ///
  /// - Parameters:
  ///   - systemSeed: What the system draws by, apart from the trace: the trace's own seed unless
  ///     given. It changes nothing unless `plan.drawsAtRandom`.
  ///   - attributes: Whether the result says what time was spent on. Nothing else depends on it.
  /// - Complexity: O(changes of a batch · log live sequences); memory for what is live, and 64
  ///   bytes for each finished request.
  public static func replay(
    _ source: consuming any TraceSource, plan: Plan, systemSeed: UInt64? = nil,
    attributes: Bool = false
  ) throws(Failure) -> ArmResult {
    let header = source.header
    if let blocks = header.blocks, blocks.tokens != plan.blockTokens {
      throw .blockSize(trace: blocks.tokens, plan: plan.blockTokens)
    }
    var services: [Int32] = []
    for model in header.models {
      guard let index = plan.services.firstIndex(where: { $0.model == model }) else {
        throw .unhosted(model: model, hosted: plan.services.map(\.model))
      }
      services.append(Int32(index))
    }
    var simulation = Simulation(
      header: header, plan: plan, serviceOfModel: services,
      systemSeed: systemSeed ?? header.seed ?? 0, attributes: attributes)
    var source = source
    do {
      try simulation.run(&source)
    } catch {
      throw .trace(error)
    }
    return simulation.result
  }
}
