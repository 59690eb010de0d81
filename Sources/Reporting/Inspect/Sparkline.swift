/// A row of bars, one column for each value.
enum Sparkline {
  private static let bars: [Character] = Array("▁▂▃▄▅▆▇█")

  /// Bars from zero to the largest value; a blank for nothing.
  static func text(_ values: [Double]) -> String {
    guard let largest = values.max(), largest > 0 else {
      return String(repeating: " ", count: values.count)
    }
    return String(
      values.map { value in
        guard value > 0 else { return " " }
        return bars[min(Int(value / largest * 8), 7)]
      })
  }
}
