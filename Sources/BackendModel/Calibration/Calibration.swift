public import Domain

/// The constants of the model that no source states, from the rows marked `calibrate`.
public enum Calibration {
  /// A constant, and every figure of the catalog that holds it.
  struct Constant {
    var name: String
    var figures: [String]
    init(_ name: String, alsoIn copies: [String] = []) {
      (self.name, figures) = (name, [name] + copies)
    }
  }

  static let constants = [
    Constant("blackwell-2026.layer-time"),
    Constant(
      "blackwell-2026.expert-correlation",
      alsoIn: ["hopper-2025", "rubin-2026", "rubin-2026-pilot"].map { $0 + ".expert-correlation" }),
    Constant("blackwell-2026.prefill-fp4"), Constant("blackwell-2026.prefill-fp8"),
    Constant("hopper-2025.prefill-fp8"),
    Constant("deepseek-r1.decay", alsoIn: ["deepseek-v3.decay"]),
    Constant("rubin-2026.layer-time", alsoIn: ["rubin-2026-pilot.layer-time"]),
    Constant("rubin-2026-pilot.prefill-fp4"),
  ]

  /// One constant as it stands in the catalog and as the rows have it.
  public struct Fitted: Hashable, Sendable {
    public var name: String
    public var committed: Double
    /// To three digits; nil where no row depends on it.
    public var fitted: Double?
    /// Rows whose prediction depends on it.
    public var rows: Int
  }

  /// Minimizes the sum of squared logarithms of predicted/measured, in closed form.
  ///
  /// - Parameter start: multiplies the constants of the catalog that the search starts from.
  /// - Throws: the first row that the catalog can't resolve.
  public static func fit(
    _ rows: [MeasuredRow], catalog: Catalog, start factor: Double = 1
  ) throws(RowError) -> [Fitted] {
    let used = rows.filter { $0.use == .calibrate && $0.metric != .frontier }
    for row in used { _ = try RowSystem(row, in: catalog) }
    let values = constants.map { catalog.figure($0.name)?.value ?? 1 }
    func errors(_ logs: [Double]) -> [Double] {
      let trial = apply(logs.map(exponential), to: catalog)
      return used.map { row in
        guard let system = try? RowSystem(row, in: trial),
          let found = system.closedForm(row.metric), found > 0
        else { return 0 }
        return logarithm(found / row.value)
      }
    }
    let start = values.map { logarithm($0 * factor) }
    let found = LeastSquares.solve(start: start, errors)
    let base = errors(start)
    return constants.indices.map { index in
      var moved = start
      moved[index] += 0.01
      let touched = zip(errors(moved), base).count { abs($0 - $1) > 1e-9 }
      return Fitted(
        name: constants[index].name, committed: values[index],
        fitted: found[index].map { rounded(exponential($0)) }, rows: touched)
    }
  }

  private static func apply(_ values: [Double], to catalog: Catalog) -> Catalog {
    var catalog = catalog
    for (constant, value) in zip(constants, values) {
      for figure in constant.figures { catalog = catalog.setting(figure, to: value) ?? catalog }
    }
    return catalog
  }

  /// To three digits.
  static func rounded(_ value: Double) -> Double {
    var scale = 1.0
    while value * scale < 100 { scale *= 10 }
    return (value * scale).rounded() / scale
  }
}

extension [Calibration.Fitted] {
  /// A table for people.
  public var text: String {
    let cells =
      [["constant", "catalog", "fitted", "rows"]]
      + map {
        [
          $0.name, Calibration.shown($0.committed), $0.fitted.map(Calibration.shown) ?? "-",
          "\($0.rows)",
        ]
      }
    let widths = (0..<4).map { column in cells.map { $0[column].count }.max() ?? 0 }
    return cells.map { row in
      row.indices.map { index in
        let gap = String(repeating: " ", count: widths[index] - row[index].count)
        return index == 0 ? row[0] + gap : gap + row[index]
      }.joined(separator: "  ") + "\n"
    }.joined()
  }

  public func json() -> [UInt8] {
    var json = JSONWriter()
    json.object { json in
      json.field("schema", "baton/calibration/1")
      json.array("constants") { json in
        for one in self {
          json.object { json in
            json.field("name", one.name)
            json.field("committed", one.committed)
            json.field("fitted", one.fitted ?? .nan)
            json.field("rows", one.rows)
          }
        }
      }
    }
    json.newline()
    return json.bytes
  }
}

extension Calibration {
  fileprivate static func shown(_ value: Double) -> String {
    value < 1e-2 ? "\(rounded(value * 1e6)) us" : "\(value)"
  }
}
