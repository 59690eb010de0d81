/// Whose gaps are counted together.
struct GapPool: Hashable, Comparable {
  var classIndex: Int
  var agent: Int
  var model: Int
  var tenant: Int

  static func < (left: GapPool, right: GapPool) -> Bool {
    (left.classIndex, left.agent, left.model, left.tenant)
      < (right.classIndex, right.agent, right.model, right.tenant)
  }
}
