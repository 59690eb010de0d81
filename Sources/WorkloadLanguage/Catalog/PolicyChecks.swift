import Domain

/// Whether the policies that a platform file writes go with its racks, as far as that can be told
/// without a model.
struct PolicyChecks {
  private let platform: Platform
  private let catalog: Catalog
  private let root: Fields

  init(_ platform: Platform, _ catalog: Catalog, _ root: Fields) {
    (self.platform, self.catalog, self.root) = (platform, catalog, root)
  }

  func check(_ decoder: inout TreeDecoder) {
    checkLinks(&decoder)
    // Names that aren't known are told on their own.
    guard platform.pools.allSatisfy({ catalog.chip($0.chip) != nil }), checkPools(&decoder) else {
      return
    }
    checkUse(&decoder)
    for policy in platform.policies {
      guard let node = root.node("policies")?.value(of: policy.name) else { continue }
      guard checkRacks(policy, node, &decoder), checkNames(policy, node, &decoder) else {
        continue
      }
      checkKeys(policy, node, &decoder)
      checkDevices(policy, node, &decoder)
    }
  }

  private func pools(_ kind: Chip.Kind) -> [Platform.DevicePool] {
    platform.pools.filter { catalog.chip($0.chip)?.kind == kind }
  }

  private func word(_ kind: Chip.Kind) -> String { kind == .gpu ? "GPU" : "LPX" }

  /// A placement has prefill and decode, each on one pool of GPUs, and draws on one pool of LPX.
  private func checkPools(_ decoder: inout TreeDecoder) -> Bool {
    for (kind, most, help) in [
      (Chip.Kind.gpu, 2, "prefill and decode have one pool each; write another platform"),
      (.lpu, 1, "a placement draws on one pool of LPX; write two platforms"),
    ] {
      let found = pools(kind)
      guard found.count > most, let node = root.node("pools")?.value(of: found[most].name) else {
        continue
      }
      decoder.report(
        .exclusiveKeys,
        "`\(found[most].name)` is one pool of \(word(kind)) racks too many beside "
          + found[..<most].map { "`\($0.name)`" }.joined(separator: " and "),
        at: node.location, help: help)
      return false
    }
    return true
  }

  /// Pools that phases name.
  private func checkNames(
    _ policy: PolicyDefinition, _ node: Node, _ decoder: inout TreeDecoder
  ) -> Bool {
    let models = catalog.models.map(\.name)
    for own in policy.ofModels where !models.contains(own.model) {
      let written = node.value(of: "engines")?.value(of: "models")?.entries
      guard let place = written?.first(where: { $0.key == own.model })?.keyLocation else {
        continue
      }
      decoder.report(
        .unknownName, "no model is called \(Wording.quoted(own.model))", at: place,
        help: Spelling.help(for: own.model, among: models))
      return false
    }
    let known = pools(.gpu).map(\.name)
    for (phase, wish) in [("prefill", policy.prefill), ("decode", policy.decode)] {
      guard let name = wish?.pool, !known.contains(name),
        let place = node.value(of: "engines")?.value(of: phase)?.value(of: "pool")
      else { continue }
      decoder.report(
        .unknownName, "no pool of GPU racks is called \(Wording.quoted(name))", at: place.location,
        help: Spelling.help(for: name, among: known))
      return false
    }
    return true
  }

  /// Racks that every placement needs, and what is said of LPX without any.
  private func checkUse(_ decoder: inout TreeDecoder) {
    if pools(.gpu).isEmpty, !decoder.diagnostics.hasErrors, let node = root.node("pools") {
      decoder.report(
        .armCannotCarry, "no placement runs on it: platform `\(platform.name)` has no GPU racks",
        at: node.location, help: "add a pool of GPUs, as `gpu: {chip: rubin, racks: 1}`")
    }
    guard pools(.lpu).isEmpty else { return }
    for key in ["lpx-weights", "links"] {
      guard let node = root.node(key), key != "links" || node.value(of: Platform.bridge) != nil
      else { continue }
      decoder.report(
        .uselessKey,
        "`\(key)` says something of LPX; platform `\(platform.name)` has no racks of it",
        at: node.location, help: "leave it out")
    }
  }

