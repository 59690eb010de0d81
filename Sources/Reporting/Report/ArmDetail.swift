public import Domain

/// What a page draws of one arm beyond the figures of its table: how values are distributed, load
/// over time, and the sessions that took longest.
///
/// Bounded whatever the length of the run: `Curves.shares.count` values for each metric and class,
/// `Load.bins` moments, and a few sessions for each class.
public struct ArmDetail: Hashable, Sendable {
  /// Of all, then of each class.
  var curves: [Curves]
  var load: Load
  /// nil where the replay doesn't tell.
  var poolLoad: PoolLoad?
  /// Longest first, class by class; think time left out.
  var worst: [WorstSession]

  /// - Complexity: O(requests).
  public init(_ arm: ArmResult, _ header: TraceHeader, _ summary: ArmSummary) {
    curves = summary.curves
    load = Load(arm)
    poolLoad = PoolLoad(arm)
    worst = WorstSession.of(arm, header)
  }

  func write(to json: inout JSONWriter) {
    json.object("load") { load.write(to: &$0) }
    if let poolLoad { json.object("poolLoad") { poolLoad.write(to: &$0) } }
    json.array("worstSessions") { json in
      for session in worst { json.object { session.write(to: &$0) } }
    }
  }
}

/// Requests under way over the time of a replay. Only finished ones: of others it isn't kept when
/// they ended.
struct Load: Hashable, Sendable {
  static let bins = 120
  /// Length of a bin in seconds.
  var step: Double
  /// Sent per second; means of those under way, and of those without a first token yet.
  var arrived: [Double]
  var inFlight: [Double]
  var waiting: [Double]

  init(_ arm: ArmResult) {
    let end = arm.requests.reduce(Nanoseconds(1)) { max($0, $1.sent + $1.last) }
    let width = (end + Nanoseconds(Load.bins) - 1) / Nanoseconds(Load.bins)
    var sent = [Int](repeating: 0, count: Load.bins)
    var flying = Occupancy(width: width)
    var first = flying
    for request in arm.requests {
      sent[Int(request.sent / width)] += 1
      flying.add(from: request.sent, to: request.sent + request.last)
      first.add(from: request.sent, to: request.sent + request.firstToken)
    }
    step = width.inSeconds
    let seconds = step
    arrived = sent.map { Double($0) / seconds }
    (inFlight, waiting) = (flying.means, first.means)
  }

  func write(to json: inout JSONWriter) {
    json.field("step", step)
    for (key, values) in [("arrived", arrived), ("inFlight", inFlight), ("waiting", waiting)] {
      json.array(key) { json in
        for value in values { json.element(rounded(value)) }
      }
    }
  }
}

/// Time that stretches spend in each bin, in whole nanoseconds.
private struct Occupancy {
  let width: Nanoseconds
  private var partly = [Int128](repeating: 0, count: Load.bins)
  /// Changes of the number of stretches that fill a bin wholly.
  private var changes = [Int](repeating: 0, count: Load.bins + 1)

  init(width: Nanoseconds) { self.width = width }

  mutating func add(from start: Nanoseconds, to end: Nanoseconds) {
    guard end > start else { return }
    let (first, last) = (Int(start / width), Int((end - 1) / width))
    guard first < last else {
      partly[first] += Int128(end - start)
      return
    }
    partly[first] += Int128(Nanoseconds(first + 1) * width - start)
    partly[last] += Int128(end - Nanoseconds(last) * width)
    changes[first + 1] += 1
    changes[last] -= 1
  }

  var means: [Double] {
    var filling = 0
    return partly.indices.map { bin in
      filling += changes[bin]
      return Double(filling) + Double(partly[bin]) / Double(width)
    }
  }
}

/// Four significant digits, which is finer than a page can show.
func rounded(_ value: Double) -> Double {
  guard value != 0, value.isFinite else { return value }
  var scale = 1.0
  var size = abs(value)
  while size < 1000 { (size, scale) = (size * 10, scale * 10) }
  while size >= 10_000 { (size, scale) = (size / 10, scale / 10) }
  return (value * scale).rounded() / scale
}
