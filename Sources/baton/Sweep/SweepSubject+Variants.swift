import Domain
import Reporting
import Shipped
import WorkloadLanguage

extension SweepSubject {
  /// What messages call the text of a setting.
  private static let origin = "--vary"

  /// Puts the variants of every arm in its place; an arm that lacks a key isn't varied by it, and
  /// variants that can't be placed are named with the reason.
  ///
  /// - Parameter isNamed: Whether the user named the arms; others are left out where none of their
  ///   variants can be placed.
  /// - Throws: `Failure` for a key that no arm has, a value that isn't one, and a named arm, or
  ///   all, without a variant that can be placed.
  mutating func vary(by variations: [Variation], isNamed: Bool) throws {
    guard !variations.isEmpty else { return }
    let lacks = try variations.map { variation in
      try arms.map { try SweepSubject.lack(of: variation, in: $0) }
    }
    for lacks in lacks where lacks.allSatisfy({ $0 != nil }) {
      let found = lacks.prefix(1).compactMap(\.self)
      throw Failure.rendered(Console.text(found), found)
    }
    let usual = arms
    arms = []
    for (index, arm) in usual.enumerated() {
      var own: [Variation] = []
      for (variation, lacks) in zip(variations, lacks) {
        if let lack = lacks[index] {
          notes.append("\(arm.name) isn't varied by \(variation.path): \(lack.message)")
        } else {
          own.append(variation)
        }
      }
      let placed = try variants(of: arm, by: own)
      if placed.isEmpty, isNamed || index == usual.count - 1 && arms.isEmpty {
        let reason = refused.last { $0.arm == arm.name }?.reason ?? ""
        throw Failure.input("no variant of `\(arm.name)` can be placed: \(reason)")
      }
      arms += placed
    }
  }

  /// Why an arm can't be varied by a key: it has nothing that the key says something of.
  private static func lack(of variation: Variation, in arm: SweepArm) throws -> Diagnostic? {
    var missing: Diagnostic?
    for value in variation.values {
      switch arm.place.set([Variant.Setting(path: variation.path, value: value)], arm, origin) {
      case .set, .refused: return nil
      case .without(let reason): missing = missing ?? reason
      case .wrong(let found): throw Failure.rendered(Console.text(found), found)
      }
    }
    return missing
  }

  /// The variants of an arm; keys of which no value changes anything are told and left out.
  private mutating func variants(
    of arm: SweepArm, by variations: [Variation]
  ) throws -> [SweepArm] {
    guard !variations.isEmpty else { return [arm] }
    let known = refused
    var all: [(variant: Variant, identity: String)] = []
    let placed = try variants(of: arm, Variation.variants(of: variations), all: &all)
    let idle = variations.filter { variation in
      variation.values.count > 1 && all.count == Variation.variants(of: variations).count
        && Set(all.map { Pair($0.variant.without(variation.path), $0.identity) }).count
          == Set(all.map { $0.variant.without(variation.path) }).count
    }
    guard !idle.isEmpty else { return placed }
    refused = known
    notes += idle.map { "\($0.path) changes nothing of \(arm.name), whatever its value" }
    return try variants(
      of: arm, by: variations.filter { variation in !idle.contains { $0.path == variation.path } })
  }

  private struct Pair: Hashable {
    var others: Variant
    var identity: String
    init(_ others: Variant, _ identity: String) {
      (self.others, self.identity) = (others, identity)
    }
  }

  /// - Parameter all: Takes those that can be placed, also such as are the same as another.
  private mutating func variants(
    of arm: SweepArm, _ variants: [Variant], all: inout [(variant: Variant, identity: String)]
  ) throws -> [SweepArm] {
    var placed: [SweepArm] = []
    func leave(_ variant: Variant, _ reason: String) {
      refused.append(Frontier.Refusal(arm: arm.name, variant: variant.name, reason: reason))
    }
    for variant in variants {
      let catalog: Catalog
      switch arm.place.set(variant.settings, arm, SweepSubject.origin) {
      case .set(let found): catalog = found
      case .without(let reason), .refused(let reason):
        leave(variant, reason.message)
        continue
      case .wrong(let found): throw Failure.rendered(Console.text(found), found)
      }
      var place = arm.place
      (place.catalog, place.platform) = (catalog, arm.plan.platform)
      do {
        let made = try SweepArm(name: arm.name, variant: variant, place: place, header: header)
        all.append((variant, made.identity))
        if let same = placed.first(where: { $0.identity == made.identity }) {
          leave(variant, "it is the same as \(same.variant.name)")
        } else {
          placed.append(made)
        }
      } catch let failure as Failure where failure.code == 2 {
        leave(variant, failure.reason)
      }
    }
    return placed
  }
}

extension Variant {
  /// What else it sets.
  fileprivate func without(_ path: String) -> Variant {
    var other = self
    other.settings.removeAll { $0.path == path }
    return other
  }
}

extension ArmPlace {
  /// The catalog with keys of the arm's policy and platform set.
  fileprivate func set(
    _ settings: [Variant.Setting], _ arm: SweepArm, _ origin: String
  ) -> VariationReader.Outcome {
    let shipped = Shipped.catalog.filter { $0.text.contains("\npolicies:") }
      .map { SourceText(name: $0.name, text: $0.text) }
    return VariationReader.set(
      settings, ofPolicy: policy, on: arm.plan.platform,
      writtenIn: (file.map { [$0] } ?? []) + shipped, in: catalog, origin: origin)
  }
}
