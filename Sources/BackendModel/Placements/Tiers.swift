import Domain

/// Several decode paths behind one prefill pool: `latency-tiered`.
extension Scene {
  /// What the policy's paths are, or those of the built-in one.
  private var paths: [PolicyDefinition.Path] {
    guard policy.paths.isEmpty else { return policy.paths }
    return catalog.policies.first { $0.kind == .latencyTiered }?.paths ?? []
  }

  /// Policies whose decode engines the paths use, each once, in the order they are named.
  private var usedNames: [String] {
    var names: [String] = []
    for path in paths {
      for name in [path.use] + path.spillTo where !names.contains(name) { names.append(name) }
    }
    return names
  }

  var used: [PolicyDefinition] {
    usedNames.compactMap { catalog.policy($0, on: platform) }
  }

  /// Placements that the policy is made of.
  var kinds: [PolicyDefinition.Kind] {
    policy.kind == .latencyTiered ? used.map(\.kind) : [policy.kind]
  }

  /// Whether any of its engines keep KV in host memory.
  var usesHosts: Bool {
    let all = policy.kind == .latencyTiered ? [policy] + used : [policy]
    return all.contains { $0.usesHosts || $0.preemption == .swap }
  }

  var tiers: [Tier] {
    paths.map { path in
      Tier(
        path.condition,
        paths: ([path.use] + path.spillTo).compactMap { usedNames.firstIndex(of: $0) })
    }
  }

  /// Prefill on a third of the GPUs; the others, and the LPUs, are divided among the paths.
  ///
  /// A path that states its GPUs has them, the rest is divided evenly; so are LPUs.
  func tiered(_ model: ModelArchitecture, _ share: Share) throws(PlacementError) -> PlacedModel {
    let scenes = try usedScenes().map { $0.of(model) }
    let onGPUs = scenes.filter(\.policy.kind.decodesOnGPUs)
    let stated = onGPUs.compactMap { $0.policy.decode?.devices }
    let unstated = onGPUs.count - stated.count
    let wished = stated.reduce(0, +)
    let prefill =
      policy.prefill?.devices
      ?? (unstated > 0 ? max(1, share.gpus / 3) : share.gpus - wished)
    let first = share.decodeGPUs == nil ? prefill : policy.prefill?.devices ?? share.gpus
    let rest = (share.decodeGPUs ?? share.gpus - first) - wished
    guard first > 0, first <= share.gpus, rest >= 0, rest > 0 || unstated == 0 else {
      throw PlacementError(
        "policy `\(policy.name)` wants \(first) GPUs for prefill and \(wished) for decode; "
          + "there are \(share.gpus)\(share.decodeGPUs.map { " and \($0)" } ?? "")")
    }
    var placed = try prefillPool(model, first)
    let drafters = scenes.count { $0.usesLPX }
    for scene in scenes {
      let gpus =
        scene.policy.kind.decodesOnGPUs
        ? scene.policy.decode?.devices ?? wholeNodes(rest / max(1, unstated)) : 0
      let lpus = scene.usesLPX ? share.lpus / drafters : 0
      try scene.addDecode(model, Share(gpus: gpus, lpus: lpus), to: &placed)
      placed.pools[placed.pools.count - 1].name = "\(scene.policy.name)-\(model.name)"
    }
    return placed
  }

  /// The scene of each used policy.
  private func usedScenes() throws(PlacementError) -> [Scene] {
    if policy.decode != nil || policy.drafting != nil || policy.drafter != nil {
      throw PlacementError(
        "policy `\(policy.name)` has paths: engines of decode and drafts are those of the policies "
          + "that they use", help: "write `engines: {decode: …}` and `speculation` there")
    }
    var scenes: [Scene] = []
    for name in usedNames {
      guard let found = catalog.policy(name, on: platform) else {
        let known = (platform.policies + catalog.policies).map(\.name)
        throw Names.unknown("policy", name, among: known)
      }
      try check(found)
      scenes.append(Scene(catalog: catalog, platform: platform, policy: found, store: store))
    }
    return scenes
  }

  /// What a used policy may not have of its own, since all paths share it.
  private func check(_ found: PolicyDefinition) throws(PlacementError) {
    func refuse(_ what: String, _ theirs: String, _ ours: String) -> PlacementError {
      PlacementError(
        "`\(found.name)`, which `\(policy.name)` uses, has \(what) \(theirs), and all paths of "
          + "`\(policy.name)` have \(ours)",
        help: "say it in one of the two alone, or alike in both")
    }
    if found.prefill != nil {
      throw PlacementError(
        "`\(found.name)`, which `\(policy.name)` uses, has prefill engines of its own; all paths "
          + "of `\(policy.name)` share its own", help: "write `engines: {prefill: …}` there")
    }
    if found.routing != policy.routing {
      throw refuse("routing", found.routing.rule.rawValue, policy.routing.rule.rawValue)
    }
    if found.scheduling != policy.scheduling {
      throw refuse("scheduling", found.scheduling.rawValue, policy.scheduling.rawValue)
    }
    if let pool = found.decode?.pool, found.kind.decodesOnGPUs,
      pool != (try gpus(for: .decode)).name
    {
      throw refuse("decode in pool", pool, try gpus(for: .decode).name)
    }
    if found.whileWaiting != .keep, found.whileWaiting != policy.whileWaiting {
      throw refuse(
        "`while-waiting`", found.whileWaiting.rawValue, policy.whileWaiting.rawValue)
    }
    if policy.whileWaiting == .drop, found.usesHosts || found.usesStore {
      throw refuse("copies of KV and `while-waiting`", "keep", "drop")
    }
    if found.usesStore, !policy.usesStore {
      throw PlacementError(
        "`\(found.name)`, which `\(policy.name)` uses, keeps KV in LPX, and the prefill engines of "
          + "`\(policy.name)` don't", help: "write `lpx-cache: yes` in `\(policy.name)` too")
    }
    let (theirs, ours) = (found.kv ?? .fp8, policy.kv ?? .fp8)
    if theirs != ours { throw refuse("KV in", theirs.rawValue, ours.rawValue) }
  }
}

extension PolicyDefinition.Kind {
  var decodesOnGPUs: Bool { self != .lpxDecode }
}
