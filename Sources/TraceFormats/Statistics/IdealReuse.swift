import Domain

/// What prompts share when nothing is ever evicted.
///
/// Prompts that share are the same for any order of requests, since whoever comes second finds what
/// the first one left; so sessions are taken one after the other. A cache is a model's own.
struct IdealReuse {
  /// By model and shared context: depth up to which some prompt had it; 0 for none.
  private var shared: [[Int32]]
  private var own: [[Int32]]

  init(models: Int) {
    shared = Array(repeating: [], count: models)
    own = shared
  }

  mutating func begin(_ forest: borrowing ContextForest) {
    for model in shared.indices {
      let more = forest.shared.count - shared[model].count
      shared[model].append(contentsOf: repeatElement(0, count: more))
      own[model].removeAll(keepingCapacity: true)
      own[model].append(contentsOf: repeatElement(0, count: forest.own.count))
    }
  }

  /// Tokens from the root that an earlier path had; then this one has been there too.
  ///
  /// - Complexity: O(contexts of the path that are new, and one).
  mutating func touch(
    _ place: ContextForest.Place, model: Int, _ forest: borrowing ContextForest
  ) -> Int {
    var (context, depth) = (place.context, place.depth)
    while context != .root {
      let reached = reached(context, model)
      let start = forest.node(context).start
      if reached > start {
        if reached < depth { set(context, model, depth) }
        return Int(min(reached, depth))
      }
      set(context, model, depth)
      (context, depth) = (forest.node(context).parent, start)
    }
    return 0
  }

  private func reached(_ context: ContextReference, _ model: Int) -> Int32 {
    context.isShared ? shared[model][context.sharedNumber] : own[model][context.ownIndex]
  }

  private mutating func set(_ context: ContextReference, _ model: Int, _ depth: Int32) {
    if context.isShared {
      shared[model][context.sharedNumber] = depth
    } else {
      own[model][context.ownIndex] = depth
    }
  }
}
