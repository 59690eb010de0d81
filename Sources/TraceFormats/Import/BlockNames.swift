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

  private static let denseLimit = 1 << 26
  private static let pageSize = 1 << 13
  /// By name: the context of a block that follows the name before its own, as most do; 0 for none;
  /// below `unplaced`, which of the jumps it is. Of equal length, so that growing copies nothing
  /// and leaves nothing over.
  private var pages: [[Int32]] = []
  /// Blocks that follow another name.
  private var jumps: [(context: Int32, before: Int32)] = []
  private var sparse: [Int: Place] = [:]

  func place(_ name: Int) -> Place? {
    let page = name / BlockNames.pageSize
    if name >= 0, page < pages.count {
      let entry = pages[page][name % BlockNames.pageSize]
      if entry != 0 { return place(entry, of: name) }
    }
    // The pages may have grown past a number that was too large for them before.
    return sparse.isEmpty ? nil : sparse[name]
  }

  private func place(_ entry: Int32, of name: Int) -> Place {
    guard entry < BlockNames.unplaced else { return Place(context: entry, before: name - 1) }
    let jump = jumps[BlockNames.jump(entry)]
    return Place(context: jump.context, before: Int(jump.before))
  }

  /// Index of a jump's entry, and the other way round.
  private static func jump(_ entry: Int32) -> Int { Int(unplaced - 1 - entry) }
  private static func entry(jump: Int) -> Int32 { unplaced - 1 - Int32(jump) }

  /// What stands for a place of a name in its page, where `old` stood.
  private mutating func entry(
    of name: Int, _ context: Int32, before: Int32, replacing old: Int32
  ) -> Int32 {
    if Int(before) == name - 1 { return context }
    if old < BlockNames.unplaced {
      jumps[BlockNames.jump(old)] = (context, before)
      return old
    }
    jumps.append((context, before))
    return BlockNames.entry(jump: jumps.count - 1)
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
      pages.append(Array(repeating: 0, count: BlockNames.pageSize))
    }
    let (page, index) = name.quotientAndRemainder(dividingBy: BlockNames.pageSize)
    pages[page][index] = entry(
      of: name, place.context, before: before, replacing: pages[page][index])
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
    var entries: [Int32] = []
    swap(&entries, &pages[page])
    defer { swap(&entries, &pages[page]) }
    var span = entries.mutableSpan
    var before = index > 0 ? names[index - 1] : -1
    while index < names.count {
      let place = names[index] - first
      guard place >= 0, place < span.count, before < BlockNames.denseLimit else { return }
      if span[place] == 0 {
        span[place] = entry(of: names[index], context, before: Int32(before), replacing: 0)
      } else {
        known.place = self.place(span[place], of: names[index])
        known.count = index + 1
        if known.place.before != before {
          known.broken = (index, known.place.before)
          return
        }
      }
      before = names[index]
      index += 1
    }
  }

  private mutating func forget(_ name: Int) {
    pages[name / BlockNames.pageSize][name % BlockNames.pageSize] = 0
  }
}
