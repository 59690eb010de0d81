/// Least squares by Levenberg and Marquardt's method, for a few parameters.
enum LeastSquares {
  /// - Parameters:
  ///   - start: logarithms of the parameters, so that none can turn negative.
  ///   - residuals: of all rows; as many for any parameters.
  /// - Returns: the parameters at the minimum next to `start`; one that no residual depends on
  ///   stays where it is, and is nil.
  static func solve(
    start: [Double], _ residuals: ([Double]) -> [Double]
  ) -> [Double?] {
    var point = start
    var errors = residuals(point)
    var damping = 1e-3
    var moves = Array(repeating: false, count: start.count)
    for _ in 0..<60 {
      let slopes = jacobian(point, residuals)
      moves = slopes.map { column in column.contains { abs($0) > 1e-9 } }
      guard let step = step(slopes, errors, damping) else { break }
      let next = zip(point, step).map { $0 - $1 }
      let found = residuals(next)
      if sum(found) < sum(errors) {
        (point, errors, damping) = (next, found, damping / 4)
      } else {
        damping *= 8
      }
      if step.allSatisfy({ abs($0) < 1e-9 }) || damping > 1e12 { break }
    }
    return point.indices.map { moves[$0] ? point[$0] : nil }
  }

  private static func sum(_ errors: [Double]) -> Double { errors.reduce(0) { $0 + $1 * $1 } }

  /// By parameter, the derivative of each residual.
  private static func jacobian(
    _ point: [Double], _ residuals: ([Double]) -> [Double]
  ) -> [[Double]] {
    let width = 1e-4
    return point.indices.map { index in
      var (low, high) = (point, point)
      low[index] -= width
      high[index] += width
      return zip(residuals(high), residuals(low)).map { ($0 - $1) / (2 * width) }
    }
  }

  /// Solves (JᵀJ + damping·diag)·x = Jᵀr by elimination; parameters without influence stay.
  private static func step(
    _ slopes: [[Double]], _ errors: [Double], _ damping: Double
  ) -> [Double]? {
    let count = slopes.count
    var rows = slopes.map { a in
      slopes.map { b in zip(a, b).reduce(0) { $0 + $1.0 * $1.1 } }
        + [zip(a, errors).reduce(0) { $0 + $1.0 * $1.1 }]
    }
    for i in 0..<count {
      rows[i][i] = rows[i][i] > 1e-18 ? rows[i][i] * (1 + damping) : 1
    }
    for i in 0..<count {
      guard abs(rows[i][i]) > 1e-30 else { return nil }
      for j in 0..<count where j != i {
        let factor = rows[j][i] / rows[i][i]
        for k in i...count { rows[j][k] -= factor * rows[i][k] }
      }
    }
    return (0..<count).map { rows[$0][count] / rows[$0][$0] }
  }
}
