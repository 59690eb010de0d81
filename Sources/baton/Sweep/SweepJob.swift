import Domain
import Reporting
import TraceGeneration
import WorkloadLanguage

/// One arm of a sweep, placed for one workload.
struct SweepArm: Sendable {
  /// What outputs call it.
  var name: String
  /// Of its arm; without settings where arms aren't varied.
  let variant: Variant
  /// An assumed figure and its value, where one is tried at an end of its range; else empty.
  var figure = ""
  var place: ArmPlace
  var plan: Plan
  /// Of everything that the plan says, so that a stored point of another plan isn't taken for it.
  let identity: String

  init(
    name: String, variant: Variant = Variant(), place: ArmPlace, header: TraceHeader
  ) throws {
    (self.name, self.variant, self.place) = (name, variant, place)
    plan = try place.plan(for: header)
    identity = StableHash.hexadecimal(of: String(describing: plan).utf8)
  }
}

/// One workload of a sweep, at any load.
struct SweepSubject: Sendable {
  var file: WorkloadFile
  /// As the user named it.
  var input: String
  /// Variants of one arm stand together.
  var arms: [SweepArm]
  var refused: [Frontier.Refusal]
  /// Of any load, for what doesn't depend on it.
  var header: TraceHeader
  /// Assertions beside those of the workload.
  var more: [Assertion]
  /// What was done to arms, for people.
  var notes: [String] = []

  /// All that is judged.
  var assertions: [Assertion] { header.assertions + more }
  var name: String { file.workload.name }
}

/// One replay: a workload at a load and seed, under one arm.
struct SweepJob: Sendable {
  var subject: SweepSubject
  var arm: SweepArm
  var load: Double
  var seed: UInt64

  var label: PointRecord.Label {
    PointRecord.Label(
      workload: subject.name, arm: arm.name, variant: arm.variant.name, figure: arm.figure,
      load: load, seed: seed)
  }

  /// Replays the point.
  ///
  /// - Returns: What is made of it, and the record that is kept.
  func replay() throws -> (record: PointRecord, bytes: [UInt8]) {
    let source = try subject.file.generator(seed: seed, load: load)
    let arm = try Arms.replay(arm.plan, subject.input, source)
    let header = source.header.endingWithLastStart(of: [arm])
    let report = ArmReport(arm, header, more: subject.more)
    let backlog = Backlog(arm, header)
    let bytes = PointJSON.bytes(
      header, report, label: label, backlog: backlog, versions: SavedBaseline.Versions.current.all)
    let record = PointRecord(
      label: label, policy: arm.policy, platform: arm.platform,
      figures: PointFigures(report, backlog: backlog))
    return (record, bytes)
  }
}

extension SavedBaseline.Versions {
  var all: [(name: String, value: String)] {
    [("baton", baton), ("results", results), ("generator", generator), ("catalog", catalog)]
  }
}
