public import Domain

/// Makes plans from the catalog.
///
///     let plan = try PlanBuilder.plan(
///       platform: "vera-rubin-lpx", policy: "afd", models: ["gpt-oss-120b"], catalog: catalog)
public enum PlanBuilder {
  /// Tokens in one block of KV cache.
  static let blockTokens = 64

  /// - Parameter models: what the trace asks for; each gets its share of the devices by the bytes
  ///   of its weights.
  /// - Throws: when a name is unknown, or a placement doesn't fit, with the arithmetic.
  public static func plan(
    platform: String, policy: String, models: [String], catalog: Catalog
  ) throws(PlacementError) -> Plan {
    guard let found = catalog.platform(platform) else {
      throw Names.unknown("platform", platform, among: catalog.platforms.map(\.name))
    }
    guard let definition = catalog.policy(policy, on: found) else {
      let known = (found.policies + catalog.policies).map(\.name)
      throw Names.unknown("policy", policy, among: known)
    }
    let architectures = try resolve(models, catalog)
    let scene = Scene(catalog: catalog, platform: found, policy: definition)
    var pools: [EnginePool] = []
    var services: [Plan.Service] = []
    var notes: [String] = []
    var drafting: [ModelArchitecture] = []
    var stores: [MemoryTier] = []
    let shares = try scene.shares(of: architectures)
    for (model, share) in zip(architectures, shares) {
      var own = scene.of(model)
      if scene.usesStore { own.store = stores.count }
      var placed = try own.place(model, share)
      if scene.usesStore {
        let store = try scene.store(of: model, among: architectures.count)
        stores.append(store)
        placed.notes.append(scene.storeNote(store, model))
      }
      services.append(
        Plan.Service(
          model: model.name, entry: pools.count,
          paths: placed.paths.map {
            Plan.DecodePath(pool: pools.count + $0.pool, transfer: $0.transfer)
          },
          hostTime: Ticks(seconds: try scene.gpus(for: .prefill).software.hostTime?.value ?? 0)))
      if placed.pools.contains(where: { $0.speculation != nil }) { drafting.append(model) }
      pools += placed.pools
      notes += placed.notes + placed.pools.compactMap { $0.raisedBudget(over: definition.tokens) }
    }
    var plan = Plan(
      platform: found.name, policy: definition.name, pools: pools, services: services,
      routing: definition.routing, scheduling: definition.scheduling, blockTokens: blockTokens,
      watts: scene.watts, dollarsPerHour: scene.dollarsPerHour,
      assumed: scene.assumed + (try scene.assumed(drafting: drafting))
        + assumed(of: definition.scheduling), notes: notes)
    plan.stores = stores
    plan.freesWaiting = definition.whileWaiting != .keep
    plan.localPrefill = definition.prefillThreshold
    plan.prices = catalog.prices
    plan.notes += try scene.idleNotes()
    if definition.kind == .latencyTiered { plan.tiers = scene.tiers }
    return plan
  }

  /// Why no model of the catalog can run under a policy, by what the smallest that the built-in
  /// placement could run is refused for; nil if one can.
  public static func refusal(
    of policy: String, on platform: String, catalog: Catalog
  ) -> PlacementError? {
    var (found, telling): (PlacementError?, PlacementError?)
    let models = catalog.models.sorted { ($0.parameters, $0.name) < ($1.parameters, $1.name) }
    let kind = catalog.platform(platform).flatMap { catalog.policy(policy, on: $0)?.kind.rawValue }
    for model in models {
      func tried(_ policy: String) -> PlacementError? {
        do throws(PlacementError) {
          _ = try plan(platform: platform, policy: policy, models: [model.name], catalog: catalog)
          return nil
        } catch {
          return error
        }
      }
      guard let error = tried(policy) else { return nil }
      found = found ?? error
      // A model that the built-in policy runs is refused for what this one says.
      if telling == nil, let kind, tried(kind) == nil { telling = error }
    }
    return telling ?? found
  }

  /// What the order of a queue leans on.
  private static func assumed(of scheduling: Scheduling) -> [AssumedParameter] {
    func parameter(_ name: String, _ value: Ticks, to high: Double) -> AssumedParameter {
      let seconds = value.inNanoseconds.inSeconds
      return AssumedParameter(
        name: "scheduling.\(name)", value: seconds, low: 0, high: high, unit: "s")
    }
    switch scheduling {
    case .fcfs, .tenantFair: return []
    case .priority: return [parameter("per-rank", Scheduling.perRank, to: 600)]
    case .shortestFirst: return [parameter("per-token", Scheduling.perToken, to: 0.1)]
    case .sloSlack: return [parameter("unbounded", Scheduling.unbounded, to: 3600)]
    }
  }

  /// The smallest platform with LPX racks (by power) that holds the models under `afd`.
  public static func smallestPlatform(
    for models: [String], catalog: Catalog
  ) throws(PlacementError) -> String {
    var failure: PlacementError?
    let candidates = catalog.platforms.filter { $0.hasLPU(in: catalog) }
      .map { ($0.name, Scene(catalog: catalog, platform: $0, policy: sizing).watts) }
      .sorted { $0.1 < $1.1 }
    for (name, _) in candidates {
      do throws(PlacementError) {
        guard let platform = catalog.platform(name) else { continue }
        let found = try resolve(models, catalog)
        let trial = Scene(catalog: catalog, platform: platform, policy: sizing)
        for (model, share) in zip(found, try trial.shares(of: found)) {
          try trial.checkAFD(model, share)
        }
        return name
      } catch {
        failure = error
      }
    }
    throw failure ?? PlacementError("the catalog has no platform with LPX racks")
  }

