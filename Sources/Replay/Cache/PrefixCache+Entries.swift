/// Entries and the lists they stand in.
extension PrefixCache {
  mutating func hold(_ engine: Int, _ segment: Int32) -> Int32 {
    let entry = CacheEntry(segment: segment, engine: Int32(engine))
    let index: Int32
    if let reused = unused.popLast() {
      index = reused
      entries[Int(index)] = entry
    } else {
      index = Int32(entries.count)
      entries.append(entry)
    }
    link(index, engine, segment)
    return index
  }

  private mutating func link(_ index: Int32, _ engine: Int, _ segment: Int32) {
    let place = Int(segment)
    tree.segments[place].holders += 1
    if tree.segments[place].row < 0, tree.segments[place].holders > PrefixCache.rowThreshold {
      makeRow(segment)
    }
    if tree.segments[place].row >= 0 {
      rows[Int(tree.segments[place].row) * accounts.count + engine] = index
    } else {
      entries[Int(index)].nextHolder = tree.segments[place].firstEntry
      tree.segments[place].firstEntry = index
    }
  }

  mutating func setCached(_ entry: Int32, _ blocks: Int32) {
    entries[Int(entry)].cached = blocks
    let segment = tree.segments[Int(entries[Int(entry)].segment)]
    guard segment.row >= 0 else { return }
    reachedInRows[Int(segment.row) * accounts.count + Int(entries[Int(entry)].engine)] =
      blocks > 0 ? segment.start + blocks : 0
  }

  private mutating func makeRow(_ segment: Int32) {
    let row: Int32
    if let reused = unusedRows.popLast() {
      row = reused
    } else {
      row = Int32(rows.count / accounts.count)
      rows.append(repeating: -1, count: accounts.count)
      reachedInRows.append(contentsOf: repeatElement(0, count: accounts.count))
    }
    let start = tree.segments[Int(segment)].start
    var index = tree.segments[Int(segment)].firstEntry
    while index >= 0 {
      let place = Int(row) * accounts.count + Int(entries[Int(index)].engine)
      rows[place] = index
      let cached = entries[Int(index)].cached
      reachedInRows[place] = cached > 0 ? start + cached : 0
      index = entries[Int(index)].nextHolder
    }
    tree.segments[Int(segment)].firstEntry = -1
    tree.segments[Int(segment)].row = row
  }

  /// Forgets an entry that is neither cached nor pinned.
  mutating func drop(_ entry: Int32) {
    let (segment, engine) = (entries[Int(entry)].segment, Int(entries[Int(entry)].engine))
    let place = Int(segment)
    let row = tree.segments[place].row
    if row >= 0 {
      rows[Int(row) * accounts.count + engine] = -1
      reachedInRows[Int(row) * accounts.count + engine] = 0
    } else if tree.segments[place].firstEntry == entry {
      tree.segments[place].firstEntry = entries[Int(entry)].nextHolder
    } else {
      var index = tree.segments[place].firstEntry
      while entries[Int(index)].nextHolder != entry { index = entries[Int(index)].nextHolder }
      entries[Int(index)].nextHolder = entries[Int(entry)].nextHolder
    }
    unused.append(entry)
    tree.segments[place].holders -= 1
    recycleIfUnused(segment)
  }

  /// A session ended: its segments stay only while an engine holds them.
  mutating func unname(_ segment: Int32) {
    tree.segments[Int(segment)].isNamed = false
    recycleIfUnused(segment)
  }

  private mutating func recycleIfUnused(_ segment: Int32) {
    let place = Int(segment)
    guard tree.segments[place].holders == 0, !tree.segments[place].isNamed else { return }
    if tree.segments[place].row >= 0 {
      unusedRows.append(tree.segments[place].row)
      tree.segments[place].row = -1
    }
    tree.recycle(segment)
  }

  mutating func append(_ entry: Int32, _ engine: Int) {
    entries[Int(entry)].previous = accounts[engine].newest
    entries[Int(entry)].next = -1
    if accounts[engine].newest >= 0 {
      entries[Int(accounts[engine].newest)].next = entry
    } else {
      accounts[engine].oldest = entry
    }
    accounts[engine].newest = entry
  }

  mutating func unlink(_ entry: Int32, _ engine: Int) {
    let (before, after) = (entries[Int(entry)].previous, entries[Int(entry)].next)
    if before >= 0 { entries[Int(before)].next = after } else { accounts[engine].oldest = after }
    if after >= 0 {
      entries[Int(after)].previous = before
    } else {
      accounts[engine].newest = before
    }
  }

  private mutating func insert(_ entry: Int32, after other: Int32, _ engine: Int) {
    let after = entries[Int(other)].next
    entries[Int(entry)].previous = other
    entries[Int(entry)].next = after
    entries[Int(other)].next = entry
    if after >= 0 { entries[Int(after)].previous = entry } else { accounts[engine].newest = entry }
  }

  /// Splits the segment in which a path of `blocks` ends, for all engines at once.
  ///
  /// - Returns: The segment that then ends there.
  mutating func split(_ segment: Int32, endingAt blocks: Int32) -> Int32 {
    let at = blocks - tree.segments[Int(segment)].start
    let upper = tree.split(segment, at: at)
    var holders: [Int32] = []
    if tree.segments[Int(segment)].row >= 0 {
      for engine in accounts.indices where entry(engine, segment) >= 0 {
        holders.append(entry(engine, segment))
      }
    } else {
      var index = tree.segments[Int(segment)].firstEntry
      while index >= 0 {
        holders.append(index)
        index = entries[Int(index)].nextHolder
      }
    }
    for lower in holders { splitEntry(lower, upper: upper, at: at) }
    return upper
  }

  private mutating func splitEntry(_ lower: Int32, upper segment: Int32, at blocks: Int32) {
    let old = entries[Int(lower)]
    let engine = Int(old.engine)
    let upper = hold(engine, segment)
    setCached(upper, min(old.cached, blocks))
    entries[Int(upper)].pins = old.pins
    setCached(lower, max(0, old.cached - blocks))
    guard old.pins == 0 else { return }
    insert(upper, after: lower, engine)
    if entries[Int(lower)].cached == 0 {
      unlink(lower, engine)
      drop(lower)
    }
  }
}
