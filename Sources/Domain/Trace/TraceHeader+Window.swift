extension TraceHeader {
  /// Whether what happens to a class at a moment is measured.
  @inlinable public func isMeasured(_ moment: Nanoseconds, of classIndex: Int) -> Bool {
    classes[classIndex].isMeasuredWhole || (moment >= measuredFrom && moment < measuredUntil)
  }

  /// A header whose window ends, for a trace that doesn't say its length, just after the last
  /// session started: the moment that is known only when all of it was read. It is the same under
  /// every arm, since open sessions start when the trace says.
  public func endingWithLastStart(of arms: [ArmResult]) -> TraceHeader {
    guard measuredUntil >= Ticks.horizonNanoseconds else { return self }
    var last: Nanoseconds = -1
    for arm in arms {
      for session in arm.sessions { last = max(last, session.start) }
    }
    guard last >= 0 else { return self }
    var header = self
    header.measuredUntil = last + 1
    header.duration = last + 1
    return header
  }
}
