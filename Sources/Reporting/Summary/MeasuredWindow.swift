import Domain

/// Which moments count, and over how long rates are taken, class by class.
struct MeasuredWindow {
  private let header: TraceHeader
  /// By class, in seconds; 0 where nothing could be measured.
  let spans: [Double]

  init(_ arm: ArmResult, _ header: TraceHeader) {
    self.header = header
    var ends = [Nanoseconds](repeating: 0, count: header.classes.count)
    for session in arm.sessions where session.total > 0 {
      let index = Int(session.classIndex)
      ends[index] = max(ends[index], session.start + session.total)
    }
    let length = max(0, header.measuredUntil - header.measuredFrom).inSeconds
    spans = zip(header.classes, ends).map { $0.isMeasuredWhole ? $1.inSeconds : length }
  }

  /// Whether what happened to a class at a moment is measured.
  func contains(_ moment: Nanoseconds, of classIndex: UInt8) -> Bool {
    header.isMeasured(moment, of: Int(classIndex))
  }

  /// Events per second, from whole counts by class.
  func rate(_ counts: ArraySlice<Int64>) -> Double {
    zip(counts, spans).reduce(0) { $1.1 > 0 ? $0 + Double($1.0) / $1.1 : $0 }
  }
}
