import Domain

/// Keys of a model's own drafter: a measured table, or chances from which one follows.
enum SpeculationKeys {
  static let drafter = Key<String>("drafter", .catalogName, .required(), "kind of drafter")
  static let lengths = Key(
    "lengths", .list(of: .number()), .conditional("or `first` and `decay`"),
    "mean tokens of a verify step for 1, 2, … drafts, the bonus token included")
  static let first = Key(
    "first", .plain, .conditional("with `decay`"), "chance that the first draft is accepted")
  static let decay = Key(
    "decay", .plain, .conditional("with `first`"), "factor from each chance to the next")
  static let acceptance = Key(
    "acceptance", .plain, .optional("1"), "what the lengths are multiplied with, by the text")
  static let source = Key<String>("source", .text, .conditional("with `lengths`"), "of `lengths`")

  static var type: ValueType<ModelArchitecture.Speculation> {
    let shape = Shape(
      "speculation",
      [
        drafter.field, lengths.field, first.field, decay.field, acceptance.field, source.field,
      ])
    return .shape(shape) { fields, decoder in
      let acceptance = fields.read(acceptance, &decoder)
      var found = table(fields, &decoder)
      found?.acceptance = acceptance
      return found
    }
  }

  /// A table, or what it follows from.
  private static func table(
    _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> ModelArchitecture.Speculation? {
    let drafter = fields.read(drafter, &decoder)
    let lengths = fields.read(lengths, &decoder)
    let (first, decay) = (fields.read(first, &decoder), fields.read(decay, &decoder))
    let source = fields.read(source, &decoder)
    guard let drafter else { return nil }
    if fields.has("lengths"), !fields.has("first"), !fields.has("decay"), fields.has("source") {
      guard let lengths, let source else { return nil }
      guard !lengths.isEmpty,
        lengths.enumerated().allSatisfy({
          $1 >= 1 && $1 <= Double($0 + 2)
        })
      else {
        decoder.report(
          .outOfRange, "with n drafts a verify step yields between 1 and n + 1 tokens",
          at: fields.node.location)
        return nil
      }
      return ModelArchitecture.Speculation(drafter: drafter, lengths: lengths, source: source)
    }
    guard fields.has("first"), fields.has("decay"), !fields.has("lengths"), !fields.has("source")
    else {
      decoder.report(
        .exclusiveKeys, "a drafter has `lengths` with their `source`, or `first` and `decay`",
        at: fields.node.location)
      return nil
    }
    guard let first, let decay else { return nil }
    guard (0...1).contains(first.value), (0...1).contains(decay.value) else {
      decoder.report(
        .outOfRange, "`first` and `decay` lie between 0 and 1", at: fields.node.location)
      return nil
    }
    return ModelArchitecture.Speculation(drafter: drafter, first: first, decay: decay)
  }
}
