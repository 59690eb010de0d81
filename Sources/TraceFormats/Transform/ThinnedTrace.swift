public import Domain

/// Some of a trace's sessions, each kept whole with the same chance.
///
/// Whether a session stays is a function of the seed, its class and its number: a smaller share
/// keeps some of those that a larger one does. Of a closed class at least the first stays.
public struct ThinnedTrace: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private let share: Double
  private let streams: [RandomStream]
  private var renaming = ContextRenaming()
  private var lastContext: Int32 = 0
  /// By class.
  private var counts: [Int]

  /// - Parameter share: above 0, at most 1.
  public init(_ source: any TraceSource, share: Double, seed: UInt64) {
    (self.source, self.share) = (source, share)
    let stream = RandomStream(seed: seed).named("thin")
    let streams = source.header.classes.map { stream.named($0.name) }
    self.streams = streams
    counts = Array(repeating: 0, count: streams.count)
    var header = source.header.transformed(by: "thin \(share) \(seed)")
    for index in header.classes.indices {
      guard let closed = header.classes[index].closed else { continue }
      let kept = (0..<closed.sessions).count {
        ThinnedTrace.keeps($0, streams[index], share, isClosed: true)
      }
      header.classes[index].closed?.sessions = kept
      if let total = closed.total {
        header.classes[index].closed?.total = max(1, Int((Double(total) * share).rounded()))
      }
    }
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while try source.next(&session) {
      renaming.take(session.sharedContexts)
      let index = session.classIndex
      let isClosed = header.classes[index].closed != nil
      guard ThinnedTrace.keeps(session.number, streams[index], share, isClosed: isClosed) else {
        continue
      }
      renaming.rename(&session, last: &lastContext)
      session.number = counts[index]
      counts[index] += 1
      return true
    }
    return false
  }

  private static func keeps(
    _ number: Int, _ stream: RandomStream, _ share: Double, isClosed: Bool
  ) -> Bool {
    isClosed && number == 0 || stream.numbered(number).uniform < share
  }
}
