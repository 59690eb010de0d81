/// The frontier of points of (interactivity, throughput): those that no other beats in both, joined
/// by the monotone cubic of Steffen (Astron. Astrophys. 239, 443, 1990), as the published charts
/// are.
struct Frontier {
  private(set) var xs: [Double] = []
  private(set) var ys: [Double] = []

  init(_ points: [(x: Double, y: Double)]) {
    for point in points.sorted(by: { ($0.x, $0.y) > ($1.x, $1.y) }) where point.y > ys.last ?? 0 {
      xs.append(point.x)
      ys.append(point.y)
    }
    xs.reverse()
    ys.reverse()
  }

  /// Throughput at an interactivity; the most below the slowest point. Past the fastest the curve
  /// goes on along its last tangent for a twentieth of the way, since a point just short of where
  /// it is read tells as much as one just past it; then it is 0.
  func value(at x: Double) -> Double {
    guard let first = xs.first, let last = xs.last else { return 0 }
    if x > last {
      let end = xs.count - 1
      return x > last * 1.05 || end == 0 ? 0 : max(0, ys[end] + tangent(end) * (x - last))
    }
    if x <= first { return ys[0] }
    let upper = xs.firstIndex { $0 >= x } ?? xs.count - 1
    let (a, b) = (upper - 1, upper)
    let width = xs[b] - xs[a]
    let (t, slope) = ((x - xs[a]) / width, secant(a))
    let (start, end) = (tangent(a), tangent(b))
    return ys[a] + width * t
      * (start + t
        * ((3 * slope - 2 * start - end)
          + t * (start + end - 2 * slope)))
  }

  private func secant(_ i: Int) -> Double { (ys[i + 1] - ys[i]) / (xs[i + 1] - xs[i]) }

  private func tangent(_ i: Int) -> Double {
    let last = xs.count - 1
    if i == 0 { return last > 1 ? (3 * secant(0) - tangent(1)) / 2 : secant(0) }
    if i == last { return last > 1 ? (3 * secant(i - 1) - tangent(i - 1)) / 2 : secant(i - 1) }
    let (before, after) = (secant(i - 1), secant(i))
    let (h0, h1) = (xs[i] - xs[i - 1], xs[i + 1] - xs[i])
    let parabola = (before * h1 + after * h0) / (h0 + h1)
    guard before * after > 0 else { return 0 }
    let least = min(abs(before), abs(after), abs(parabola) / 2)
    return (before > 0 ? 2 : -2) * least
  }
}
