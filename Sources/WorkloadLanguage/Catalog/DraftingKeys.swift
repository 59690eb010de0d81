import Domain

/// `speculation` of a policy: `off`, or `{drafts: 3}`.
enum DraftingKeys {
  struct Drafting: Sendable {
    var number: PolicyDefinition.Drafting?
    var drafter: String?
  }

  private static let drafts = Key<Int>(
    "drafts", .count(in: 1...64), .optional("the best for each batch"),
    "tokens drafted before a decode step")
  private static let drafter = Key<String>(
    "drafter", .catalogName, .optional("llama-3.1-8b"), "model that drafts on LPX, of `lpx-draft`")
  private static let shape = Shape("drafts", [drafts.field, drafter.field])

  static let key = Key(
    "speculation", type, .optional("on where the model brings a drafter"), "drafts of decode steps")
  static var field: Field { key.field }

  private static var type: ValueType<Drafting> {
    ValueType(.either([.word(["off"]), .mapping(shape)])) { node, decoder in
      guard node.entries != nil else {
        return decoder.word(node, among: ["off"]).map { _ in Drafting(number: .off) }
      }
      let owner = "`\(decoder.place)`"
      guard let fields = decoder.fields(of: node, as: shape, called: owner) else { return nil }
      return Drafting(
        number: fields.read(drafts, &decoder).map { .drafts($0) },
        drafter: fields.read(drafter, &decoder))
    }
  }

  /// What goes with which placement.
  static func check(
    _ drafting: Drafting?, _ kind: PolicyDefinition.Kind, _ fields: Fields,
    _ decoder: inout TreeDecoder
  ) -> Bool {
    let place = fields.node("speculation")?.location ?? fields.node.location
    if kind == .lpxDraft, drafting?.number == .off {
      decoder.report(
        .exclusiveKeys, "`lpx-draft` is drafting; with `speculation: off` nothing of it is left",
        at: place, help: "use `gpu-disaggregated`")
      return false
    }
    if kind != .lpxDraft, let drafter = drafting?.drafter {
      decoder.report(
        .exclusiveKeys, "only `lpx-draft` has a drafter of its own, such as `\(drafter)`",
        at: place,
        help: "leave `drafter` out: the model's own drafter is used")
      return false
    }
    return true
  }
}
