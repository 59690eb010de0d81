/// Where each block of a source that names prompts by chains of block hashes stands in the tree.
///
/// Small numbers index an array, others a table; a number names the same block wherever it stands.
struct BlockNames {
  struct Place: Equatable {
    /// Number of the shared context it belongs to, from 1.
    var context: Int32
    /// Blocks up to and with it, from the root.
    var depth: Int32
    /// Name of the block that it follows; −1 for the first of a prompt.
    var before: Int
  }

  private static let denseLimit = 1 << 26
  private var dense: [Place] = []
  private var sparse: [Int: Place] = [:]

  func place(_ name: Int) -> Place? {
    if name >= 0, name < dense.count, dense[name].context > 0 { return dense[name] }
    // The array may have grown past a number that was too large for it before.
    return sparse.isEmpty ? nil : sparse[name]
  }

  mutating func set(_ name: Int, _ place: Place) {
    guard name >= 0, name < BlockNames.denseLimit, name <= 2 * dense.count + 4096 else {
      sparse[name] = place
      return
    }
    while dense.count <= name { dense.append(Place(context: 0, depth: 0, before: 0)) }
    dense[name] = place
  }
}
