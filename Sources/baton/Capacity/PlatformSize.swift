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

  /// The same platform with one of so many equal parts of the racks in each pool.
  func dividing(_ platform: String, into parts: Int) throws -> Catalog {
    var catalog = self
    guard let index = platforms.firstIndex(where: { $0.name == platform }) else { return self }
    for pool in platforms[index].pools.indices {
      let (racks, name) = (platforms[index].pools[pool].racks, platforms[index].pools[pool].name)
      guard racks % parts == 0 else {
        let most = self.racks(of: platform).reduce(0, Catalog.commonDivisor)
        let fits = (1...most).filter { most % $0 == 0 }.map(String.init)
        throw Failure.input(
          "the \(racks) racks of pool `\(name)` of `\(platform)` can't be divided into \(parts) "
            + "equal cells",
          help: "it can have \(fits.joined(separator: ", ")); a platform file says how many racks "
            + "there are")
      }
      catalog.platforms[index].pools[pool].racks = racks / parts
    }
    return catalog
  }

  private static func commonDivisor(_ one: Int, _ other: Int) -> Int {
    other == 0 ? one : commonDivisor(other, one % other)
  }
}
