public import Domain

/// Sessions from memory.
public struct ArraySource: TraceSource {
  public let header: TraceHeader
  private var rest: ArraySlice<TraceSession>

  public init(_ header: TraceHeader, _ sessions: [TraceSession]) {
    (self.header, rest) = (header, sessions[...])
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    guard let next = rest.popFirst() else {
      session.removeAll()
      return false
    }
    session = next
    return true
  }
}
