import Domain
import Reporting
import WorkloadLanguage

extension CompareRun {
  /// Assumed figures that some arm leans on.
  var assumed: [AssumedParameter] { Array(plans.joined()).assumed }

  /// The comparison with each assumed figure at both ends of its range in turn: the same seeds,
  /// of which only what the figure changes is replayed.
  func sensitivity(of base: Comparison) async throws -> [SensitivityEnd] {
    let tries = assumed.flatMap { figure in
      figure.otherEnds.map { (figure, $0) }
    }
    let progress = Progress("tried ends of assumed figures:", of: tries.count)
    var ends: [SensitivityEnd] = []
    for (index, (figure, value)) in tries.enumerated() {
      ends.append(
        SensitivityEnd(figure, at: value, try await outcome(figure.name, value, base)))
      progress.step(index)
    }
    progress.end()
    return ends
  }

  private func outcome(
    _ parameter: String, _ value: Double, _ base: Comparison
  ) async throws -> SensitivityEnd.Outcome {
    let changed: [[Plan]]
    do {
      changed = try zip(places, request.scenarios).map { places, scenario in
        try places.map { try $0.setting(parameter, to: value).plan(for: scenario.header) }
      }
    } catch let failure as Failure where failure.code == 2 {
      return .refused(failure.reason)
    }
    var run = self
    try await run.replay(under: changed)
    return .judged(try await run.judge(base.looks))
  }
}
