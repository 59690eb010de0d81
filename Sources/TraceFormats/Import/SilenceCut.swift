import Domain

/// Cuts silence between sessions where that makes a source as short as a replay can be: recordings
/// of a few sessions on many days, such as a sample of a larger set.
struct SilenceCut {
  /// Times in order, each with how much silence before it is cut.
  private var cuts: [(time: Int, removed: Int)] = []
  private let longest: Int
  private let count: Int

  /// Longest silence that is left, by preference.
  private static let choices = [86_400, 21_600, 3600, 600].map { $0 * 1_000_000_000 }

  /// - Parameter times: of the sessions' first requests, in any order; nil for one without.
  /// - Returns: nil if nothing must be cut, or if that isn't enough.
  init?(_ times: [Int?]) {
    let sorted = times.compactMap(\.self).sorted()
    let horizon = Int(Ticks.horizonNanoseconds)
    guard let first = sorted.first, let last = sorted.last else { return nil }
    let (span, overflows) = last.subtractingReportingOverflow(first)
    guard overflows || span >= horizon else { return nil }
    for longest in Self.choices {
      var (removed, count, length) = (0, 0, 0)
      var cuts: [(time: Int, removed: Int)] = []
      var before = first
      for time in sorted {
        let (gap, overflows) = time.subtractingReportingOverflow(before)
        guard !overflows else { return nil }
        if gap > longest {
          removed += gap - longest
          count += 1
        }
        length += min(gap, longest)
        guard length < horizon else { break }
        cuts.append((time, removed))
        before = time
      }
      guard length < horizon else { continue }
      (self.cuts, self.longest, self.count) = (cuts, longest, count)
      return
    }
    return nil
  }

  /// A source's time without the silence before it that is cut.
  func moved(_ time: Int) -> Int {
    var (low, high) = (0, cuts.count)
    while low < high {
      let middle = (low + high) / 2
      if cuts[middle].time <= time { low = middle + 1 } else { high = middle }
    }
    return low > 0 ? time - cuts[low - 1].removed : time
  }

  var account: FieldAccount {
    FieldAccount(
      FieldAccount.start, .inferred,
      "\(count) silence\(count == 1 ? "" : "s") of more than \(Self.text(longest)) cut to that:"
        + " the source spans more than the 13 days of a replay")
  }

  private static func text(_ longest: Int) -> String {
    let hours = longest / 3_600_000_000_000
    return hours > 0 ? "\(hours) h" : "\(longest / 60_000_000_000) min"
  }

  /// What a trace's account says that silences were cut to; nil if none were.
  static func length(in account: [FieldAccount]) -> Nanoseconds? {
    let said = account.first { $0.field == FieldAccount.start && $0.fate == .inferred }
    return choices.first { said?.note.contains("more than \(text($0)) cut") == true }
      .map(Nanoseconds.init)
  }
}
