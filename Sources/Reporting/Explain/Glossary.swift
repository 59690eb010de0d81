/// All words that are explained.
public enum Glossary {
  /// In the order they are listed: metrics by what they are taken of, then words.
  public static let pages =
    requestPages + userPages + sharePages + platformPages + componentPages + wordPages + policyPages

  public enum Answer: Hashable, Sendable {
    case page(Page)
    /// No such word; `nearest` is one that may have been meant.
    case unknown(nearest: String?)
  }

  /// Looks a word up by name or other spelling, whatever its case.
  public static func page(_ word: String) -> Answer {
    let wanted = normalized(word)
    for page in pages where names(page).contains(where: { normalized($0) == wanted }) {
      return .page(page)
    }
    let most = max(1, wanted.count / 3)
    var nearest: (name: String, distance: Int)?
    for name in pages.flatMap(names) {
      let distance = spellingDistance(Array(wanted), Array(normalized(name)))
      if distance <= most, distance < nearest?.distance ?? .max { nearest = (name, distance) }
    }
    return .unknown(nearest: nearest?.name)
  }

  private static func names(_ page: Page) -> [String] { [page.name] + page.aliases }

  private static func normalized(_ word: String) -> String {
    String(word.lowercased().map { $0 == " " || $0 == "_" ? "-" : $0 })
  }
}

/// Damerau–Levenshtein distance where no piece is edited twice: a swap of two letters counts one.
func spellingDistance(_ left: [Character], _ right: [Character]) -> Int {
  var before: [Int] = []
  var previous = Array(0...right.count)
  for row in 0..<left.count {
    var current = [row + 1]
    for column in 0..<right.count {
      let change = previous[column] + (left[row] == right[column] ? 0 : 1)
      var best = min(change, previous[column + 1] + 1, current[column] + 1)
      if row > 0, column > 0, left[row] == right[column - 1], left[row - 1] == right[column] {
        best = min(best, before[column - 1] + 1)
      }
      current.append(best)
    }
    (before, previous) = (previous, current)
  }
  return previous[right.count]
}
