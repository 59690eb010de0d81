/// The keys that a reader knows, found by their bytes.
struct KeyTable: Sendable {
  let names: [String]
  /// Tells it from the other tables of its format.
  let slot: Int
  private let bytes: [[UInt8]]

  init(_ names: [String], slot: Int = 0) {
    (self.names, self.slot) = (names, slot)
    bytes = names.map { Array($0.utf8) }
  }

  /// Place of a name in `names`, nil if it is none of them.
  ///
  /// - Complexity: O(names of the same length).
  func find(_ text: Span<UInt8>, _ range: Range<Int>) -> Int? {
    for key in bytes.indices where bytes[key].count == range.count {
      var index = 0
      while index < range.count, bytes[key][index] == text[range.lowerBound + index] { index += 1 }
      if index == range.count { return key }
    }
    return nil
  }

  /// A known name that was likely meant.
  func nearest(_ name: String) -> String? { nearestName(to: name, among: names) }
}

/// Names in the order they were first met, each with its number.
struct NameTable {
  private(set) var names: [String]
  private var numbers: [String: Int] = [:]

  init(_ names: [String] = []) {
    self.names = names
    for (number, name) in names.enumerated() { numbers[name] = number }
  }

  func find(_ name: String) -> Int? { numbers[name] }

  mutating func number(_ name: String) -> Int {
    if let number = numbers[name] { return number }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }
}
