/// A growing table of elements that is never copied, and so never asks whether it is shared.
///
/// An array asks that, through the runtime, at each change of an element; the loop changes some
/// hundred elements for each request. Indices are checked.
@safe struct Column<Element: ~Copyable>: ~Copyable {
  private var base: UnsafeMutablePointer<Element>
  private(set) var count = 0
  private var capacity: Int

  init(capacity: Int = 4) {
    self.capacity = max(1, capacity)
    unsafe base = .allocate(capacity: self.capacity)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe base.deallocate()
  }

  var indices: Range<Int> { 0..<count }
  var isEmpty: Bool { count == 0 }

  subscript(index: Int) -> Element {
    @inline(__always)
    unsafeAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an index within the table")
      return unsafe UnsafePointer(base + index)
    }
    @inline(__always)
    unsafeMutableAddress {
      precondition(UInt(bitPattern: index) < UInt(bitPattern: count), "an index within the table")
      return unsafe base + index
    }
  }

  /// - Complexity: O(1) amortized.
  mutating func append(_ element: consuming Element) {
    if count == capacity { widen(to: 2 * capacity) }
    unsafe (base + count).initialize(to: element)
    count += 1
  }

  mutating func removeLast() -> Element {
    precondition(count > 0, "an element to remove")
    count -= 1
    return unsafe (base + count).move()
  }

  /// Keeps the memory.
  mutating func removeAll() {
    unsafe base.deinitialize(count: count)
    count = 0
  }

  /// Makes place for `count` elements in all.
  mutating func reserve(_ count: Int) {
    if count > capacity { widen(to: count) }
  }

  /// Makes an empty table fit `count` elements: what is more than twice as much is given back.
  mutating func refit(_ count: Int) {
    precondition(isEmpty, "only an empty table is refitted")
    if count > capacity || capacity > 2 * count + 8 { widen(to: max(1, count)) }
  }

  private mutating func widen(to capacity: Int) {
    let wider: UnsafeMutablePointer<Element> = .allocate(capacity: capacity)
    unsafe wider.moveInitialize(from: base, count: count)
    unsafe base.deallocate()
    unsafe base = wider
    self.capacity = capacity
  }
}

extension Column {
  /// All elements, for a loop over them.
  func withSpan<Result>(_ body: (Span<Element>) -> Result) -> Result {
    body(unsafe Span(_unsafeStart: base, count: count))
  }

  init(_ elements: [Element]) {
    self.init(capacity: elements.count)
    for element in elements { append(element) }
  }

  init(repeating element: Element, count: Int) {
    self.init(capacity: count)
    append(repeating: element, count: count)
  }

  /// Puts `count` equal elements in place of all.
  mutating func refill(_ element: Element, count: Int) {
    removeAll()
    reserve(count)
    append(repeating: element, count: count)
  }

  mutating func append(repeating element: Element, count: Int) {
    for _ in 0..<count { append(element) }
  }

  var first: Element? { isEmpty ? nil : self[0] }
  var last: Element? { isEmpty ? nil : self[count - 1] }

}
