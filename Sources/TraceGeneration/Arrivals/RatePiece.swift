#if canImport(Glibc)
  import Glibc
#endif

/// A stretch of time over which a rate follows one formula. Times are seconds from the class's
/// start.
struct RatePiece: Hashable, Sendable {
  enum Law: Hashable, Sendable {
    /// A straight line between the rates at both ends.
    case line(from: Double, to: Double)
    /// mean + swing·cos(turning·(t − peak)).
    case wave(mean: Double, swing: Double, turning: Double, peak: Double)
  }

  var start: Double
  var end: Double
  var law: Law
  /// What spikes multiply the rate by.
  var factor = 1.0

  /// Integral of the rate from the start of the piece to `time`.
  func mass(to time: Double) -> Double {
    switch law {
    case .line(let from, let to):
      let elapsed = time - start
      return factor * elapsed * (from + 0.5 * (to - from) * elapsed / (end - start))
    case .wave(let mean, let swing, let turning, let peak):
      let swings = sin(turning * (time - peak)) - sin(turning * (start - peak))
      return factor * (mean * (time - start) + swing / turning * swings)
    }
  }

  var mass: Double { mass(to: end) }

  /// When the integral from the start of the piece reaches `mass`.
  ///
  /// - Precondition: 0 ≤ `mass` ≤ the mass of the piece, which is above zero.
  func time(of mass: Double) -> Double {
    switch law {
    case .line(let from, let to):
      // ½·bend·x² + from·x = mass, in the form that does not cancel.
      let wanted = mass / factor
      let bend = (to - from) / (end - start)
      let root = max(from * from + 2 * bend * wanted, 0).squareRoot()
      let divisor = from + root
      return divisor > 0 ? min(start + 2 * wanted / divisor, end) : start
    case .wave:
      var (low, high) = (start, end)
      var time = start + (end - start) * mass / self.mass
      for _ in 0..<100 {
        let error = self.mass(to: time) - mass
        if error > 0 { high = time } else { low = time }
        let newton = time - error / rate(at: time)
        let next = newton > low && newton < high ? newton : 0.5 * (low + high)
        if abs(next - time) <= 1e-13 * end { return next }
        time = next
      }
      return time
    }
  }

  private func rate(at time: Double) -> Double {
    switch law {
    case .line(let from, let to): factor * (from + (to - from) * (time - start) / (end - start))
    case .wave(let mean, let swing, let turning, let peak):
      factor * (mean + swing * cos(turning * (time - peak)))
    }
  }

  /// The part between two times.
  func part(from first: Double, to last: Double, factor: Double) -> RatePiece {
    var piece = RatePiece(start: first, end: last, law: law, factor: factor)
    if case .line(let from, let to) = law {
      let slope = (to - from) / (end - start)
      piece.law = .line(from: from + slope * (first - start), to: from + slope * (last - start))
    }
    return piece
  }
}

/// Where spikes begin and end, and what they multiply the rate by in between.
struct SpikeTable: Sendable {
  private let spikes: [(at: Double, until: Double, times: Double)]

  init(_ spikes: [(at: Double, until: Double, times: Double)]) { self.spikes = spikes }

  func factor(at time: Double) -> Double {
    spikes.reduce(1) { $1.at <= time && time < $1.until ? $0 * $1.times : $0 }
  }

  /// The first edge after `time`.
  func edge(after time: Double) -> Double {
    spikes.reduce(.infinity) { nearest, spike in
      if spike.at > time { return min(nearest, spike.at) }
      return spike.until > time ? min(nearest, spike.until) : nearest
    }
  }
}
