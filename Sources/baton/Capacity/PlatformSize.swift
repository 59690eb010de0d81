import Domain

extension Catalog {
  /// Racks of a platform's pools, in its order.
  func racks(of platform: String) -> [Int] { self.platform(platform)?.pools.map(\.racks) ?? [] }

  /// The same platform with so many racks in its first pool, and as many in the others as keep
  /// their proportion, rounded up.
  func resizing(_ platform: String, to racks: Int) -> Catalog {
    var catalog = self
    guard let index = platforms.firstIndex(where: { $0.name == platform }),
      let first = platforms[index].pools.first?.racks, first > 0
    else { return self }
    for pool in platforms[index].pools.indices {
      let usual = platforms[index].pools[pool].racks
      catalog.platforms[index].pools[pool].racks = max(1, (usual * racks + first - 1) / first)
    }
    return catalog
  }
}
