import Domain

/// Tokens on the path of every context: the trace's shared ones and one session's own.
struct ContextLengths {
  private var shared: [Int32] = [0]
  private var own: [Int32] = []

  var sharedCount: Int { shared.count - 1 }
  var ownCount: Int { own.count }

  subscript(_ context: ContextReference) -> Int {
    Int(context.isShared ? shared[context.sharedNumber] : own[context.ownIndex])
  }

  mutating func startSession() { own.empty() }

  mutating func appendShared(_ context: SharedContext) {
    let kept = context.keep >= 0 ? context.keep : shared[Int(context.parent)]
    shared.append(kept + context.tokens)
  }

  mutating func appendOwn(_ context: PrivateContext) {
    own.append(Int32(self[context.parent]) + context.tokens)
  }
}
