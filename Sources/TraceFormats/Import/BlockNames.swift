/// Where each block of a source that names prompts by chains of block hashes stands in the tree.
///
/// Small numbers index pages, others a table; a number names the same block wherever it stands.
struct BlockNames {
  struct Place: Equatable {
    /// Number of the shared context it belongs to, from 1; `unplaced` if none has it yet.
    var context: Int32
    /// Name of the block that it follows; −1 for the first of a prompt.
    var before: Int
  }

  static let unplaced: Int32 = -1

  /// A place whose names are small, in 8 bytes.
  private struct Small {
    var context: Int32
    var before: Int32
    static let none = Small(context: 0, before: 0)
  }

  private static let denseLimit = 1 << 26
  private static let pageSize = 1 << 12
  /// Of equal length, so that growing copies nothing and leaves nothing over.
  private var pages: [[Small]] = []
  private var sparse: [Int: Place] = [:]

  func place(_ name: Int) -> Place? {
    let page = name / BlockNames.pageSize
    if name >= 0, page < pages.count {
      let found = pages[page][name % BlockNames.pageSize]
      if found.context != 0 { return Place(context: found.context, before: Int(found.before)) }
    }
    // The pages may have grown past a number that was too large for them before.
    return sparse.isEmpty ? nil : sparse[name]
  }

  mutating func set(_ name: Int, _ place: Place) {
    let known = pages.count * BlockNames.pageSize
    guard name >= 0, name < BlockNames.denseLimit, name <= 2 * known + 4096,
      let before = Int32(exactly: place.before)
    else {
      if name >= 0, name < known { forget(name) }
      sparse[name] = place
      return
    }
    while pages.count <= name / BlockNames.pageSize {
      pages.append(Array(repeating: .none, count: BlockNames.pageSize))
    }
    pages[name / BlockNames.pageSize][name % BlockNames.pageSize] = Small(
      context: place.context, before: before)
  }

  private mutating func forget(_ name: Int) {
    pages[name / BlockNames.pageSize][name % BlockNames.pageSize] = .none
  }
}
