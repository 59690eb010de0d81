/// How far long work is, in a line.
public enum ProgressText {
  /// `replayed 12 of 240, 3.40/s, about 67 s left`
  ///
  /// - Parameter share: Part of the work that is done; nil where it isn't known.
  public static func parts(
    _ what: String, _ done: Int, of total: Int, share: Double?, after seconds: Double
  ) -> String {
    "\(what) \(done) of \(total)\(rate(done, seconds))\(left(share, seconds))"
  }

  /// `replayed 412 k requests, 61.0 k/s, about 7 s left`
  public static func requests(
    _ what: String, _ count: Int, share: Double?, after seconds: Double
  ) -> String {
    let number = count < 1000 ? Quantity.count(count) : Quantity.number(Double(count))
    return "\(what) \(number) requests\(rate(count, seconds))\(left(share, seconds))"
  }

  private static func rate(_ count: Int, _ seconds: Double) -> String {
    guard count > 0, seconds > 0 else { return "" }
    let rate = Double(count) / seconds
    return rate < 1 ? ", \(Quantity.number(rate * 60))/min" : ", \(Quantity.number(rate))/s"
  }

  /// If the rest takes as long as what is done did, in proportion.
  private static func left(_ share: Double?, _ seconds: Double) -> String {
    guard let share, share > 0, share < 1 else { return "" }
    let rest = seconds * (1 / share - 1)
    let (unit, name) = rest < 120 ? (1.0, "s") : rest < 7200 ? (60, "min") : (3600, "h")
    return ", about \(Int((rest / unit).rounded(.up))) \(name) left"
  }
}
