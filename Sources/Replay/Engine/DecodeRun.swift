import Domain

/// Steps of one engine in which nothing but decoding happens: n sequences, each one token longer
/// with every step. Step j lasts `base` + max(`floor`, `perContext`·(`context` + n·j)). (Where
/// steps yield several tokens, only `duration(context:)` of it counts.)
struct DecodeRun {
  let base: Ticks
  let floor: Ticks
  let perContext: Ticks
  let sequences: Int64
  /// Of all sequences, in the first step.
  let context: Int64

  init(cost: borrowing StepCost, sequences: Int, context: Int64) {
    self.sequences = Int64(sequences)
    self.context = context
    floor = cost.floor(sequences: sequences)
    perContext = cost.perContext(sequences: sequences)
    let decode = cost.base(tokens: sequences * cost.positions) + Ticks(sequences) * cost.perSequence
    let isNothing = floor == 0 && perContext == 0
    base = isNothing ? max(1, decode) : decode
  }

  /// Leading steps whose time is `base` + `floor`; context decides the later ones.
  var flatSteps: Int64 {
    guard perContext > 0 else { return .max }
    let last = floor / perContext - context
    return last < 0 ? 0 : last / sequences + 1
  }

  func duration(of step: Int64) -> Ticks { duration(context: context + sequences * step) }

  /// Of a step with so much context.
  func duration(context: Int64) -> Ticks { base + max(floor, perContext * context) }

  /// Time of the first `count` steps.
  ///
  /// Every term is positive and m(m − 1)/2 is divided first, so nothing overflows if the sum fits.
  func sum(_ count: Int64) -> Ticks {
    let flat = min(count, flatSteps)
    let rest = count - flat
    guard rest > 0 else { return count * (base + floor) }
    let start = context + sequences * flat
    let pairs = rest * (rest - 1) / 2
    return flat * (base + floor) + rest * base + perContext * (rest * start + sequences * pairs)
  }

  /// The least number of steps, at least 1, that last `time` or longer.
  ///
  /// The root in floating point is only a guess; walking on with the exact sum decides.
  func steps(reaching time: Ticks) -> Int64 {
    if sum(1) >= time { return 1 }
    let flat = flatSteps
    let step = base + floor
    if flat > 0, step > 0, flat > (time - 1) / step { return (time - 1) / step + 1 }
    let done = flat * step
    let linear = Double(base) + Double(perContext) * (Double(context) + Double(sequences * flat))
    let quadratic = Double(perContext) * Double(sequences) / 2
    let left = Double(time - done)
    let slope = linear - quadratic
    let root = 2 * left / (slope + (slope * slope + 4 * quadratic * left).squareRoot())
    var count = max(1, flat + Int64(root))
    while sum(count) < time { count += 1 }
    while count > 1, sum(count - 1) >= time { count -= 1 }
    return count
  }
}