  private static let sizing = PolicyDefinition(name: "afd", kind: .afd)

  private static func resolve(
    _ names: [String], _ catalog: Catalog
  ) throws(PlacementError) -> [ModelArchitecture] {
    guard !names.isEmpty else { throw PlacementError("a plan needs at least one model") }
    var found: [ModelArchitecture] = []
    for name in names {
      guard let model = catalog.model(name) else {
        throw Names.unknown("model", name, among: catalog.models.map(\.name))
      }
      found.append(model)
    }
    return found
  }
}

extension EnginePool {
  /// Steps take what decodes anyway, so a lower limit isn't kept.
  fileprivate func raisedBudget(over tokens: Int) -> String? {
    guard tokenBudget > tokens else { return nil }
    return "\(name): steps of up to \(tokenBudget) tokens and not \(tokens), since "
      + "\(maxSequences) sequences may decode in one"
  }
}

extension Scene {
  /// Devices that one model has.
  struct Share {
    /// For prefill, or for both phases where they share a pool.
    var gpus: Int
    /// For decode, where it has a pool of its own.
    var decodeGPUs: Int?
    var lpus: Int
  }

  var usesLPX: Bool {
    kinds.contains { $0 != .gpuAggregated && $0 != .gpuDisaggregated }
  }

  /// Divides the pools by weight, in whole groups of eight GPUs where there are enough.
  func shares(of models: [ModelArchitecture]) throws(PlacementError) -> [Share] {
    let gpus = try gpus(for: .prefill).devices
    let own = try sharesGPUs() ? nil : self.gpus(for: .decode).devices
    let lpus = usesLPX ? try lpx().devices : 0
    guard models.count > 1 else { return [Share(gpus: gpus, decodeGPUs: own, lpus: lpus)] }
    let total = models.reduce(0) { $0 + $1.parameters }
    let prefill = try divided(gpus, among: models) { $0.stated(.prefill, apart: own != nil) }
    var decode: [Int]?
    if let own {
      decode = try divided(own, among: models) { $0.stated(.decode, apart: true) }
    }
    return models.indices.map { index in
      Share(
        gpus: prefill[index], decodeGPUs: decode?[index],
        lpus: Int(Double(lpus) * (models[index].parameters / total)))
    }
  }

  /// Models that state their GPUs have those; the others divide the rest by weight.
  private func divided(
    _ gpus: Int, among models: [ModelArchitecture], _ stated: (Scene) -> Int?
  ) throws(PlacementError) -> [Int] {
    let fixed = models.map { model in
      policy.ofModels.contains { $0.model == model.name } ? stated(of(model)) : nil
    }
    let rest = gpus - fixed.reduce(0) { $0 + ($1 ?? 0) }
    guard rest >= 0 else {
      throw PlacementError(
        "the models of policy `\(policy.name)` want \(gpus - rest) GPUs; there are \(gpus)")
    }
    let free = zip(models, fixed).reduce(0.0) { $0 + ($1.1 == nil ? $1.0.parameters : 0) }
    return zip(models, fixed).map { model, fixed in
      fixed ?? wholeNodes(Int(Double(rest) * (model.parameters / free)))
    }
  }

  /// GPUs that the policy states for a phase, or for both where they share a pool.
  private func stated(_ phase: Phase, apart: Bool) -> Int? {
    let (prefill, decode) = (policy.prefill?.devices, policy.decode?.devices)
    if apart { return phase == .prefill ? prefill : decode }
    if policy.kind == .gpuAggregated { return decode }
    return prefill.flatMap { first in decode.map { first + $0 } }
  }

  /// As it is for one model.
  func of(_ model: ModelArchitecture) -> Scene {
    var scene = self
    scene.policy = policy.of(model: model.name)
    return scene
  }

  /// Pools of GPUs that no phase has; their power counts all the same.
  func idleNotes() throws(PlacementError) -> [String] {
    let used = [try gpus(for: .prefill).name, try gpus(for: .decode).name]
    return platform.pools.filter { entry in
      catalog.chip(entry.chip)?.kind == .gpu && !used.contains(entry.name)
    }.map { "pool `\($0.name)` is idle: \($0.racks) racks of \($0.chip)" }
  }

  /// In groups of eight GPUs where there are enough.
  func wholeNodes(_ devices: Int) -> Int { devices >= 8 ? devices / 8 * 8 : devices }

  func place(_ model: ModelArchitecture, _ share: Share) throws(PlacementError) -> PlacedModel {
    switch policy.kind {
    case .gpuAggregated: return try aggregated(model, share.gpus)
    case .gpuDisaggregated, .afd, .lpxDecode, .lpxDraft: return try handingOver(model, share)
    case .latencyTiered: return try tiered(model, share)
    }
  }

  private var chips: [(chip: Chip, racks: Int)] {
    platform.pools.compactMap { entry in catalog.chip(entry.chip).map { ($0, entry.racks) } }
  }

  /// Of all racks, idle ones too.
  var watts: Double { chips.reduce(0) { $0 + $1.chip.rackPower.value * Double($1.racks) } }

  /// Nil unless every chip of the platform has a price.
  var dollarsPerHour: Double? {
    var sum = 0.0
    for (chip, racks) in chips {
      guard let price = chip.price else { return nil }
      sum += price.value * Double(racks * chip.perRack)
    }
    return sum
  }
}
