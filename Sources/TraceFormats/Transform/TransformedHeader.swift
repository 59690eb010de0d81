import Domain

extension TraceHeader {
  /// Whether it says how long it is; imported traces don't.
  var hasLength: Bool { duration < Ticks.horizonNanoseconds }

  /// The header of what a step makes of the trace: another trace, with an identity of its own.
  func transformed(by step: String) -> TraceHeader {
    var header = self
    var digest = TraceDigest()
    let text = Array("\(step) \(fingerprint)".utf8)
    digest.update(text, 0..<text.count)
    header.fingerprint = digest.text
    return header
  }
}
