import Domain

/// What `baton capacity --racks-for` prints.
public struct RackText: Sendable {
  private let needs: [RackNeeds]
  private let title: String
  private let width: Int
  private let paint: Paint

  /// - Parameters:
  ///   - width: Columns of the terminal; 80 when the output isn't one.
  ///   - isColoured: Whether to write escape codes.
  public init(_ needs: [RackNeeds], title: String, width: Int = 80, isColoured: Bool) {
    (self.needs, self.title, self.width) = (needs, title, max(60, width))
    paint = Paint(isOn: isColoured)
  }

  public var text: String {
    var lines = [paint.heading(title)]
    for need in needs {
      let seeds = need.seeds == 1 ? "one seed" : "the mean of \(need.seeds) seeds"
      let load = FrontierWords.load(need.load)
      lines += wrapped("racks for \(need.workload) at x\(load), \(seeds)", width: width)
        .map(paint.quiet)
      lines += FrontierWords.refusals(need.refused).flatMap { wrapped($0, width: width) }
      lines += need.arms.flatMap { wrapped(sentence($0), width: width) }
    }
    return lines.map { $0 + "\n" }.joined()
  }

  private func sentence(_ arm: RackNeeds.Arm) -> String {
    let breaking = arm.search.breaking.map { size in
      "\(racks(size)) break: \(reason(size.outcome))"
    }
    guard let holding = arm.search.holding else {
      return "\(arm.name) on \(arm.platform): no number of racks holds; " + (breaking ?? "")
    }
    let power = holding.watts.map { ", \(Quantity.number($0 / 1e3)) kW" } ?? ""
    return "\(arm.name) on \(arm.platform): \(racks(holding))\(power)\(alone(holding.outcome))"
      + (breaking.map { "; \($0)" } ?? "; fewer can't be")
  }

  private func racks(_ size: RackSearch.Size) -> String {
    size.pools.map { "\($0.racks) \($0.name)" }.joined(separator: " + ")
  }

  /// How many seeds hold alone, where not all do.
  private func alone(_ outcome: RackSearch.Size.Outcome) -> String {
    guard case .judged(let judgement) = outcome else { return "" }
    let seeds = judgement.seedsHolding
    let holding = seeds.count { $0 }
    return holding < seeds.count ? ", on \(holding) of \(seeds.count) seeds alone" : ""
  }

  private func reason(_ outcome: RackSearch.Size.Outcome) -> String {
    switch outcome {
    case .refused(let reason): reason
    case .judged(let judgement):
      judgement.results.filter { !$0.passed }.map {
        "`\($0.assertion.text)`: \(CapacityWords.value($0))"
      }.joined(separator: "; ")
    }
  }
}

/// Racks as JSON, `baton/racks/1`.
public enum RackJSON {
  /// - Parameter needs: One for each workload.
  /// - Returns: UTF-8, one line; equal values give equal bytes.
  public static func bytes(_ needs: [RackNeeds]) -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", RackNeeds.schema)
      json.array("arms") { json in
        for need in needs {
          for arm in need.arms { json.object { write(arm, need, to: &$0) } }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(_ arm: RackNeeds.Arm, _ need: RackNeeds, to json: inout JSONWriter) {
    json.field("workload", need.workload)
    json.field("arm", arm.name)
    json.field("policy", arm.policy)
    json.field("platform", arm.platform)
    json.field("load", need.load)
    json.field("firstSeed", need.firstSeed)
    json.field("seeds", need.seeds)
    json.field("racks", arm.search.holding?.pools.reduce(0) { $0 + $1.racks })
    json.array("sizes") { json in
      for size in arm.search.sizes { json.object { write(size, to: &$0) } }
    }
  }

  private static func write(_ size: RackSearch.Size, to json: inout JSONWriter) {
    json.object("racks") { json in
      for pool in size.pools { json.field(pool.name, pool.racks) }
    }
    json.field("watts", size.watts)
    json.field("holds", size.holds)
    switch size.outcome {
    case .refused(let reason): json.field("refused", reason)
    case .judged(let judgement):
      json.field("seedsHolding", judgement.seedsHolding.count { $0 })
      json.array("breaks") { json in
        for result in judgement.results where !result.passed { json.element(result.assertion.text) }
      }
    }
  }
}
