import Domain

/// What a job did, in figures that no machine changes.
public struct Facts: Codable, Equatable, Sendable {
  /// Files read, or requests generated, imported or finished.
  public var count: Int
  /// Records generated, steps of engines, or bytes written.
  public var steps: Int
  /// Of everything that came out.
  public var digest: String
}

/// FNV-1a over 64-bit words.
struct Digest {
  private var hash: UInt64 = 0xCBF2_9CE4_8422_2325

  mutating func add(_ value: some BinaryInteger) {
    hash = (hash ^ UInt64(truncatingIfNeeded: value)) &* 0x100_0000_01B3
    hash ^= hash >> 29
  }

  mutating func add(_ text: String) {
    for byte in text.utf8 { add(byte) }
  }

  var hexadecimal: String { String(hash, radix: 16) }
}

extension Facts {
  init(_ result: ArmResult) {
    var digest = Digest()
    for request in result.requests {
      digest.add(request.sent)
      digest.add(request.firstToken)
      digest.add(request.last)
      digest.add(request.stall)
      digest.add(request.cachedTokens)
      digest.add(request.session)
    }
    for turn in result.turns {
      digest.add(turn.response)
      digest.add(turn.length)
      digest.add(turn.silence)
    }
    for session in result.sessions {
      digest.add(session.length)
      digest.add(session.total)
    }
    for group in result.gaps {
      digest.add(group.histogram.count)
      digest.add(group.histogram.sum)
      digest.add(group.histogram.zeros)
      digest.add(group.histogram.firstBucket)
      for count in group.histogram.counts { digest.add(count) }
    }
    digest.add(result.cache.hitBlocks)
    digest.add(result.cache.idealBlocks)
    digest.add(result.cache.evictedBlocks)
    digest.add(result.counts.preemptions)
    self.init(
      count: result.counts.finished, steps: Int(result.steps), digest: digest.hexadecimal)
  }
}
