import Domain
import Reporting
import WorkloadLanguage

/// Replays arms with each assumed parameter at both ends of its range.
struct Sensitivity {
  private let arms: Arms
  private let name: String
  private let threads: Int
  private let source: @Sendable () throws -> any TraceSource

  init(
    _ arms: Arms, name: String, threads: Int,
    source: @escaping @Sendable () throws -> any TraceSource
  ) {
    (self.arms, self.name, self.threads, self.source) = (arms, name, threads, source)
  }

  /// - Parameter base: of the arms at the defaults.
  func report(_ base: [ArmSummary]) async throws -> SensitivityReport {
    var parameters: [SensitivityReport.Parameter] = []
    var seen: Set<String> = []
    for assumed in arms.plans.flatMap(\.assumed)
    where assumed.low < assumed.high && seen.insert(assumed.name).inserted {
      let low = try await end(assumed, assumed.low, base)
      parameters.append(
        SensitivityReport.Parameter(
          assumed, low: low, high: try await end(assumed, assumed.high, base)))
    }
    return SensitivityReport(base: base, parameters: parameters)
  }

  /// An end at the default is not replayed again; one that doesn't fit is told with its reason.
  private func end(
    _ assumed: AssumedParameter, _ value: Double, _ base: [ArmSummary]
  ) async throws -> SensitivityReport.End {
    if value == assumed.value { return .measured(base) }
    let changed: Arms?
    do {
      changed = try arms.setting(assumed.name, to: value)
    } catch let failure as Failure where failure.code == 2 {
      let first = failure.text.split(separator: "\n").first.map(String.init)
      return .refused(failure.diagnostic?.message ?? first ?? "refused")
    }
    guard let changed else {
      throw Failure.machine("`\(assumed.name)` is no figure of the catalog")
    }
    let results = try await changed.replay(threads: threads, name: name, source: source)
    let header = try source().header.endingWithLastStart(of: results)
    return .measured(results.map { ArmReport($0, header).summary })
  }
}
