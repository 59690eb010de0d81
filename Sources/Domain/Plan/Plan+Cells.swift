/// Groups of racks that sessions don't leave.
extension Plan {
  /// The plan of a fleet that is so many cells like this one: each has copies of all pools and
  /// services, and nothing in common with the others.
  ///
  /// Requests find their cell by the model they ask for, `Plan.model(_:inCell:)`, so one replay
  /// of the plan takes the sessions of one cell as well as those of all.
  public func cells(_ count: Int) -> Plan {
    var whole = self
    whole.pools = (0..<count).flatMap { cell in
      pools.map { pool in
        var own = pool
        own.store?.index += cell * stores.count
        return own
      }
    }
    whole.stores = (0..<count).flatMap { _ in stores }
    whole.services = (0..<count).flatMap { cell in
      services.map { service in
        var own = service
        let first = cell * pools.count
        own.model = Plan.model(service.model, inCell: cell)
        own.entry += first
        own.paths = service.paths.map { DecodePath(pool: $0.pool + first, transfer: $0.transfer) }
        return own
      }
    }
    whole.watts *= Double(count)
    whole.dollarsPerHour = dollarsPerHour.map { $0 * Double(count) }
    return whole
  }

  /// What a model is called in one cell; cells count from 0.
  public static func model(_ name: String, inCell cell: Int) -> String { "\(name) in cell \(cell)" }
}
