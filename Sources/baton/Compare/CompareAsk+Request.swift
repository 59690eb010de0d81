import Domain
import Reporting
import TraceFormats
import WorkloadLanguage

extension CompareAsk {
  /// What the command line asks of one workload or trace.
  func request(
    for input: Input, catalog: Catalog, saved: SavedBaseline?
  ) throws -> CompareRequest {
    let scenario = try scenario(input, catalog)
    if baseline == nil, saved == nil {
      throw Failure.usage("name the arm to measure against with --baseline, or use --against")
    }
    if candidate.isEmpty { throw Failure.usage("name at least one arm with --candidate") }
    if scenario.isTrace {
      try refuseOnTrace(input.name)
    }
    let count = seeds ?? CompareAsk.usualSeeds
    return CompareRequest(
      title: scenario.workload, scenarios: [scenario], baseline: baseline, candidates: candidate,
      platform: platform, firstSeed: seed, seeds: scenario.isTrace ? 1 : count,
      maxSeeds: scenario.isTrace ? 1 : maxSeeds ?? count,
      tolerance: tolerance ?? CompareAsk.usualTolerance,
      gates: metrics.isEmpty ? nil : metrics.flatMap(\.self), isUnpaired: unpaired,
      assertions: try assertions())
  }

  private func scenario(_ input: Input, _ catalog: Catalog) throws -> ScenarioInput {
    if try CompareInput.isTrace(input, format) {
      return try CompareInput.trace(input, format: format, model: model, name: "")
    }
    let file = try WorkloadFile(input, overrides: set, catalog: catalog)
    return try CompareInput.workload(file, input: input.name, load: load, seed: seed, name: "")
  }

  /// Nothing is accepted and ignored.
  private func refuseOnTrace(_ name: String) throws {
    let unused = [
      ("--seeds", seeds != nil), ("--max-seeds", maxSeeds != nil), ("--seed", seed != 1),
      ("--load", load != 1), ("--set", !set.isEmpty), ("--against", against != nil),
      ("--save-baseline", saveBaseline != nil),
    ]
    if let option = unused.first(where: \.1)?.0 {
      throw Failure.usage(
        "`\(name)` is one trace and has no seeds, so \(option) has no effect: its sessions are "
          + "resampled")
    }
  }

  /// Assertions of the command line.
  func assertions() throws -> [Assertion] {
    try assert.map { text in
      let (assertion, found) = AssertionText.read(text, origin: "--assert")
      guard let assertion else {
        throw Failure.rendered(found.rendered(isColored: Console.isErrorColored))
      }
      return assertion
    }
  }
}

extension Failure {
  /// What the command line asks can't be done together.
  static func usage(_ message: String) -> Failure { Failure(text: "error: \(message)\n", code: 64) }
}
