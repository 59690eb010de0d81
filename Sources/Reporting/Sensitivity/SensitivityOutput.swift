import Domain

extension SensitivityReport {
  /// For people: the parameters that move anything, those that move most first.
  public var text: String {
    let found = parameters.map { ($0, moves($0), flips($0)) }
    let order = found.indices.sorted { a, b in
      let (x, y) = (Self.largest(found[a].1), Self.largest(found[b].1))
      return x == y ? a < b : x > y
    }
    var text = "Sensitivity: each assumed parameter at both ends of its range\n"
    var quiet: [String] = []
    for index in order {
      let (parameter, moves, flips) = found[index]
      if moves.isEmpty, Self.reason(parameter.low) == nil, Self.reason(parameter.high) == nil {
        quiet.append(parameter.assumed.name)
        continue
      }
      text += "\n" + Self.title(parameter.assumed) + "\n"
      for (name, end) in [("low", parameter.low), ("high", parameter.high)] {
        if let reason = Self.reason(end) { text += "  at its \(name) end: \(reason)\n" }
      }
      for move in moves { text += line(move) }
      for flip in flips {
        text +=
          "  ! \(flip.headline.rawValue) of \(name(flip.arm)) against \(name(0)): "
          + "\(flip.from.rawValue), at the \(flip.end) end \(flip.to.rawValue)\n"
      }
    }
    if !quiet.isEmpty {
      text += "\nmove nothing by 1 %: \(quiet.joined(separator: ", "))\n"
    }
    return text
  }

  private static func largest(_ moves: [Move]) -> Double { moves.map(\.largest).max() ?? 0 }

  private static func title(_ assumed: AssumedParameter) -> String {
    func shown(_ value: Double) -> String { Quantity.figure(value, assumed.unit) }
    return "\(assumed.name) = \(shown(assumed.value)), \(shown(assumed.low)) to "
      + shown(assumed.high)
  }

  private func line(_ move: Move) -> String {
    func part(_ value: Double?) -> String {
      guard let value else { return Quantity.missing }
      let change = (value / move.base - 1) * 100
      let sign = change < 0 ? "-" : "+"
      return "\(move.headline.text(value)) (\(sign)\(Quantity.significant(abs(change))) %)"
    }
    return "  \(move.headline.rawValue) of \(name(move.arm)): \(move.headline.text(move.base)); "
      + "\(part(move.low)) to \(part(move.high))\n"
  }

  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", Self.schema)
      json.array("arms") { json in
        for (index, arm) in base.enumerated() {
          json.object { json in
            json.field("policy", arm.policy)
            json.field("platform", arm.platform)
            json.field("isBaseline", index == 0)
            for headline in Headline.allCases {
              json.field(headline.rawValue, headline.value(arm) ?? .nan)
            }
          }
        }
      }
      json.array("parameters") { json in
        for parameter in parameters { json.object { write(parameter, &$0) } }
      }
    }
    json.newline()
    return json.bytes
  }

  private func write(_ parameter: Parameter, _ json: inout JSONWriter) {
    json.field("parameter", parameter.assumed.name)
    json.field("value", parameter.assumed.value)
    json.field("low", parameter.assumed.low)
    json.field("high", parameter.assumed.high)
    if let reason = Self.reason(parameter.low) { json.field("lowRefused", reason) }
    if let reason = Self.reason(parameter.high) { json.field("highRefused", reason) }
    json.array("moves") { json in
      for move in moves(parameter) {
        json.object { json in
          json.field("arm", name(move.arm))
          json.field("figure", move.headline.rawValue)
          json.field("base", move.base)
          json.field("low", move.low ?? .nan)
          json.field("high", move.high ?? .nan)
        }
      }
    }
    json.array("verdicts") { json in
      for flip in flips(parameter) {
        json.object { json in
          json.field("arm", name(flip.arm))
          json.field("figure", flip.headline.rawValue)
          json.field("end", flip.end)
          json.field("from", flip.from.rawValue)
          json.field("to", flip.to.rawValue)
        }
      }
    }
  }
}
