/// Finds a low point of a function by the moves of a simplex (Nelder and Mead, *The Computer
/// Journal* 7, 1965), with the usual factors 1, 2, ½ and ½.
enum NelderMead {
  /// - Parameters:
  ///   - start: where it begins; the simplex's other corners are `step` away along each axis.
  ///   - evaluations: at most so many, about.
  static func minimum(
    from start: [Double], step: Double, evaluations: Int, of function: ([Double]) -> Double
  ) -> (point: [Double], value: Double) {
    var corners = [(point: start, value: function(start))]
    for axis in start.indices {
      var point = start
      point[axis] += step
      corners.append((point, function(point)))
    }
    var left = evaluations
    while left > 0 {
      corners.sort { $0.value < $1.value }
      guard let worst = corners.last, let best = corners.first,
        worst.value - best.value > 1e-9
      else { break }
      let count = Double(start.count)
      let middle = start.indices.map { axis in
        corners.dropLast().reduce(0) { $0 + $1.point[axis] } / count
      }
      func moved(_ factor: Double) -> (point: [Double], value: Double) {
        let point = start.indices.map { middle[$0] + factor * (worst.point[$0] - middle[$0]) }
        return (point, function(point))
      }
      let mirrored = moved(-1)
      left -= 1
      let last = corners.count - 1
      if mirrored.value < best.value {
        let further = moved(-2)
        left -= 1
        corners[last] = further.value < mirrored.value ? further : mirrored
      } else if mirrored.value < corners[last - 1].value {
        corners[last] = mirrored
      } else {
        let nearer = moved(mirrored.value < worst.value ? -0.5 : 0.5)
        left -= 1
        if nearer.value < min(worst.value, mirrored.value) {
          corners[last] = nearer
        } else {
          for index in 1...last {
            let point = start.indices.map {
              best.point[$0] + 0.5 * (corners[index].point[$0] - best.point[$0])
            }
            corners[index] = (point, function(point))
          }
          left -= last
        }
      }
    }
    return corners.min { $0.value < $1.value } ?? (start, function(start))
  }
}
