#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// A growing table of elements that is never copied, and so never asks whether it is shared.
///
/// An array asks that, through the runtime, at each change of an element; the loop changes some
/// hundred elements for each request. Indices are checked.
@safe struct Column<Element: ~Copyable>: ~Copyable {
  fileprivate var base: UnsafeMutablePointer<Element>
  fileprivate(set) var count = 0
  fileprivate var capacity: Int

  init(capacity: Int = 4) {
    self.capacity = max(1, capacity)
    unsafe base = Self.memory(self.capacity)
  }

  /// Of the C library, which can make a piece of it longer.
  private static func memory(_ capacity: Int) -> UnsafeMutablePointer<Element> {
    precondition(MemoryLayout<Element>.alignment <= 16, "what malloc aligns to")
    let bytes = capacity * MemoryLayout<Element>.stride
    guard let found = unsafe malloc(bytes) else { fatalError("out of memory") }
    return unsafe found.bindMemory(to: Element.self, capacity: capacity)
  }

  deinit {
    unsafe base.deinitialize(count: count)
    unsafe free(base)
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
    let wider = unsafe Self.memory(capacity)
    unsafe wider.moveInitialize(from: base, count: count)
    unsafe free(base)
    unsafe base = wider
    self.capacity = capacity
  }
}

extension Column where Element: BitwiseCopyable {
  /// - Complexity: O(1) amortized.
  @inline(__always)
  mutating func append(_ element: Element) {
    if count == capacity { stretch(to: 2 * capacity) }
    unsafe (base + count).initialize(to: element)
    count += 1
  }

  /// As `widen`, but large tables stay where their pages are: nothing is copied or touched anew.
  @inline(never)
  private mutating func stretch(to capacity: Int) {
    let bytes = capacity * MemoryLayout<Element>.stride
    guard let wider = unsafe realloc(base, bytes) else { fatalError("out of memory") }
    unsafe base = wider.assumingMemoryBound(to: Element.self)
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
