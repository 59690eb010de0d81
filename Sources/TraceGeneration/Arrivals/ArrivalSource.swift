import Domain

/// What the sources of one open class have in common.
struct ArrivalPlan: Sendable {
  enum Process: Sendable {
    case rate(RatePlan, gaps: Shape?)
    case atOnce(Int)
    case schedule([Nanoseconds])
  }

  var process: Process
  var start: Nanoseconds
  /// No session starts at or after this.
  var end: Nanoseconds
  var total: Int
  /// Shares of the class's clients; nil for a class with one source.
  var clients: WeightTable?
  var load: Double
}

/// One stream of starts: a class, or one client of it.
struct ArrivalSource: Sendable {
  let classIndex: Int
  /// Number of the client, −1 in a class that names none.
  let client: Int
  /// Where its sessions and gaps are drawn from.
  let stream: RandomStream
  private let scale: Double
  /// Sessions that were taken.
  private(set) var count = 0
  /// Start of the next session.
  private(set) var next: Nanoseconds = 0
  private var gapSum = 0.0
  private var walk = RateWalk()

  init(classIndex: Int, client: Int, stream: RandomStream, plan: ArrivalPlan) {
    (self.classIndex, self.client) = (classIndex, client)
    self.stream = client < 0 ? stream : stream.numbered(client)
    scale = plan.load * (client < 0 ? 1 : plan.clients?.share(of: client) ?? 1)
  }

  /// Moves to the next start. False if there is none.
  ///
  /// Session i starts when the integral of the rate is the sum of the first i gaps of mean 1.
  mutating func advance(_ plan: ArrivalPlan) -> Bool {
    switch plan.process {
    case .atOnce(let sessions):
      next = plan.start
      count += 1
      return count <= sessions && next < plan.end
    case .schedule(let moments):
      count += 1
      guard count <= moments.count else { return false }
      let (sum, overflows) = plan.start.addingReportingOverflow(moments[count - 1])
      next = sum
      return !overflows && next < plan.end
    case .rate(let rate, let gaps):
      guard scale > 0 else { return false }
      count += 1
      gapSum += gap(of: gaps)
      guard let seconds = walk.time(of: gapSum / scale, plan: rate, stream: stream) else {
        return false
      }
      // Starts never fall, even where two of a wave are closer than its solution is exact.
      next = max(next, plan.start + Nanoseconds((seconds * 1e9).rounded()))
      return next < plan.end
    }
  }

  /// The gap before the session `count`. The first is from a moment that knows nothing of the
  /// sessions before it: many clients that all began with a whole gap would start together.
  private func gap(of gaps: Shape?) -> Double {
    let draws = stream.named(Use.gap)
    let uniform = min(draws.numbered(count).uniform, 1 - 0x1p-53)
    guard count == 1 else { return gaps?.quantile(uniform) ?? 1 }
    guard let gaps else { return client < 0 ? 1 : uniform }
    return gaps.firstQuantile(uniform, part: draws.numbered(0).uniform)
  }
}
