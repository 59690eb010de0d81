import Domain

#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// How many sessions of a class start in the measured window, on average.
struct SessionCount {
  let duration: Nanoseconds
  let warmUp: Nanoseconds

  /// nil where the backend's speed decides.
  func expected(_ arrivals: Arrivals) -> Double? {
    let end = min(duration, arrivals.length.map { arrivals.start + $0 } ?? duration)
    let from = max(warmUp, arrivals.start)
    let curve: RateCurve
    switch arrivals.process {
    case .atOnce(let count): return Double(count)
    case .concurrency: return nil
    case .schedule(let times):
      return Double(times.count { $0 + arrivals.start >= from && $0 + arrivals.start < end })
    case .poisson(let rate), .steady(let rate), .gamma(let rate, _), .weibull(let rate, _):
      curve = rate
    }
    guard end > from else { return 0 }
    let steps = 1000
    let width = (end - from).inSeconds / Double(steps)
    var sum = 0.0
    for index in 0..<steps {
      let time = (from - arrivals.start).inSeconds + (Double(index) + 0.5) * width
      sum += rate(curve, at: time) * spikes(arrivals.spikes, at: time) * width
    }
    return min(sum, arrivals.total.map(Double.init) ?? sum)
  }

  private func spikes(_ spikes: [Arrivals.Spike], at time: Double) -> Double {
    spikes.reduce(1) { product, spike in
      let isOn = time >= spike.at.inSeconds && time < (spike.at + spike.duration).inSeconds
      return isOn ? product * spike.times : product
    }
  }

  private func rate(_ curve: RateCurve, at time: Double) -> Double {
    switch curve {
    case .constant(let rate): return rate
    case .wave(let mean, let peak, let period, let peakAt):
      let angle = 2 * Double.pi * (time - peakAt.inSeconds) / period.inSeconds
      return mean + (peak - mean) * cos(angle)
    case .switching(let states):
      let stays = states.map { Estimates.mean(of: $0.stay) }
      let total = stays.reduce(0, +)
      guard total > 0 else { return 0 }
      return zip(states, stays).reduce(0) { $0 + $1.0.rate * $1.1 / total }
    case .phases(let phases):
      var start = 0.0
      for phase in phases {
        let length = phase.duration.inSeconds
        if time < start + length {
          return phase.from + (phase.to - phase.from) * (time - start) / length
        }
        start += length
      }
      return phases.last?.to ?? 0
    }
  }
}
