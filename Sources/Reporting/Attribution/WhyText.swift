import Domain

/// What `--why` prints below the table: for each arm and class what the tail's time goes to beside
/// the middle's, and the causes of the difference.
public struct WhyText: Sendable {
  private let arms: [ArmReport]
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(_ arms: [ArmReport], width: Int = 80, isColoured: Bool) {
    (self.arms, self.width) = (arms, max(60, width))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    var lines: [String] = []
    for arm in arms {
      for group in WhyText.shown(arm.why) where !group.tails.isEmpty {
        lines += ["", paint.heading("why · \(arm.summary.policy) · \(group.name)")]
        lines += table(group) + group.tails.flatMap { causes($0, group.name) }
      }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A single class is all there is.
  static func shown(_ groups: [GroupWhy]) -> [GroupWhy] {
    groups.count == 2 ? Array(groups.dropFirst()) : groups
  }

  private static let labelWidth = 14
  private static let valueWidth = 11

  private func table(_ group: GroupWhy) -> [String] {
    let tails = group.tails
    let names = tails.flatMap { [$0.subject == .ttft ? "TTFT" : $0.subject.rawValue, ""] }
    let heads = tails.flatMap { _ in ["p99", "median"] }
    let times = tails.flatMap {
      [Quantity.duration($0.tail.value), Quantity.duration($0.middle.value)]
    }
    var lines = [paint.quiet(row("", names)), paint.quiet(row("", heads)), row("  mean", times)]
    for component in Component.allCases {
      let shares = tails.flatMap { [$0.tail.share(component), $0.middle.share(component)] }
      guard shares.contains(where: { abs($0) >= 0.005 }) else { continue }
      let cells = zip(tails.flatMap { [$0, $0] }, shares).map { tail, share in
        tail.subject.components.contains(component) ? WhyWords.share(share) : ""
      }
      lines.append(row("  " + component.rawValue, cells))
    }
    return lines
  }

  private func row(_ label: String, _ cells: [String]) -> String {
    func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }
    let head = label + blanks(WhyText.labelWidth - label.count)
    return trimmed(
      head + cells.map { blanks(WhyText.valueWidth - $0.count) + $0 }.joined())
  }

  private func causes(_ tail: Tail, _ group: String) -> [String] {
    let sentences =
      tail.causes.isEmpty
      ? [WhyWords.hardlyLonger(tail, group)]
      : tail.causes.map { WhyWords.sentence($0, tail, group) }
    let sizes = tail.causes.isEmpty ? nil : WhyWords.sizes(tail, group)
    return ([sizes].compactMap(\.self) + sentences).flatMap { text in
      wrapped(text, width: width - 2, indent: 2).map { "  " + $0 }
    }
  }
}
