import Domain

extension ImportDraft {
  /// The prompt that a row's block hashes name, after a check of their count and their order.
  /// Where fewer are allowed, what they leave is the request's own.
  mutating func chain(
    _ ids: inout [Int], input: Int, rounding: BlockIdentity.Rounding, _ bytes: Span<UInt8>,
    _ cursor: LineCursor, _ idsPlace: Int, allowsFewer: Bool = false
  ) throws(TraceError) -> DraftRequest.Prompt {
    if ids.isEmpty { return .unshared }
    let block = tree.blockTokens
    let wanted = rounding == .ceil ? (max(1, input) + block - 1) / block : input / block
    guard ids.count == wanted || (allowsFewer && ids.count < wanted) else {
      throw cursor.error(
        "\(ids.count) hash_ids for \(input) input tokens", at: cursor.lineStart,
        help: "blocks of \(block) tokens make \(wanted); `--block-size` says another size")
    }
    let (last, count) = (ids[ids.count - 1], ids.count)
    if let found = tree.add(&ids) {
      throw brokenChain(ids, found, bytes, cursor, idsPlace)
    }
    return .chain(last: last, blocks: Int32(count))
  }

  /// Says that an id doesn't follow the one it followed in an earlier row.
  func brokenChain(
    _ ids: borrowing [Int], _ found: PromptTree.Break, _ bytes: Span<UInt8>, _ cursor: LineCursor,
    _ idsPlace: Int
  ) -> TraceError {
    let here = found.index > 0 ? "follows \(ids[found.index - 1])" : "is the first"
    let there = found.earlier >= 0 ? "followed \(found.earlier)" : "was the first"
    return cursor.error(
      "hash id \(ids[found.index]) \(here) here, it \(there) before",
      at: cursor.place(ofElement: found.index, in: idsPlace, bytes),
      help: "an id names a block with all blocks before it, so it always follows the same one")
  }
}

extension LineCursor {
  mutating func tokens(
    _ bytes: Span<UInt8>, _ what: StaticString
  ) throws(TraceError) -> Int {
    try integer(bytes, 0...ImportedHeader.mostTokens, what)
  }

  mutating func outputTokens(
    _ bytes: Span<UInt8>, _ what: StaticString
  ) throws(TraceError) -> Int {
    try integer(bytes, 0...ImportedHeader.mostOutput, what)
  }

  /// The size of blocks, which must be the one that the first row has.
  mutating func blockSize(_ bytes: Span<UInt8>, _ expected: Int) throws(TraceError) {
    skipSpace(bytes)
    let place = position
    let size = try integer(bytes, 1...65_536, "block_size")
    guard size == expected else {
      throw error(
        "blocks of \(size) tokens, \(expected) were expected", at: place,
        help: "one trace has blocks of one size; `--block-size` tells it")
    }
  }

  /// A list of block hashes: whole numbers below 2⁶⁴, of which the top bit is left out.
  ///
  /// - Returns: where the list begins.
  mutating func hashes(
    _ bytes: Span<UInt8>, into ids: inout [Int]
  ) throws(TraceError) -> Int {
    skipSpace(bytes)
    let place = position
    try expect(bytes, UInt8(ascii: "["))
    if take(bytes, UInt8(ascii: "]")) { return place }
    if plainIntegers(bytes, into: &ids) { return place }
    // A comma before this element was passed over.
    repeat {
      if peek(bytes) == 0x20 || isDocument { skipSpace(bytes) }
      let start = position
      var value: UInt64 = 0
      while position < end {
        let digit = bytes[position] &- 0x30
        guard digit < 10 else { break }
        value = value &* 10 &+ UInt64(digit)
        position += 1
      }
      let next = peek(bytes)
      guard position > start, next != 0x2E, next | 0x20 != 0x65 else {
        position = start
        throw error("expected a whole number for a hash id")
      }
      guard position - start <= 20 else { throw error("a hash id is out of range", at: start) }
      ids.append(Int(truncatingIfNeeded: value & UInt64(Int.max)))
      // A long number may stand among short ones.
      guard take(bytes, UInt8(ascii: ",")) else { break }
      if plainIntegers(bytes, into: &ids) { return place }
    } while true
    try expect(bytes, UInt8(ascii: "]"))
    return place
  }

  /// Where an element of a list stands, found by counting commas: the list was read before.
  func place(ofElement index: Int, in list: Int, _ bytes: Span<UInt8>) -> Int {
    var cursor = self
    cursor.position = list + 1
    var commas = 0
    while commas < index, cursor.position < cursor.end {
      if bytes[cursor.position] == UInt8(ascii: ",") { commas += 1 }
      cursor.position += 1
    }
    cursor.skipSpace(bytes)
    return cursor.position
  }

  /// Passes over a member that the reader doesn't know and notes its name; a name that is nearly
  /// one of the known is taken for a mistake.
  mutating func skipUnknown(
    _ bytes: Span<UInt8>, _ range: Range<Int>, _ keys: KeyTable, _ draft: inout ImportDraft
  ) throws(TraceError) {
    let name = text(bytes, range)
    if !draft.dropped.has(name), let meant = keys.nearest(name) {
      throw error(
        "unknown key \"\(name)\"", at: range.lowerBound, help: "did you mean \"\(meant)\"?")
    }
    draft.dropped.add(name, line: line)
    try skipValue(bytes)
  }
}

/// `s`, `ms`, `us` or `ns`.
func timeUnitName(_ unit: Int) -> String {
  switch unit {
  case 1_000_000_000: "seconds"
  case 1_000_000: "milliseconds"
  case 1000: "microseconds"
  default: "nanoseconds"
  }
}
