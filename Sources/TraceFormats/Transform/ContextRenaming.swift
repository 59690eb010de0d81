import Domain

/// Shared contexts of a source under the numbers of another trace, given out when a session of that
/// trace first needs them, parents before children.
///
/// - Complexity: 16 bytes for each shared context of the source.
struct ContextRenaming {
  private struct Entry {
    var context: SharedContext
    /// −1 before any session needed it.
    var number: Int32
  }

  private var known = [Entry(context: SharedContext(parent: 0, tokens: 0), number: 0)]

  /// Shared contexts taken in so far.
  var count: Int { known.count - 1 }

  /// Takes in the contexts that the next session of the source brings.
  mutating func take(_ contexts: some Sequence<SharedContext>) {
    for context in contexts { known.append(Entry(context: context, number: -1)) }
  }

  /// Rewrites the references of a session, and gives it the contexts it is the first to need.
  ///
  /// - Parameter last: number of the trace's last shared context, which is counted on.
  mutating func rename(_ session: inout TraceSession, last: inout Int32) {
    session.sharedContexts.removeAll(keepingCapacity: true)
    for index in session.contexts.indices where session.contexts[index].parent.isShared {
      let reference = session.contexts[index].parent
      session.contexts[index].parent = number(of: reference, &session.sharedContexts, &last)
    }
    for index in session.records.indices where session.records[index].kind == .request {
      let (prompt, extended) = (session.records[index].prompt, session.records[index].extended)
      if prompt.isShared {
        session.records[index].prompt = number(of: prompt, &session.sharedContexts, &last)
      }
      if extended.isShared {
        session.records[index].extended = number(of: extended, &session.sharedContexts, &last)
      }
    }
  }

  private mutating func number(
    of reference: ContextReference, _ brought: inout [SharedContext], _ last: inout Int32
  ) -> ContextReference {
    var path: [Int] = []
    var place = reference.sharedNumber
    while known[place].number < 0 {
      path.append(place)
      place = Int(known[place].context.parent)
    }
    for place in path.reversed() {
      var context = known[place].context
      context.parent = known[Int(context.parent)].number
      last += 1
      known[place].number = last
      brought.append(context)
    }
    return .shared(Int(known[reference.sharedNumber].number))
  }
}