  /// `gpu-lpx` is the one link that a placement looks for.
  private func checkLinks(_ decoder: inout TreeDecoder) {
    guard let written = root.node("links") else { return }
    for link in platform.links where link.name != Platform.bridge {
      guard let node = written.value(of: link.name) else { continue }
      decoder.report(
        .uselessKey, "no placement uses a link `\(link.name)`", at: node.location,
        help: "`\(Platform.bridge)` is the one between GPUs and LPX; others are of the chips")
    }
  }

  /// The placements that a policy is made of.
  private func kinds(_ policy: PolicyDefinition) -> [PolicyDefinition.Kind] {
    guard policy.kind == .latencyTiered else { return [policy.kind] }
    let builtIn = catalog.policies.first { $0.kind == .latencyTiered }?.paths ?? []
    let paths = policy.paths.isEmpty ? builtIn : policy.paths
    return paths.flatMap { [$0.use] + $0.spillTo }
      .compactMap { catalog.policy($0, on: platform)?.kind }
  }

  private func checkRacks(
    _ policy: PolicyDefinition, _ node: Node, _ decoder: inout TreeDecoder
  ) -> Bool {
    let place = node.value(of: "extends")?.location ?? node.location
    let usesLPX = kinds(policy).contains { $0 != .gpuAggregated && $0 != .gpuDisaggregated }
    for kind in Chip.Kind.allCases where kind == .gpu || usesLPX {
      guard pools(kind).isEmpty else { continue }
      decoder.report(
        .armCannotCarry,
        "`\(policy.name)` needs a pool of \(word(kind)) racks; platform `\(platform.name)` has "
          + "none",
        at: place, help: "add one to `pools`")
      return false
    }
    guard usesLPX, !platform.links.contains(where: { $0.name == Platform.bridge }) else {
      return true
    }
    decoder.report(
      .armCannotCarry,
      "platform `\(platform.name)` has no link `\(Platform.bridge)`, which `\(policy.name)` needs",
      at: place, help: "write `links: {\(Platform.bridge): spectrum-x}`")
    return false
  }

  /// Keys that say something about what the placement doesn't have.
  private func checkKeys(
    _ policy: PolicyDefinition, _ node: Node, _ decoder: inout TreeDecoder
  ) {
    let engines = node.value(of: "engines")
    let name = policy.kind.rawValue
    func report(_ found: Node?, _ message: String, _ help: String) {
      guard let found else { return }
      decoder.report(.uselessKey, message, at: found.location, help: help)
    }
    if policy.kind != .afd {
      report(
        node.value(of: "batching")?.value(of: "micro-batches"),
        "`\(name)` has no micro-batches", "only `afd` passes them to and fro")
    }
    if policy.kind == .gpuAggregated {
      report(
        engines?.value(of: "prefill"), "`\(name)` prefills in the engines that decode",
        "write `decode`, or use `gpu-disaggregated`")
    }
    guard policy.kind == .lpxDecode else { return }
    report(
      engines?.value(of: "decode"), "`\(name)` decodes on all LPX racks as one engine",
      "leave `decode` out")
    if policy.kv == .bf16, let kv = node.value(of: "precision")?.value(of: "kv") {
      decoder.report(
        .exclusiveKeys, "LPX holds KV in `fp8`", at: kv.location, help: "leave `kv` out")
    }
  }

  /// More GPUs than a pool has.
  private func checkDevices(
    _ policy: PolicyDefinition, _ node: Node, _ decoder: inout TreeDecoder
  ) {
    let gpus = pools(.gpu)
    guard let first = gpus.first, let last = gpus.last else { return }
    let decode = policy.kind == .gpuAggregated ? first : last
    var sums: [String: Int] = [:]
    for (phase, wish, usual) in [
      ("prefill", policy.prefill, first), ("decode", policy.decode, decode),
    ] {
      guard let wish, let place = node.value(of: "engines")?.value(of: phase) else { continue }
      let entry = gpus.first { $0.name == wish.pool } ?? usual
      guard let chip = catalog.chip(entry.chip) else { continue }
      let (sum, all) = (
        sums[entry.name, default: 0] + (wish.devices ?? wish.size ?? 0), entry.racks * chip.perRack
      )
      sums[entry.name] = sum
      guard sum > all else { continue }
      let whole = gpus.count > 1 ? "pool `\(entry.name)`" : "`\(platform.name)`"
      decoder.report(
        .outOfRange,
        "`\(policy.name)` wants \(sum) GPUs; \(whole) has \(all) (\(entry.racks) × "
          + "\(chip.perRack))", at: place.location)
      return
    }
  }
}
