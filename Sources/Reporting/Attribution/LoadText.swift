public import Domain

/// What `--why` prints of load over time: for each arm rows of bars from the start of the replay to
/// its end, of requests and of what the engines of each pool hold.
public struct LoadText: Sendable {
  private let arms: [ArmResult]
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(_ arms: [ArmResult], width: Int = 80, isColoured: Bool) {
    (self.arms, self.width) = (arms, max(60, width))
    paint = Paint(isOn: isColoured)
  }

  /// Nothing of an arm without requests, or that doesn't say what its engines hold.
  public var text: String {
    arms.flatMap(lines).map { $0 + "\n" }.joined()
  }

  private static let labelWidth = 14
  private static let peakWidth = 14

  private var columns: Int { width - LoadText.labelWidth - LoadText.peakWidth }

  private func lines(_ arm: ArmResult) -> [String] {
    guard let pools = PoolLoad(arm), !arm.requests.isEmpty else { return [] }
    let (load, end) = (Load(arm), arm.end.inSeconds)
    func row(_ label: String, _ values: [Double], _ step: Double, isShare: Bool = false) -> String {
      let means = LoadText.means(of: values, step: step, until: end, parts: columns)
      let peak = values.max() ?? 0
      return padded("  " + label, LoadText.labelWidth) + padded(Sparkline.text(means), columns)
        + " peak " + (isShare ? Quantity.percent(peak) : Quantity.number(peak))
    }
    var lines = ["", paint.heading("load · \(arm.policy)")]
    for (label, values) in [
      ("sent/s", load.arrived), ("under way", load.inFlight), ("waiting", load.waiting),
    ] { lines.append(row(label, values, load.step)) }
    for pool in pools.pools {
      lines.append(paint.quiet("  " + String(pool.name.prefix(width - 2))))
      lines.append(row("  running", pool.running, pools.step))
      lines.append(row("  queued", pool.queued, pools.step))
      lines.append(row("  KV held", pool.kvUse, pools.step, isShare: true))
    }
    let moment = Quantity.moment(end)
    let axis = padded("", LoadText.labelWidth) + padded("0", columns - moment.count) + moment
    return lines + [paint.quiet(axis)]
  }

  /// Means of equal parts of the time from zero to `end`, of values that each hold for `step`.
  static func means(of values: [Double], step: Double, until end: Double, parts: Int) -> [Double] {
    guard step > 0, end > 0 else { return [] }
    let width = end / Double(parts)
    return (0..<parts).map { part in
      let (from, to) = (Double(part) * width, Double(part + 1) * width)
      var sum = 0.0
      for place in Int(from / step)..<max(Int(from / step) + 1, Int((to / step).rounded(.up)))
      where place < values.count {
        let shared = min(to, Double(place + 1) * step) - max(from, Double(place) * step)
        sum += values[place] * max(0, shared)
      }
      return sum / width
    }
  }
}
