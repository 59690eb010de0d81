import Domain

/// Finds the conversations in a source that has a session for each request: a request whose prompt
/// begins with all whole blocks of an earlier one, and is longer, is its next turn.
///
/// A request is followed by one other at most; a second one begins a conversation of its own.
struct RowThreads {
  /// A conversation is what rows have in common beyond this depth, the head that most share.
  private let headTokens: Int
  private let blockTokens: Int
  /// By context that a prompt ends in: depths of ends and the conversations that they are of.
  private var ends: [Int32: [(depth: Int32, thread: Int)]] = [:]
  private(set) var threads: [Thread] = []

  struct Thread {
    var starts: [Nanoseconds] = []
    var inputs: [Int] = []
    var outputs: [Int] = []
    /// Tokens of the first prompt that an earlier one had.
    var known = 0
    var classIndex = 0
  }

  init(headTokens: Int, blockTokens: Int) {
    (self.headTokens, self.blockTokens) = (headTokens, blockTokens)
  }

  /// Takes in a row; `known` is how much of its prompt an earlier one had.
  mutating func add(
    _ record: TraceRecord, start: Nanoseconds, classIndex: Int, known: Int,
    _ forest: borrowing ContextForest
  ) {
    let input = Int(record.inputTokens)
    let thread = follow(record, forest) ?? begin(known: known, classIndex: classIndex)
    threads[thread].starts.append(start)
    threads[thread].inputs.append(input)
    threads[thread].outputs.append(Int(record.outputTokens))
    let whole = input / blockTokens * blockTokens
    guard whole > headTokens, record.prompt.isShared else { return }
    let place = forest.place(record.prompt, keep: Int32(whole))
    ends[place.context.code, default: []].append((place.depth, thread))
  }

  private mutating func begin(known: Int, classIndex: Int) -> Int {
    threads.append(Thread(known: known, classIndex: classIndex))
    return threads.count - 1
  }

  /// The conversation that the prompt goes on with, whose end is then taken.
  private mutating func follow(
    _ record: TraceRecord, _ forest: borrowing ContextForest
  ) -> Int? {
    var (context, limit) = (record.prompt, record.inputTokens)
    while context != .root, context.isShared {
      let node = forest.shared[context.sharedNumber]
      if let found = ends[context.code] {
        let fitting = found.indices.filter { found[$0].depth <= limit }
        if let place = fitting.max(by: { found[$0].depth < found[$1].depth }) {
          let thread = found[place].thread
          guard threads[thread].inputs.last ?? 0 < Int(record.inputTokens) else { return nil }
          ends[context.code]?.remove(at: place)
          return thread
        }
      }
      (context, limit) = (node.parent, node.start)
    }
    return nil
  }
}

/// How deep the prompt is that nearly all rows begin with.
struct CommonHead {
  private var uses: [Int32: (count: Int, depth: Int32)] = [:]
  private var rows = 0

  /// Takes in a row: the deepest point of its prompt in the context that begins at the root.
  mutating func add(_ record: TraceRecord, _ forest: borrowing ContextForest) {
    rows += 1
    var (context, depth) = (record.prompt, record.inputTokens)
    while context != .root, context.isShared {
      let node = forest.shared[context.sharedNumber]
      if node.parent == .root {
        let known = uses[context.code]
        uses[context.code] = ((known?.count ?? 0) + 1, min(known?.depth ?? depth, depth))
        return
      }
      (context, depth) = (node.parent, node.start)
    }
  }

  /// Tokens that nine in ten rows begin with, to the depth at which the first of them leaves.
  func tokens(block: Int) -> Int {
    guard let found = uses.values.max(by: { $0.count < $1.count }), found.count * 10 >= rows * 9,
      rows >= 20
    else { return 0 }
    return Int(found.depth) / block * block
  }
}
