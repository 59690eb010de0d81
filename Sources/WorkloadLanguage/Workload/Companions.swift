// Keys that need or exclude each other, in definitions that may copy either from another one: the
// report stands where the slip was made.

extension TreeDecoder {
  /// Reports those of `keys` that do nothing without one of `needed`, none of which is there.
  mutating func reportUseless(_ keys: [String], without needed: [String], in fields: Fields) {
    let dropped = needed.compactMap { fields.dropped[$0] }.first
    let copied = keys.filter { fields.inherited.contains($0) && dropped != nil }
    let names = Wording.list(needed)
    if let dropped, !copied.isEmpty {
      let subject = Wording.list(copied, last: "and")
      let verb = copied.count == 1 ? "has" : "have"
      let drops = Wording.join(copied.map { "`\($0): none`" }, last: "and")
      report(
        .uselessKey, "\(subject) \(verb) no effect without \(names)", at: dropped,
        label: "dropped here",
        notes: copied.map { .init("`\($0)` is copied from here", at: fields.keyLocation($0)) },
        help: "add \(drops), or keep \(names)")
    }
    for key in keys where !copied.contains(key) {
      guard let location = fields.keyLocation(key) else { continue }
      report(
        .uselessKey, "`\(key)` has no effect without \(names)", at: location,
        help: "remove it, or \(dropped == nil ? "add" : "keep") \(names)")
    }
  }

  /// Reports two keys that exclude each other, at the one that is written here.
  ///
  /// - Parameter help: what to do if both are.
  mutating func reportExclusive(
    _ first: String, _ second: String, _ message: String, help: String, in fields: Fields
  ) {
    let isSecondCopied = fields.inherited.contains(second) && !fields.inherited.contains(first)
    let (key, other) = isSecondCopied ? (first, second) : (second, first)
    guard let location = fields.keyLocation(key) else { return }
    let isCopied = fields.inherited.contains(other) && !fields.inherited.contains(key)
    report(
      .exclusiveKeys, message, at: location,
      notes: [
        .init(
          "`\(other)` \(isCopied ? "is copied from" : "stands") here", at: fields.keyLocation(other)
        )
      ],
      help: isCopied ? "add `\(other): none` to drop what `extends` copies" : help)
  }
}
