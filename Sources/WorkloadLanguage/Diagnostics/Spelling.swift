/// Finds the name that an author most likely meant.
public enum Spelling {
  /// The allowed name nearest to `word`: at most a third of its length away, at least 1; among
  /// equals, the first.
  ///
  /// A name that differs in nothing but capitals comes before all others.
  public static func nearest(to word: String, among names: [String]) -> String? {
    let small = word.lowercased()
    if small != word, names.contains(small) { return small }
    let limit = max(1, word.count / 3)
    var best: (name: String, distance: Int)?
    for name in names where abs(name.count - word.count) <= limit {
      let distance = distance(Array(word.utf8), Array(name.utf8))
      if distance <= limit, distance < best?.distance ?? .max { best = (name, distance) }
    }
    return best?.name
  }

  /// "did you mean `x`?", or the allowed names where there are at most six.
  static func help(for word: String, among names: [String]) -> String? {
    if let nearest = nearest(to: word, among: names) { return "did you mean `\(nearest)`?" }
    return list(names)
  }

  /// The allowed names, six of them where there are more.
  static func list(_ names: [String]) -> String? {
    guard !names.isEmpty else { return nil }
    if names.count <= 6 { return "known here: \(Wording.list(names, last: "and"))" }
    return "known here: \(names.prefix(6).map { "`\($0)`" }.joined(separator: ", ")), …"
  }

  /// Damerau–Levenshtein distance (optimal string alignment): a swap of two neighbours counts one.
  static func distance(_ a: [UInt8], _ b: [UInt8]) -> Int {
    var before = [Int](repeating: 0, count: b.count + 1)
    var last = Array(0...b.count)
    for i in a.indices {
      var row = [i + 1] + [Int](repeating: 0, count: b.count)
      for j in b.indices {
        let same = a[i] == b[j] ? 0 : 1
        row[j + 1] = min(last[j] + same, last[j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          row[j + 1] = min(row[j + 1], before[j - 1] + 1)
        }
      }
      (before, last) = (last, row)
    }
    return last[b.count]
  }
}
