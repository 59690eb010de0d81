import Domain

/// Everything a placement is made from, looked up once.
struct Scene {
  var catalog: Catalog
  var platform: Platform
  var policy: PolicyDefinition
  /// Number of the store that the model which is placed has; nil for none.
  var store: Int?

  /// What GPUs do for a request.
  enum Phase { case prefill, decode }

  struct Pool {
    var name: String
    var chip: Chip
    var software: SoftwareProfile
    var racks: Int
    var devices: Int { racks * chip.perRack }
  }

  /// The platform's LPX racks.
  func lpx() throws(PlacementError) -> Pool { try pools(.lpu)[0] }

  /// GPUs of a phase: of the pool that the policy names for it, else of the first pool for prefill
  /// and for engines that do both, and of the last one for decode that is handed over.
  func gpus(for phase: Phase) throws(PlacementError) -> Pool {
    let pools = try pools(.gpu)
    let isWhole = policy.kind == .gpuAggregated
    let name = phase == .decode || isWhole ? policy.decode?.pool : policy.prefill?.pool
    guard let name else {
      return phase == .prefill || isWhole ? pools[0] : pools[pools.count - 1]
    }
    guard let pool = pools.first(where: { $0.name == name }) else {
      throw Names.unknown("pool of GPU racks", name, among: pools.map(\.name))
    }
    return pool
  }

  /// Whether prefill and decode divide the racks of one pool among them.
  func sharesGPUs() throws(PlacementError) -> Bool {
    try gpus(for: .prefill).name == gpus(for: .decode).name
  }

  /// The platform's racks of one kind of chip; at least one pool.
  private func pools(_ kind: Chip.Kind) throws(PlacementError) -> [Pool] {
    var found: [Pool] = []
    for entry in platform.pools {
      guard let chip = catalog.chip(entry.chip) else {
        throw Names.unknown("chip", entry.chip, among: catalog.chips.map(\.name))
      }
      guard chip.kind == kind else { continue }
      guard let software = catalog.software(chip.software) else {
        throw Names.unknown("software profile", chip.software, among: catalog.software.map(\.name))
      }
      found.append(Pool(name: entry.name, chip: chip, software: software, racks: entry.racks))
    }
    guard found.isEmpty else { return found }
    let what = kind == .gpu ? "GPU" : "LPX"
    throw PlacementError(
      "policy `\(policy.name)` needs a pool of \(what) racks; platform `\(platform.name)` has none",
      help: kind == .gpu ? nil : "platforms with LPX racks: \(lpxPlatforms)")
  }

  private var lpxPlatforms: String {
    catalog.platforms.filter { $0.hasLPU(in: catalog) }.map { "`\($0.name)`" }
      .joined(separator: ", ")
  }

  /// The link from GPUs to LPX.
  func bridge() throws(PlacementError) -> Link {
    guard let entry = platform.links.first(where: { $0.name == Platform.bridge }) else {
      throw PlacementError(
        "platform `\(platform.name)` has no link `gpu-lpx`, which `\(policy.name)` needs",
        help: "write `links: {gpu-lpx: spectrum-x}`")
    }
    guard let link = catalog.link(entry.link) else {
      throw Names.unknown("link", entry.link, among: catalog.links.map(\.name))
    }
    return link
  }
}

extension Platform {
  func hasLPU(in catalog: Catalog) -> Bool {
    pools.contains { catalog.chip($0.chip)?.kind == .lpu }
  }
}

extension Chip {
  /// The narrowest format that it computes in: how GPUs store weights by default.
  var storage: WeightFormat { peak[.fp4] != nil ? .fp4 : peak[.fp8] != nil ? .fp8 : .bf16 }
}
