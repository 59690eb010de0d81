/// Why a placement can't be, in one sentence with the arithmetic, and what would help.
public struct PlacementError: Error, Hashable, Sendable {
  public var message: String
  public var help: String?
  public init(_ message: String, help: String? = nil) {
    (self.message, self.help) = (message, help)
  }
}

/// What kind of thing a name stands for, with the names there are.
enum Names {
  static func unknown(_ kind: String, _ name: String, among known: [String]) -> PlacementError {
    if let near = nearest(to: name, among: known) {
      return PlacementError("no \(kind) is called `\(name)`", help: "did you mean `\(near)`?")
    }
    let list = known.map { "`\($0)`" }.joined(separator: ", ")
    return PlacementError("no \(kind) is called `\(name)`", help: "known here: \(list)")
  }

  /// The nearest of some names, if it is near.
  static func nearest(to name: String, among known: [String]) -> String? {
    let near = known.min { distance(name, $0) < distance(name, $1) }
    return near.flatMap { distance(name, $0) <= max(1, name.count / 3) ? $0 : nil }
  }

  /// Changed, missing and extra letters, and swapped neighbours (optimal string alignment).
  static func distance(_ a: String, _ b: String) -> Int {
    let (a, b) = (Array(a.utf8), Array(b.utf8))
    var rows = [Array(0...b.count)]
    for i in a.indices {
      var row = [i + 1]
      for j in b.indices {
        var best = min(rows[i][j] + (a[i] == b[j] ? 0 : 1), rows[i][j + 1] + 1, row[j] + 1)
        if i > 0, j > 0, a[i] == b[j - 1], a[i - 1] == b[j] {
          best = min(best, rows[i - 1][j - 1] + 1)
        }
        row.append(best)
      }
      rows.append(row)
    }
    return rows[a.count][b.count]
  }
}

/// Bytes for people.
enum Amount {
  static func gigabytes(_ bytes: Double) -> String { "\(tenths(bytes / 1e9)) GB" }
  static func tenths(_ value: Double) -> String {
    let scaled = Int((value * 10).rounded())
    return "\(scaled / 10).\(scaled % 10)"
  }
  static func racks(_ count: Double) -> String {
    count == count.rounded() ? "\(Int(count))" : tenths(count)
  }
  static func hundredths(_ value: Double) -> String {
    let scaled = Int((value * 100).rounded())
    let rest = scaled % 100
    return "\(scaled / 100).\(rest < 10 ? "0" : "")\(rest)"
  }
  static func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
}
