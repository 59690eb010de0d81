import Domain

/// Which of the fields that a format may have an input has.
struct FieldsMet {
  private struct Table {
    var names: [String] = []
    var mask: UInt64 = 0
  }

  /// By the tables' slots.
  private var tables: [Table] = []

  /// Finds a key as its table does, and notes it.
  mutating func find(_ table: KeyTable, _ bytes: Span<UInt8>, _ range: Range<Int>) -> Int? {
    guard let key = table.find(bytes, range) else { return nil }
    if table.slot >= tables.count || tables[table.slot].names.isEmpty {
      know(table.names, in: table.slot)
    }
    tables[table.slot].mask |= 1 << UInt64(key)
    return key
  }

  /// Learns which fields there may be.
  mutating func know(_ names: [String], in slot: Int = 0) {
    while tables.count <= slot { tables.append(Table()) }
    if tables[slot].names != names { tables[slot] = Table(names: names) }
  }

  mutating func note(_ field: Int, in slot: Int = 0) { tables[slot].mask |= 1 << UInt64(field) }

  mutating func formUnion(_ other: FieldsMet) {
    for (slot, table) in other.tables.enumerated() where !table.names.isEmpty {
      know(table.names, in: slot)
      tables[slot].mask |= table.mask
    }
  }

  /// Whether a field could be told by its name, and wasn't there.
  func lacks(_ name: String) -> Bool {
    var isKnown = false
    for table in tables {
      guard let key = table.names.firstIndex(of: name) else { continue }
      if table.mask & (1 << UInt64(key)) != 0 { return false }
      isKnown = true
    }
    return isKnown
  }

  func has(_ name: String, in slot: Int) -> Bool {
    guard slot < tables.count, let key = tables[slot].names.firstIndex(of: name) else {
      return false
    }
    return tables[slot].mask & (1 << UInt64(key)) != 0
  }
}

extension ItemReader {
  /// What became of the fields that the input has; what is made up in place of others stays.
  func account(of draft: borrowing ImportDraft) -> [FieldAccount] {
    account.filter { $0.fate == .synthesized || !lacks($0.field, draft) } + substitutes(draft)
  }

  /// Fields of the format that the input doesn't have.
  func absent(in draft: borrowing ImportDraft) -> [String] {
    account.filter { $0.fate != .synthesized && lacks($0.field, draft) }.map(\.field)
  }
}
