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
  private static let pageSize = 1 << 14
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

  /// Leading blocks of a prompt that had a name before.
  struct Known {
    var count = 0
    var place = Place(context: 0, before: -1)
    /// The first one that follows another here than it did before, and which it followed then.
    var broken: (index: Int, earlier: Int)?
  }

  /// Looks up the blocks of a prompt, root first, and names those that are new as parts of
  /// `context`.
  mutating func follow(_ names: [Int], context: Int32) -> Known {
    var known = Known()
    var index = 0
    while index < names.count, known.broken == nil {
      let (start, page) = (index, names[index] / BlockNames.pageSize)
      if names[index] >= 0, page < pages.count, sparse.isEmpty {
        followInPage(page, names, &index, context, &known)
      }
      if index == start, known.broken == nil {
        followOne(names, index, context, &known)
        index += 1
      }
    }
    return known
  }

  private mutating func followOne(
    _ names: [Int], _ index: Int, _ context: Int32, _ known: inout Known
  ) {
    let before = index > 0 ? names[index - 1] : -1
    if let found = place(names[index]) {
      if found.before != before { known.broken = (index, found.before) }
      (known.count, known.place) = (index + 1, found)
    } else {
      set(names[index], Place(context: context, before: before))
    }
  }

  /// Goes on with the names that stand in one page, which most of a prompt's do.
  private mutating func followInPage(
    _ page: Int, _ names: [Int], _ index: inout Int, _ context: Int32, _ known: inout Known
  ) {
    let first = page * BlockNames.pageSize
    var entries: [Small] = []
    swap(&entries, &pages[page])
    defer { swap(&entries, &pages[page]) }
    var span = entries.mutableSpan
    var before = index > 0 ? names[index - 1] : -1
    while index < names.count {
      let place = names[index] - first
      guard place >= 0, place < span.count, before < BlockNames.denseLimit else { return }
      let found = span[place]
      if found.context == 0 {
        span[place] = Small(context: context, before: Int32(before))
      } else {
        known.place = Place(context: found.context, before: Int(found.before))
        known.count = index + 1
        if Int(found.before) != before {
          known.broken = (index, Int(found.before))
          return
        }
      }
      before = names[index]
      index += 1
    }
  }

  private mutating func forget(_ name: Int) {
    pages[name / BlockNames.pageSize][name % BlockNames.pageSize] = .none
  }
}
