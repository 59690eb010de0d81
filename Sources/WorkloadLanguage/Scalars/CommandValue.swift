public import Domain

/// Values on a command line, read as a workload file's are.
public enum CommandValue {
  /// `1m30s`, or `0`; nil if it is no duration.
  public static func duration(_ text: String) -> Nanoseconds? {
    switch ScalarText(text) {
    case .duration(let duration): duration
    case .number(let number) where number.value == 0: 0
    default: nil
    }
  }

  /// `8%`, as a share in [0, 1]; nil if it is none.
  public static func share(_ text: String) -> Double? {
    guard case .percentage(let percent) = ScalarText(text), percent <= 100 else { return nil }
    return percent / 100
  }

  /// `10ms..2s`: both ends.
  public static func durations(_ text: String) -> Range<Nanoseconds>? {
    guard let dots = text.firstRange(of: ".."),
      let low = duration(String(text[..<dots.lowerBound])),
      let high = duration(String(text[dots.upperBound...])), low < high
    else { return nil }
    return low..<high
  }
}
