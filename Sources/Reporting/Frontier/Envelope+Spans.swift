#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

extension Envelope {
  /// Pieces without those that are no more than noise: where an arm is at no speed ahead of the one
  /// beside it, by more than what counts as a difference, that one goes on. The narrowest piece is
  /// taken in first.
  static func spans(_ pieces: [Piece], _ curves: [Curve]) -> [Piece] {
    var spans = pieces
    while let (index, host) = nextTaken(spans, curves) {
      let piece = spans[index]
      if host < index {
        spans[host].setSlowest(piece.slowest, of: curves[spans[host].arm])
      } else {
        spans[host].setFastest(piece.fastest, of: curves[spans[host].arm])
      }
      spans.remove(at: index)
      // What it kept apart may be of one arm.
      if index > 0, index < spans.count, spans[index - 1].arm == spans[index].arm {
        spans[index - 1].setSlowest(spans[index].slowest, of: curves[spans[index].arm])
        spans.remove(at: index)
      }
    }
    return spans
  }

  /// The narrowest piece that another goes on in place of, and that one.
  private static func nextTaken(
    _ spans: [Piece], _ curves: [Curve]
  ) -> (index: Int, host: Int)? {
    let order = spans.indices.sorted { (spans[$0].width, $0) < (spans[$1].width, $1) }
    for index in order {
      let beside = [index - 1, index + 1].filter {
        spans.indices.contains($0) && spans[$0].arm != spans[index].arm
          && !isAhead(spans[index], of: curves[spans[$0].arm], curves)
      }
      if let host = beside.max(by: { spans[$0].width < spans[$1].width }) { return (index, host) }
    }
    return nil
  }

  /// Whether a piece's arm is ahead of another somewhere between its ends.
  private static func isAhead(_ piece: Piece, of other: Curve, _ curves: [Curve]) -> Bool {
    let own = curves[piece.arm]
    let inside = (own.vertices + other.vertices).map(\.speed).filter {
      $0 < piece.fastest && $0 > piece.slowest
    }
    return ([piece.fastest, piece.slowest] + inside).contains { own.isAhead(of: other, at: $0) }
  }
}

extension Envelope.Piece {
  /// As a ratio's logarithm; the last piece reaches down to no speed.
  fileprivate var width: Double { slowest > 0 ? log(fastest / slowest) : .infinity }

  fileprivate mutating func setSlowest(_ speed: Double, of curve: Curve) {
    guard let end = curve.vertex(at: speed) else { return }
    (slowest, outputAtSlowest, loadAtSlowest) = (speed, end.output, end.load)
  }

  /// As fast as the arm gets, if that is less.
  fileprivate mutating func setFastest(_ speed: Double, of curve: Curve) {
    let speed = min(speed, curve.vertices.first?.speed ?? speed)
    guard let end = curve.vertex(at: speed) else { return }
    (fastest, outputAtFastest, loadAtFastest) = (speed, end.output, end.load)
  }
}
