/// Which arm gives most output at each speed of a user.
public struct Envelope: Hashable, Sendable {
  /// Speeds at which one arm is the best.
  public struct Piece: Hashable, Sendable {
    /// Index of the arm.
    public var arm: Int
    /// Tokens per second of a user, the faster first.
    public var fastest: Double
    public var slowest: Double
    /// Its output per second and megawatt at both ends.
    public var outputAtFastest: Double
    public var outputAtSlowest: Double
    /// Its loads at both ends.
    public var loadAtFastest: Double
    public var loadAtSlowest: Double
  }

  /// Where one arm overtakes another: below the speed `slower` gives more, above it `faster`.
  public struct Crossing: Hashable, Sendable {
    public var slower: Int
    public var faster: Int
    public var tpsPerUser: Double
    public var outputPerMegawatt: Double
    /// Both arms' loads there.
    public var slowerLoad: Double
    public var fasterLoad: Double
  }

  /// By falling speed.
  public let pieces: [Piece]
  /// The pieces as they are told: without those whose arm is nowhere ahead of one beside it.
  public let spans: [Piece]
  /// Of every two arms, by falling speed.
  public let crossings: [Crossing]

  init(_ curves: [Curve]) {
    var meetings: [Double] = []
    var crossings: [Crossing] = []
    for first in curves.indices {
      for second in curves.indices.dropFirst(first + 1) {
        let found = Envelope.meetings(first, second, curves)
        meetings += found.all
        crossings += found.crossings
      }
    }
    self.crossings = crossings.sorted { $0.tpsPerUser > $1.tpsPerUser }
    pieces = Envelope.pieces(curves, meetings)
    spans = Envelope.spans(pieces, curves)
  }

  /// Speeds between which every curve is one straight line, the fastest first.
  private static func cuts(_ curves: [Curve], _ more: [Double] = []) -> [Double] {
    Set(curves.flatMap { $0.vertices.map(\.speed) } + more).sorted(by: >)
  }

  private static func pieces(_ curves: [Curve], _ meetings: [Double]) -> [Piece] {
    let cuts = cuts(curves, meetings)
    var pieces: [Piece] = []
    // The slowest point of an arm serves users who ask for less as well.
    for (fast, slow) in zip(cuts, cuts.dropFirst() + [0]) {
      let middle = (fast + slow) / 2
      let outputs = curves.map { $0.output(at: middle) ?? -1 }
      guard let most = outputs.max(), most >= 0, let best = outputs.firstIndex(of: most),
        let start = curves[best].vertex(at: fast), let end = curves[best].vertex(at: slow)
      else { continue }
      if let last = pieces.last, last.arm == best, last.slowest == fast {
        pieces[pieces.count - 1].slowest = slow
        pieces[pieces.count - 1].outputAtSlowest = end.output
        pieces[pieces.count - 1].loadAtSlowest = end.load
      } else {
        pieces.append(
          Piece(
            arm: best, fastest: fast, slowest: slow, outputAtFastest: start.output,
            outputAtSlowest: end.output, loadAtFastest: start.load, loadAtSlowest: end.load))
      }
    }
    return pieces
  }

  /// Differences below this share, in output or in speed, are no difference: arms that lie on one
  /// another don't overtake.
  static let leastDifference = 0.02

  /// Speeds at which two curves meet, among those that both reach, and where they change places.
  private static func meetings(
    _ first: Int, _ second: Int, _ curves: [Curve]
  ) -> (all: [Double], crossings: [Crossing]) {
    let (one, other) = (curves[first], curves[second])
    var all: [Double] = []
    var crossings: [Crossing] = []
    // Which was ahead where they last differed.
    var isOneAhead: Bool?
    var before: (speed: Double, gap: Double)?
    for speed in cuts([one, other]) {
      guard let a = one.output(at: speed), let b = other.output(at: speed) else { continue }
      let gap = a - b
      if let before, before.gap * gap <= 0, before.gap != gap {
        let share = before.gap / (before.gap - gap)
        all.append(before.speed - share * (before.speed - speed))
      }
      before = (speed, gap)
      guard gap > 0 ? one.isAhead(of: other, at: speed) : other.isAhead(of: one, at: speed) else {
        continue
      }
      if let isOneAhead, isOneAhead != (gap > 0), let met = all.last {
        crossings.append(crossing(gap > 0 ? (first, second) : (second, first), met, curves))
      }
      isOneAhead = gap > 0
    }
    return (all, crossings)
  }

  private static func crossing(
    _ arms: (slower: Int, faster: Int), _ speed: Double, _ curves: [Curve]
  ) -> Crossing {
    let (slower, faster) = (
      curves[arms.slower].vertex(at: speed), curves[arms.faster].vertex(at: speed)
    )
    return Crossing(
      slower: arms.slower, faster: arms.faster, tpsPerUser: speed,
      outputPerMegawatt: slower?.output ?? 0, slowerLoad: slower?.load ?? 0,
      fasterLoad: faster?.load ?? 0)
  }
}
