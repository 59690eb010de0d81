public import Domain

/// A trace whose sessions start `factor` times as fast: every start and the windows are divided by
/// it. What happens inside a session, and what prompts share, stays as it is.
///
/// Closed classes start sessions when others end, so they keep their concurrency and are only
/// closed earlier.
public struct ScaledTrace: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private let factor: Double

  /// - Precondition: `factor` is above zero.
  /// - Throws: if the trace would last longer than a trace can.
  public init(_ source: any TraceSource, factor: Double) throws(TraceError) {
    (self.source, self.factor) = (source, factor)
    var header = source.header.transformed(by: "rate \(factor)")
    header.duration = try ScaledTrace.scaled(header.duration, factor)
    header.measuredFrom = try ScaledTrace.scaled(header.measuredFrom, factor)
    header.measuredUntil = try ScaledTrace.scaled(header.measuredUntil, factor)
    for index in header.classes.indices {
      guard let until = header.classes[index].closed?.until else { continue }
      header.classes[index].closed?.until = try ScaledTrace.scaled(until, factor)
    }
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    guard try source.next(&session) else { return false }
    if let start = session.start { session.start = try ScaledTrace.scaled(start, factor) }
    return true
  }

  /// The horizon, which stands for no end, stays where it is.
  private static func scaled(
    _ moment: Nanoseconds, _ factor: Double
  ) throws(TraceError) -> Nanoseconds {
    guard moment < Ticks.horizonNanoseconds else { return moment }
    let scaled = (Double(moment) / factor).rounded()
    guard scaled < Double(Ticks.horizonNanoseconds) else {
      throw TraceError("at this rate the trace would last more than 13 days", line: 0)
    }
    return Nanoseconds(scaled)
  }
}
