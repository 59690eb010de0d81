import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// When sessions start that come without times.
public enum ArrivalProcess: Hashable, Sendable {
  case atOnce
  /// Starts a second, evenly.
  case constant(Double)
  case poisson(Double)
  /// Gamma gaps with this coefficient of variation.
  case gamma(Double, cv: Double)

  /// `at-once`, `constant 2/s`, `poisson 30/min`, `gamma 2/s cv 3`; nil for anything else.
  public init?(_ text: String) {
    let words = text.split(separator: " ").map(String.init)
    if words == ["at-once"] {
      self = .atOnce
      return
    }
    guard words.count >= 2, let rate = Self.rate(words[1]) else { return nil }
    switch (words[0], words.count) {
    case ("constant", 2): self = .constant(rate)
    case ("poisson", 2): self = .poisson(rate)
    case ("gamma", 4):
      guard words[2] == "cv", let cv = Double(words[3]), cv >= 0.01, cv <= 100 else { return nil }
      self = .gamma(rate, cv: cv)
    default: return nil
    }
  }

  private static func rate(_ text: String) -> Double? {
    let parts = text.split(separator: "/", omittingEmptySubsequences: false)
    guard parts.count == 2, let count = Double(parts[0]), count > 0, count.isFinite else {
      return nil
    }
    let units: [Substring: Double] = ["s": 1, "min": 60, "h": 3600]
    guard let seconds = units[parts[1]] else { return nil }
    let rate = count / seconds
    return rate >= 1e-6 && rate <= 1e9 ? rate : nil
  }

  /// As it is written.
  public var text: String {
    switch self {
    case .atOnce: "at-once"
    case .constant(let rate): "constant \(rate)/s"
    case .poisson(let rate): "poisson \(rate)/s"
    case .gamma(let rate, let cv): "gamma \(rate)/s cv \(cv)"
    }
  }
}

/// Draws one start after the other.
struct ArrivalTimes {
  let process: ArrivalProcess
  private let stream: RandomStream
  private var count = 0
  private var seconds = 0.0

  init(_ process: ArrivalProcess, seed: UInt64) {
    self.process = process
    stream = RandomStream(seed: seed).named("arrivals")
  }

  /// The next start in nanoseconds; nil beyond what a replay can span.
  mutating func next() -> Nanoseconds? {
    count += 1
    switch process {
    case .atOnce: return 0
    case .constant(let rate): seconds = Double(count - 1) / rate
    case .poisson(let rate): seconds -= log(stream.numbered(count).uniform) / rate
    case .gamma(let rate, let cv):
      let shape = 1 / (cv * cv)
      seconds += gammaDraw(shape: shape, stream.numbered(count)) / (shape * rate)
    }
    let time = (seconds * 1e9).rounded()
    return time < Double(Ticks.horizonNanoseconds) ? Nanoseconds(time) : nil
  }
}

/// A gamma variable with the given shape and scale 1: Marsaglia and Tsang, ACM TOMS 26 (2000), with
/// their step for shapes below 1.
func gammaDraw(shape: Double, _ stream: RandomStream) -> Double {
  if shape < 1 {
    let below = gammaDraw(shape: shape + 1, stream)
    return below * pow(stream.named("below one").uniform, 1 / shape)
  }
  let d = shape - 1.0 / 3
  let c = 1 / (9 * d).squareRoot()
  // Nineteen of twenty first tries are taken.
  for attempt in 0..<1000 {
    let x = normalQuantile(stream.numbered(2 * attempt).uniform)
    let root = 1 + c * x
    guard root > 0 else { continue }
    let v = root * root * root
    let u = stream.numbered(2 * attempt + 1).uniform
    if log(u) < x * x / 2 + d - d * v + d * log(v) { return d * v }
  }
  return d
}

/// A Weibull variable with scale 1.
func weibullDraw(shape: Double, _ stream: RandomStream) -> Double {
  pow(-log(stream.uniform), 1 / shape)
}
