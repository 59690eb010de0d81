import ArgumentParser
import Domain

/// What arms on different platforms have equally much of, so that none wins by being larger.
enum Budget: String, ExpressibleByArgument, CaseIterable {
  case power, cost, devices

  /// Platforms that can't come nearer than this aren't compared: racks are whole.
  static let tolerance = 0.2

  /// What a platform has of it, in watts, dollars per hour, or chips.
  func amount(_ plan: Plan, _ catalog: Catalog) throws -> Double {
    switch self {
    case .power: return plan.watts
    case .cost:
      guard let price = plan.dollarsPerHour else {
        throw Failure.input(
          "`\(plan.platform)` states no price, so its cost can't be held equal",
          help: "use `--iso power`")
      }
      return price
    case .devices:
      let pools = catalog.platform(plan.platform)?.pools ?? []
      return pools.reduce(0) { $0 + Double($1.racks * (catalog.chip($1.chip)?.perRack ?? 0)) }
    }
  }

  /// The same place with as many racks as come nearest to an amount, and what it then has.
  ///
  /// Racks of the first pool are counted, and those of the others follow in proportion.
  func sized(
    _ place: ArmPlace, for header: TraceHeader, to wanted: Double
  ) throws -> (place: ArmPlace, plan: Plan, amount: Double) {
    let usual = try place.plan(for: header)
    let racks = place.catalog.racks(of: usual.platform).first ?? 1
    let share = try amount(usual, place.catalog) / Double(racks)
    let guess = share > 0 ? Int((wanted / share).rounded()) : racks
    var best: (place: ArmPlace, plan: Plan, amount: Double)?
    for count in Set([guess - 1, guess, guess + 1].map { max(1, $0) }).sorted() {
      let catalog = place.catalog.resizing(usual.platform, to: count)
      let sized = ArmPlace(
        policy: place.policy, platform: usual.platform, catalog: catalog, file: place.file)
      guard let plan = try? sized.plan(for: header) else { continue }
      let found = try amount(plan, catalog)
      if best.map({ abs(found - wanted) < abs($0.amount - wanted) }) ?? true {
        best = (sized, plan, found)
      }
    }
    guard let best else {
      // Placing it on that many tells why it can't be.
      let catalog = place.catalog.resizing(usual.platform, to: max(1, guess))
      _ = try ArmPlace(
        policy: place.policy, platform: usual.platform, catalog: catalog, file: place.file
      ).plan(for: header)
      return (place, usual, try amount(usual, place.catalog))
    }
    return best
  }

  /// All arms with as much as the first has, and a line for people about each that was resized.
  func equalized(
    _ places: [ArmPlace], names: [String], for header: TraceHeader
  ) throws -> (places: [ArmPlace], notes: [String]) {
    guard let first = places.first else { return ([], []) }
    let reference = try first.plan(for: header)
    let wanted = try amount(reference, first.catalog)
    var notes: [String] = []
    let sized = try zip(places, names).map { place, name -> ArmPlace in
      let usual = try place.plan(for: header)
      let before = try amount(usual, place.catalog)
      guard abs(before - wanted) > 1e-9 * wanted else { return place }
      let found = try self.sized(place, for: header, to: wanted)
      let pools = (found.place.catalog.platform(usual.platform)?.pools ?? []).map {
        "\($0.racks) \($0.name)"
      }
      let share = Int((found.amount / wanted * 100).rounded())
      guard abs(found.amount / wanted - 1) <= Budget.tolerance else {
        throw Failure.input(
          "the size of `\(usual.platform)` that comes nearest, \(pools.joined(separator: " + ")) "
            + "racks, has \(share) % of the \(rawValue) of `\(names[0])`",
          help: "give `\(names[0])` more racks: a platform file says how many")
      }
      notes.append(
        "\(name): \(pools.joined(separator: " + ")) racks of \(usual.platform), \(share) % of the "
          + "\(rawValue) of \(names[0])")
      return found.place
    }
    if notes.isEmpty {
      throw Failure.input(
        "--iso has no effect: all arms have the same \(rawValue)", help: "leave it out")
    }
    return (sized, notes)
  }
}
