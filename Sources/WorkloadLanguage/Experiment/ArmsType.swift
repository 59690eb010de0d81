import Domain

/// An arm as it is written, and what its names mean.
struct ArmDraft: Sendable {
  var arm: Experiment.Arm
  var nameLocation: Location
  var policy: Location
  /// Of its own platform.
  var platform: Location?
}

extension ValueType where Value == [ArmDraft] {
  /// Names and arms, or a list of arms that are named as they are written.
  static var arms: ValueType {
    let arm = TypeDescription.scalar("arm", pattern: ScalarPattern.arm)
    return ValueType(.either([.names(arm), .list(arm)])) { node, decoder in
      if let items = node.items {
        guard decoder.checkLength(items.count, of: node) else { return nil }
        return items.compactMap { decoder.arm($0, name: nil) }
      }
      guard let entries = decoder.entries(of: node),
        decoder.checkLength(entries.count, of: node)
      else { return nil }
      var arms: [ArmDraft] = []
      for entry in entries where decoder.checkName(entry.key, at: entry.keyLocation) {
        let name = Placed(value: entry.key, location: entry.keyLocation)
        if let arm = decoder.at(entry.key, { $0.arm(entry.value, name: name) }) { arms.append(arm) }
      }
      return arms
    }
  }
}

extension TreeDecoder {
  /// - Parameter name: nil for an arm that is named as it is written.
  fileprivate mutating func arm(_ node: Node, name: Placed<String>?) -> ArmDraft? {
    guard let text = text(of: node, as: "an arm, as in `afd` or `afd@ours.yaml`") else {
      return nil
    }
    guard var arm = Experiment.Arm(text: text) else {
      report(
        .unknownForm, "\(Wording.quoted(text)) is no arm", at: node.location,
        help: "an arm is POLICY, or POLICY@PLATFORM")
      return nil
    }
    let policyEnd = arm.policy.utf8.count
    if let name { arm.name = name.value }
    return ArmDraft(
      arm: arm, nameLocation: name?.location ?? node.location,
      policy: node.location(of: 0..<policyEnd, in: text),
      platform: arm.platform.map { _ in
        node.location(of: policyEnd + 1..<text.utf8.count, in: text)
      })
  }
}

extension ScalarPattern {
  /// `POLICY` or `POLICY@PLATFORM`.
  static let arm = "^[a-z0-9]+([-.][a-z0-9]+)*(@.+)?$"
}
