/// A doubly linked list through the request table.
struct RequestList {
  private(set) var head: Int32 = -1
  private(set) var tail: Int32 = -1
  private(set) var count = 0

  mutating func link(_ request: Int32, in requests: inout Column<LiveRequest>, atFront: Bool) {
    let index = Int(request)
    if atFront {
      (requests[index].previous, requests[index].next) = (-1, head)
      if head >= 0 { requests[Int(head)].previous = request } else { tail = request }
      head = request
    } else {
      (requests[index].previous, requests[index].next) = (tail, -1)
      if tail >= 0 { requests[Int(tail)].next = request } else { head = request }
      tail = request
    }
    count += 1
  }

  /// Links a request behind the last one whose key is not larger.
  ///
  /// - Complexity: O(requests with a larger key).
  mutating func insert(_ request: Int32, in requests: inout Column<LiveRequest>) {
    let key = requests[Int(request)].key
    var before = tail
    while before >= 0, requests[Int(before)].key > key { before = requests[Int(before)].previous }
    guard before >= 0 else { return link(request, in: &requests, atFront: true) }
    let after = requests[Int(before)].next
    guard after >= 0 else { return link(request, in: &requests, atFront: false) }
    (requests[Int(request)].previous, requests[Int(request)].next) = (before, after)
    requests[Int(before)].next = request
    requests[Int(after)].previous = request
    count += 1
  }

  mutating func unlink(_ request: Int32, in requests: inout Column<LiveRequest>) {
    let (before, after) = (requests[Int(request)].previous, requests[Int(request)].next)
    if before >= 0 { requests[Int(before)].next = after } else { head = after }
    if after >= 0 { requests[Int(after)].previous = before } else { tail = before }
    count -= 1
  }
}
