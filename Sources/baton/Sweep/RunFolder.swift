import Domain
import Foundation
import Reporting
import TraceGeneration
import WorkloadLanguage

/// A folder of points, each a file that is put in its place by renaming: what a sweep finds there
/// it doesn't replay again, and folders are merged by copying.
struct RunFolder: Sendable {
  let path: String

  /// - Throws: `Failure` if it is no folder and can't be made.
  init(_ path: String) throws {
    self.path = path
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw Failure.input("`\(path)` is no folder and can't be made: \(error.localizedDescription)")
    }
  }

  /// The name says what the point is, and its last part identifies the trace, the plan and all that
  /// the replay depends on, so a point of a changed workload, platform or Baton has another name.
  static func name(of job: SweepJob) throws -> String {
    let trace = try job.subject.file.generator(seed: job.seed, load: job.load).header.fingerprint
    return name(
      "\(job.subject.name)-\(job.arm.name)-x\(Number.text(job.load))-s\(job.seed)",
      of: [trace, job.arm.identity, job.arm.name]
        + (job.arm.variant.settings.isEmpty ? [] : [job.arm.variant.name]))
  }

  /// - Parameter parts: What identifies a record, beside the versions that a replay depends on.
  static func name(_ readable: String, of parts: [String], ending: String = "json") -> String {
    let versions = SavedBaseline.Versions.current.all.map(\.value)
    let identity = StableHash.hexadecimal(of: (parts + versions).joined(separator: " ").utf8)
    let safe = String(
      readable.map { $0.isASCII && ($0.isLetter || $0.isNumber || "-.@".contains($0)) ? $0 : "_" })
    return "\(safe.prefix(120))-\(identity).\(ending)"
  }

  private func file(of job: SweepJob) throws -> String {
    URL(filePath: path).appending(path: try RunFolder.name(of: job)).path
  }

  /// The stored point; nil where there is none, or it lacks an assertion that is asked for.
  func record(of job: SweepJob) throws -> PointRecord? {
    guard let data = FileManager.default.contents(atPath: try file(of: job)),
      let stored = try? JSONDecoder().decode(StoredPoint.self, from: data),
      let record = stored.record(job.label)
    else { return nil }
    let known = Set(record.figures.assertions.map(\.text))
    return job.subject.assertions.allSatisfy { known.contains($0.text) } ? record : nil
  }

  func keep(_ bytes: [UInt8], of job: SweepJob) throws {
    try Output.write(bytes, to: try file(of: job))
  }

  /// Keeps the record of one arm, as `run` and `replay` save it. The same replay has the same name,
  /// and another where it says why; processes that save at once each put whole files in place.
  func keep(_ report: ArmReport, _ plan: Plan, _ header: TraceHeader) throws {
    let seed = header.seed.map { "-s\($0)" } ?? ""
    let why = report.why.isEmpty ? "" : "-why"
    let name = RunFolder.name(
      "\(header.workload)-\(plan.policy)@\(plan.platform)\(seed)\(why)",
      of: [String(describing: header), String(describing: plan)])
    try Output.write(
      RunJSON.bytes(header, [report]), to: URL(filePath: path).appending(path: name).path)
  }
}

/// A point's file as it is decoded: of a run record, what a sweep needs.
private struct StoredPoint: Decodable {
  struct Tail: Decodable {
    var p50: Double
    var p99: Double
  }
  struct Goodput: Decodable {
    var fraction: Double
    var tokensPerSecond: Double
  }
  struct Group: Decodable {
    var tpsPerUser: Tail?
    var ttft: Tail?
    var goodput: Goodput?
  }
  struct Counts: Decodable { var arrived: Int }
  struct Efficiency: Decodable {
    var watts: Double
    var outputTokensPerSecondPerMegawatt: Double?
    var totalTokensPerSecondPerMegawatt: Double?
    var dollarsPerMillionOutputTokens: Double?
    var revenuePerMegawattHour: Double?
  }
  struct Judged: Decodable {
    var text: String
    var value: Double?
    var passed: Bool
  }
  struct Arm: Decodable {
    var policy: String
    var platform: String
    var counts: Counts
    var classes: [String: Group]
    var efficiency: Efficiency
    var assertions: [Judged]
  }
  struct Wait: Decodable {
    var early: Double?
    var late: Double?
  }
  struct Point: Decodable {
    var arm: String
    var variant: String?
    var figure: String?
    var load: Double
    var wait: Wait
  }
  var schema: String
  var workload: String
  var seed: UInt64
  var arms: [Arm]
  var point: Point

  /// nil if the file is of another point than its name says.
  func record(_ label: PointRecord.Label) -> PointRecord? {
    let found = PointRecord.Label(
      workload: workload, arm: point.arm, variant: point.variant ?? "",
      figure: point.figure ?? "", load: point.load, seed: seed)
    guard schema == RunRecord.schema, found == label, let arm = arms.first else { return nil }
    let groups = arm.classes.keys.sorted().map { name in
      let group = arm.classes[name]
      return PointFigures.Group(
        name: name, tpsPerUser: group?.tpsPerUser?.p50, ttftMedian: group?.ttft?.p50,
        ttftTail: group?.ttft?.p99, goodput: group?.goodput?.fraction,
        goodTokensPerSecond: group?.goodput?.tokensPerSecond)
    }
    var figures = PointFigures(
      groups: groups, watts: arm.efficiency.watts,
      outputPerMegawatt: arm.efficiency.outputTokensPerSecondPerMegawatt,
      totalPerMegawatt: arm.efficiency.totalTokensPerSecondPerMegawatt,
      dollarsPerMillionTokens: arm.efficiency.dollarsPerMillionOutputTokens,
      requests: arm.counts.arrived,
      backlog: Backlog(early: point.wait.early, late: point.wait.late),
      assertions: arm.assertions.map {
        PointFigures.Judged(text: $0.text, value: $0.value, passed: $0.passed)
      })
    figures.revenuePerMegawattHour = arm.efficiency.revenuePerMegawattHour
    return PointRecord(
      label: label, policy: arm.policy, platform: arm.platform, figures: figures)
  }
}
