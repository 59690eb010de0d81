import Domain

extension SoftwareProfile {
  /// Seconds of an all-reduce of so many bytes among `ranks`, interpolated log-log in the measured
  /// table of the nearest number of ranks not below; beyond its end time grows with the bytes.
  func allReduceTime(bytes: Double, ranks: Int) -> Double {
    guard ranks > 1, let table = allReduce.first(where: { $0.ranks >= ranks }) ?? allReduce.last
    else { return 0 }
    let sizes = Self.allReduceBytes
    let times = table.times.map(\.value)
    guard let first = times.first, let last = times.last, times.count == sizes.count else {
      return 0
    }
    if bytes <= sizes[0] { return first }
    guard let upper = sizes.firstIndex(where: { $0 >= bytes }) else {
      return last * bytes / sizes[sizes.count - 1]
    }
    let span = logarithm(sizes[upper] / sizes[upper - 1])
    let share = logarithm(bytes / sizes[upper - 1]) / span
    return times[upper - 1] * exponential(share * logarithm(times[upper] / times[upper - 1]))
  }
}
