/// The most output of one arm for each speed of a user, between its loads by straight lines.
///
/// Loads under which requests that wait become ever more are left out: what users got there is a
/// matter of how long one looks.
struct Curve: Hashable {
  struct Vertex: Hashable {
    /// Tokens per second of a user.
    var speed: Double
    /// Tokens per second and megawatt.
    var output: Double
    var load: Double
    /// Index of the arm's variant.
    var variant = 0
  }

  /// By falling speed and rising output: points that another beats in both are left out.
  let vertices: [Vertex]

  init(_ points: [FrontierPoint], variant: Int = 0) {
    let all = points.filter { !$0.isSaturated }.compactMap { point -> Vertex? in
      guard let speed = point.tpsPerUser, let output = point.outputPerMegawatt else { return nil }
      return Vertex(speed: speed, output: output, load: point.load, variant: variant)
    }
    var kept: [Vertex] = []
    for vertex in all.sorted(by: { ($0.speed, $0.output) > ($1.speed, $1.output) })
    where vertex.output > kept.last?.output ?? -1 {
      kept.append(vertex)
    }
    vertices = kept
  }

  /// One for each variant of an arm.
  static func all(_ variants: [FrontierVariant]) -> [Curve] {
    variants.enumerated().map { Curve($0.element.points, variant: $0.offset) }
  }

  /// The best of some curves at each speed. Where another one begins that gives more, there are
  /// two vertices of one speed.
  init(bestOf curves: [Curve]) {
    guard curves.count > 1 else {
      self = curves.first ?? Curve([])
      return
    }
    let pieces = Envelope(curves).pieces
    vertices = pieces.enumerated().flatMap { index, piece -> [Vertex] in
      let own = curves[piece.arm].vertices
      let inside = own.filter { $0.speed < piece.fastest && $0.speed > piece.slowest }
      let ends = [
        (piece.fastest, piece.outputAtFastest, piece.loadAtFastest),
        (piece.slowest, piece.outputAtSlowest, piece.loadAtSlowest),
      ].map { speed, output, load in
        Vertex(speed: speed, output: output, load: load, variant: own.first?.variant ?? 0)
      }
      // The slowest point serves all who ask for less.
      return [ends[0]] + inside + (index < pieces.count - 1 ? [ends[1]] : [])
    }
  }

  /// The most output at which users have at least this speed; nil where none has.
  func output(at speed: Double) -> Double? { vertex(at: speed)?.output }

  /// The point of the curve at a speed, interpolated; the slowest one for less speed than that.
  func vertex(at speed: Double) -> Vertex? {
    guard let first = vertices.first, let last = vertices.last, speed <= first.speed else {
      return nil
    }
    guard speed > last.speed else { return last }
    if let there = vertices.last(where: { $0.speed == speed }) { return there }
    let after = vertices.firstIndex { $0.speed < speed } ?? 0
    let (fast, slow) = (vertices[after - 1], vertices[after])
    let share = (fast.speed - speed) / (fast.speed - slow.speed)
    return Vertex(
      speed: speed, output: fast.output + share * (slow.output - fast.output),
      load: fast.load + share * (slow.load - fast.load), variant: fast.variant)
  }
}

extension Curve {
  /// Whether it gives more at a speed, and the other doesn't give as much at a little less speed.
  func isAhead(of other: Curve, at speed: Double) -> Bool {
    guard let own = output(at: speed) else { return false }
    let slower = other.output(at: speed * (1 - Envelope.leastDifference))
    return own * (1 - Envelope.leastDifference) > slower ?? 0
  }
}
