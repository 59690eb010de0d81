/// A list that grows without copying what it has.
///
/// Elements stand in pages of one length. An array that doubles holds up to three times what is in
/// it while it grows, which for the outcomes of millions of requests is most of the memory.
@frozen
public struct PagedArray<Element>: RandomAccessCollection, MutableCollection,
  ExpressibleByArrayLiteral
{
  /// Full ones.
  @usableFromInline var pages: [[Element]] = []
  /// The one that is filled.
  @usableFromInline var last: [Element] = []

  @inlinable static var shift: Int { 10 }
  @inlinable static var pageLength: Int { 1 << shift }

  @inlinable public init() {}
  @inlinable public init(arrayLiteral elements: Element...) { self.init(elements) }
  @inlinable public init(_ elements: some Sequence<Element>) {
    for element in elements { append(element) }
  }

  @inlinable public var startIndex: Int { 0 }
  @inlinable public var endIndex: Int { pages.count << Self.shift + last.count }

  @inlinable public subscript(index: Int) -> Element {
    get {
      let page = index >> Self.shift
      let place = index & (Self.pageLength - 1)
      return page < pages.count ? pages[page][place] : last[place]
    }
    set {
      let page = index >> Self.shift
      let place = index & (Self.pageLength - 1)
      if page < pages.count { pages[page][place] = newValue } else { last[place] = newValue }
    }
  }

  /// - Complexity: O(1); at most a page is moved.
  @inlinable public mutating func append(_ element: Element) {
    if last.count == Self.pageLength { startPage() }
    last.append(element)
  }

  @inlinable mutating func startPage() {
    pages.append(last)
    last = []
    last.reserveCapacity(Self.pageLength)
  }
}

extension PagedArray: Equatable where Element: Equatable {}
extension PagedArray: Hashable where Element: Hashable {}
extension PagedArray: Sendable where Element: Sendable {}
