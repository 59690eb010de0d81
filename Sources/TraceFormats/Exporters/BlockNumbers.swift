import Domain

/// Numbers for the blocks of prompts, equal where a block and all before it are equal.
///
/// A context has as many numbers as blocks end within its own tokens, given when a prompt first
/// needs one; so memory grows with contexts and not with blocks. The numbers follow the order of
/// first need.
struct BlockNumbers {
  let blockTokens: Int
  private(set) var forest = ContextForest()
  private var next = 0
  /// By context: number of the first block that ends in it; −1 if none has been needed.
  private var shared: [Int] = [-1]
  private var own: [Int] = []
  /// Blocks that prompts fill in part.
  private var sharedParts: [Place: Int] = [:]
  private var ownParts: [Place: Int] = [:]
  private var path: [(context: ContextReference, end: Int)] = []

  private typealias Place = ContextForest.Place

  /// Rows say the size where it isn't the one that Mooncake's have.
  var toldSize: Int? { blockTokens == 512 ? nil : blockTokens }

  init(blockTokens: Int) { self.blockTokens = blockTokens }

  /// Takes in the contexts that a session brings and forgets those of the one before.
  mutating func begin(_ session: borrowing TraceSession) {
    forest.begin(session)
    shared.append(contentsOf: repeatElement(-1, count: forest.shared.count - shared.count))
    own.removeAll(keepingCapacity: true)
    own.append(contentsOf: repeatElement(-1, count: forest.own.count))
    if !ownParts.isEmpty { ownParts.removeAll(keepingCapacity: true) }
  }

  /// The blocks of a request's prompt, the last one perhaps filled in part.
  ///
  /// - Parameter rounding: whether the part has a number.
  mutating func blocks(
    of record: TraceRecord, rounding: BlockIdentity.Rounding = .ceil, into ids: inout [Int]
  ) {
    ids.removeAll(keepingCapacity: true)
    let input = Int(record.inputTokens)
    let whole = forest.place(record.prompt)
    let count =
      rounding == .ceil ? (input + blockTokens - 1) / blockTokens : input / blockTokens
    path.removeAll(keepingCapacity: true)
    var (context, end) = (whole.context, Int(whole.depth))
    while context != .root {
      path.append((context, end))
      let node = forest.node(context)
      (context, end) = (node.parent, Int(node.start))
    }
    var block = 0
    for (context, end) in path.reversed() {
      let first = number(of: context)
      let before = Int(forest.node(context).start) / blockTokens
      while block < count, (block + 1) * blockTokens <= end {
        ids.append(first + block - before)
        block += 1
      }
    }
    if block < count, let last = path.first {
      ids.append(part(Place(context: last.context, depth: Int32(last.end))))
    }
  }

  /// Number of the first block that ends within a context.
  private mutating func number(of context: ContextReference) -> Int {
    let known = context.isShared ? shared[context.sharedNumber] : own[context.ownIndex]
    if known >= 0 { return known }
    let node = forest.node(context)
    let first = next
    next += Int(node.end) / blockTokens - Int(node.start) / blockTokens
    if context.isShared {
      shared[context.sharedNumber] = first
    } else {
      own[context.ownIndex] = first
    }
    return first
  }

  private mutating func part(_ place: Place) -> Int {
    let known = place.context.isShared ? sharedParts[place] : ownParts[place]
    if let known { return known }
    defer { next += 1 }
    if place.context.isShared { sharedParts[place] = next } else { ownParts[place] = next }
    return next
  }

  /// Tokens that two prompts have in common from their start.
  func common(_ one: ContextReference, _ other: ContextReference) -> Int {
    var (left, right) = (forest.place(one), forest.place(other))
    while left.context != right.context {
      // The one that begins deeper can't be on the other's path.
      let (leftStart, rightStart) = (start(left.context), start(right.context))
      if leftStart >= rightStart, left.context != .root {
        left = parent(of: left)
      } else {
        right = parent(of: right)
      }
    }
    return Int(min(left.depth, right.depth))
  }

  private func start(_ context: ContextReference) -> Int32 {
    context == .root ? -1 : forest.node(context).start
  }

  private func parent(of place: ContextForest.Place) -> ContextForest.Place {
    let node = forest.node(place.context)
    return ContextForest.Place(context: node.parent, depth: min(place.depth, node.start))
  }
}
