/// The name that is closest to what was written, if it is close enough to be meant.
///
/// - Complexity: O(names · length²).
func nearestName(to written: String, among names: [String]) -> String? {
  let scored = names.map { (name: $0, distance: editDistance(Array(written.utf8), Array($0.utf8))) }
  guard let best = scored.min(by: { $0.distance < $1.distance }) else { return nil }
  return best.distance <= max(1, written.utf8.count / 3) ? best.name : nil
}

/// Insertions, removals, changes and swaps of neighbours that lead from one to the other.
private func editDistance(_ left: [UInt8], _ right: [UInt8]) -> Int {
  guard left.count <= 64, right.count <= 64 else { return .max }
  var rows = [Array(0...right.count)]
  for i in 0..<left.count {
    var row = [i + 1]
    for j in 0..<right.count {
      let change = rows[i][j] + (left[i] == right[j] ? 0 : 1)
      var best = min(change, rows[i][j + 1] + 1, row[j] + 1)
      if i > 0, j > 0, left[i] == right[j - 1], left[i - 1] == right[j] {
        best = min(best, rows[i - 1][j - 1] + 1)
      }
      row.append(best)
    }
    rows.append(row)
  }
  return rows[left.count][right.count]
}
