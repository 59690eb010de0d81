public import Domain

/// One replay of one load, as it is kept: what a sweep is made of.
public struct PointRecord: Hashable, Sendable {
  /// What tells a point from the others of a sweep.
  public struct Label: Hashable, Sendable {
    public var workload: String
    /// What the user calls the arm.
    public var arm: String
    /// Empty where arms aren't varied.
    public var variant: String
    /// The assumed figure that is at an end of its range; empty for figures as they are.
    public var figure: String
    public var load: Double
    public var seed: UInt64
    public init(
      workload: String, arm: String, variant: String = "", figure: String = "", load: Double,
      seed: UInt64
    ) {
      (self.workload, self.arm, self.variant, self.figure) = (workload, arm, variant, figure)
      (self.load, self.seed) = (load, seed)
    }
  }

  public var label: Label
  public var policy: String
  public var platform: String
  public var figures: PointFigures

  public init(label: Label, policy: String, platform: String, figures: PointFigures) {
    (self.label, self.policy, self.platform) = (label, policy, platform)
    self.figures = figures
  }
}

/// A point as JSON: a run record, `baton/run/1`, of one arm, and what tells it from other points.
public enum PointJSON {
  /// - Parameter versions: What the replay depends on beside the arm and the trace.
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(
    _ header: TraceHeader, _ report: ArmReport, label: PointRecord.Label, backlog: Backlog,
    versions: [(name: String, value: String)]
  ) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      RunJSON.write(header, [report], to: &json)
      json.object("point") { json in
        json.field("arm", label.arm)
        json.field("variant", label.variant.isEmpty ? nil : label.variant)
        json.field("figure", label.figure.isEmpty ? nil : label.figure)
        json.field("load", label.load)
        json.object("wait") { json in
          json.field("early", backlog.early)
          json.field("late", backlog.late)
          json.field("growing", backlog.isGrowing)
        }
        json.object("versions") { json in
          for version in versions { json.field(version.name, version.value) }
        }
      }
    }
    json.newline()
    return json.bytes
  }
}
