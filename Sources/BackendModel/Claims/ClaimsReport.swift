public import Domain

/// What the model says of the published gains of LPX, with what they hang on.
public struct ClaimsReport: Sendable {
  static let speeds: [Double] = [100, 200, 300, 400, 500, 1000]
  /// Where arms are compared at equal efficiency: 0.1 million tokens per second and megawatt.
  static let efficiency = 0.1

  struct Line {
    var name: String
    /// Million tokens per second and megawatt at `speeds`.
    var values: [Double]
    var atEqualEfficiency: Double?
    /// Tokens per second and user that it can't pass.
    var wall: Double
  }
  /// Ratios to Rubin alone under one change.
  struct Change {
    var name: String
    var gains: [Double?]
    var speeds: [Double?]
  }

  var lines: [Line]
  var changes: [Change]

  static let hybrids: [LongContext.Machine] = [.afd, .drafter, .decode]
  /// Tokens per watt over Vera Rubin alone in the maker's chart of 2026-08-24.
  static let published = [3.0, 3.0, 5.0]

  /// - Complexity: seconds; everything is searched for every change.
  public init(catalog: Catalog) {
    let base = LongContext(catalog: catalog)
    lines = LongContext.Machine.allCases.map { machine in
      Line(
        name: machine.rawValue,
        values: Self.speeds.map { base.tokensPerJoule(machine, speed: $0) },
        atEqualEfficiency: base.speed(machine, tokensPerJoule: Self.efficiency),
        wall: base.speed(machine, tokensPerJoule: 1e-6) ?? 0)
    }
    changes = [Self.change("as assumed", base)]
    for parameter in [
      "rubin-2026.layer-time", "rubin-2026.floor-grouped-attention", "rubin-2026.attention-share",
      "spectrum-x.latency", "groq-3-lpu.rack-power", "rubin.rack-power",
      "\(LongContext.model).acceptance", "lpx-2026.draft-gain",
    ] {
      guard let figure = catalog.figure(parameter) else { continue }
      for value in [figure.low, figure.high] {
        guard let changed = catalog.setting(parameter, to: value) else { continue }
        let unit: CatalogUnit =
          parameter.hasSuffix("power")
          ? .watts
          : ["latency", "time", "attention"].contains { parameter.hasSuffix($0) }
            ? .seconds : .plain
        changes.append(
          Self.change("\(parameter) \(unit.text(value))", LongContext(catalog: changed)))
      }
    }
  }

  private static func change(_ name: String, _ study: LongContext) -> Change {
    let alone = study.tokensPerJoule(.rubin, speed: 400)
    let speed = study.speed(.rubin, tokensPerJoule: efficiency)
    return Change(
      name: name,
      gains: hybrids.map { machine in
        alone > 0 ? study.tokensPerJoule(machine, speed: 400) / alone : nil
      },
      speeds: hybrids.map { machine in
        speed.flatMap { alone in
          study.speed(machine, tokensPerJoule: efficiency).map { $0 / alone }
        }
      })
  }

  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/claims/1")
      json.array("machines") { json in
        for line in lines {
          json.object { json in
            json.field("machine", line.name)
            json.array("points") { json in
              for (speed, value) in zip(Self.speeds, line.values) {
                json.object { json in
                  json.field("tpsPerUser", speed)
                  json.field("millionTokensPerSecondPerMegawatt", value)
                }
              }
            }
            json.field("tpsPerUserAtEqualEfficiency", line.atEqualEfficiency ?? .nan)
            json.field("wall", line.wall)
          }
        }
      }
      json.array("overRubin") { json in
        for change in changes { json.object { Self.write(change, &$0) } }
      }
      json.object("band") { json in
        let (gains, speeds) = (band(\.gains), band(\.speeds))
        for (index, machine) in Self.hybrids.enumerated() {
          json.object(machine.rawValue) { json in
            json.field("lowAt400", gains[index].low ?? .nan)
            json.field("highAt400", gains[index].high ?? .nan)
            json.field("publishedAt400", Self.published[index])
            json.field("lowSpeedAtEqualEfficiency", speeds[index].low ?? .nan)
            json.field("highSpeedAtEqualEfficiency", speeds[index].high ?? .nan)
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }

  private static func write(_ change: Change, _ json: inout JSONWriter) {
    json.field("change", change.name)
    for (index, machine) in hybrids.enumerated() {
      json.object(machine.rawValue) { json in
        json.field("tokensPerMegawattAt400", change.gains[index] ?? .nan)
        json.field("speedAtEqualEfficiency", change.speeds[index] ?? .nan)
      }
    }
  }

  /// Markdown tables.
  public var text: String {
    var text = "| TPS/user | " + lines.map(\.name).joined(separator: " | ") + " |\n"
    text += "|---" + String(repeating: "|---", count: lines.count) + "|\n"
    for (index, speed) in Self.speeds.enumerated() {
      let cells = lines.map { Self.shown($0.values[index], digits: 3) }
      text += "| \(Int(speed)) | " + cells.joined(separator: " | ") + " |\n"
    }
    let speeds = lines.map { $0.atEqualEfficiency.map { "\(Int($0))" } ?? "never" }
    text += "| TPS/user at \(Self.efficiency) | " + speeds.joined(separator: " | ") + " |\n"
    let walls = lines.map { "\(Int($0.wall))" }
    text += "| wall, TPS/user | " + walls.joined(separator: " | ") + " |\n\n"
    let heads = Self.hybrids.map(\.rawValue)
    text += "| over Rubin alone | " + heads.map { "\($0), TPS/MW at 400" }.joined(separator: " | ")
    text += " | " + heads.map { "\($0), TPS/user at \(Self.efficiency)" }.joined(separator: " | ")
    text += " |\n|---" + String(repeating: "|---", count: 2 * heads.count) + "|\n"
    for change in changes {
      let gains = change.gains.map { $0.map { Self.shown($0, digits: 2) } ?? "past the wall" }
      let ratios = change.speeds.map { $0.map { Self.shown($0, digits: 2) } ?? "never" }
      text += "| \(change.name) | " + (gains + ratios).joined(separator: " | ") + " |\n"
    }
    let bands = band(\.gains) + band(\.speeds)
    text += "| **band of these** | " + bands.map(Self.shown).joined(separator: " | ") + " |\n"
    let claims = Self.published.map { "about \(Int($0))" }
    let rest = [String](repeating: "–", count: Self.hybrids.count)
    return text + "| **published** | " + (claims + rest).joined(separator: " | ") + " |\n"
  }

  /// The least and the most of each hybrid over all changes; nil where some are past a wall, or
  /// never reach the efficiency.
  func band(_ column: KeyPath<Change, [Double?]>) -> [(low: Double?, high: Double?)] {
    Self.hybrids.indices.map { index in
      let values = changes.map { $0[keyPath: column][index] }
      let known = values.compactMap(\.self)
      return (known.count == values.count ? known.min() : nil, known.max())
    }
  }

  private static func shown(_ band: (low: Double?, high: Double?)) -> String {
    func text(_ value: Double?) -> String { value.map { shown($0, digits: 2) } ?? "never" }
    return "\(text(band.low)) to \(text(band.high))"
  }

  private static func shown(_ value: Double, digits: Int) -> String {
    let scale = digits == 3 ? 1000.0 : 100.0
    let whole = Int((value * scale).rounded())
    let rest = String(whole % Int(scale))
    let zeros = String(repeating: "0", count: digits - rest.count)
    return "\(whole / Int(scale)).\(zeros)\(rest)"
  }
}
