/// A doubly linked list through the request table.
struct RequestList {
  private(set) var head: Int32 = -1
  private(set) var tail: Int32 = -1
  private(set) var count = 0

  mutating func link(_ request: Int32, in requests: inout [LiveRequest], atFront: Bool) {
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

  mutating func unlink(_ request: Int32, in requests: inout [LiveRequest]) {
    let (before, after) = (requests[Int(request)].previous, requests[Int(request)].next)
    if before >= 0 { requests[Int(before)].next = after } else { head = after }
    if after >= 0 { requests[Int(after)].previous = before } else { tail = before }
    count -= 1
  }
}
