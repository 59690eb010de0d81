import Domain

/// Room for the calls of one step.
struct CallBuffers: Sendable {
  /// Tool, end (from the start of the step) and result tokens of each call.
  var tools: [Int] = []
  var ends: [Int] = []
  var results: [Int] = []
  /// When the places of a tool with a limit are free, and its calls so far.
  var places: [Int] = []
  var order: [Int] = []

  mutating func removeAll() {
    tools.removeAll(keepingCapacity: true)
    ends.removeAll(keepingCapacity: true)
    results.removeAll(keepingCapacity: true)
  }
}

extension SessionBuilder {
  /// A whole call step: one wait until enough of its calls are back.
  mutating func call(
    _ step: StepCode, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    let count = draw(step.amount, place.named(Use.count))
    let total = step.isWeighted ? count : count * step.optionCount
    guard total > 0 else { return }
    guard total <= SessionBuilder.largestSession else {
      return fail("session \(session.number) makes more than a trace can hold of tool calls")
    }
    calls.removeAll()
    for number in 1...total { attempt(number, of: step, place.numbered(number)) }
    queue(step)
    let needed = step.join.needed(of: total)
    let deciding = decidingCall(needed ?? total)
    let wait = addWait(
      .tool, calls.ends[deciding], after: conversation.last, actor: calls.tools[deciding],
      calls: total, &session)
    guard let needed else { return }
    conversation.last = wait
    for index in 0..<needed { conversation.appended += calls.results[index] }
  }

  /// Plays one call with its attempts, as if it began at once.
  private mutating func attempt(_ number: Int, of step: StepCode, _ place: RandomStream) {
    let option =
      step.isWeighted
      ? option(step, at: place.named(Use.tool).uniform) : (number - 1) % step.optionCount
    let index = program.options[step.firstOption + option].index
    let tool = program.tools[index]
    let place = place.named(tool.name)
    var (time, backoff) = (0, tool.backoff)
    var result = Tool.errorTokens
    for attempt in 1...tool.attempts {
      let latency = draw(tool.latency, place.named(Use.latency).numbered(attempt))
      time = saturatedSum(time, min(latency, tool.timeout))
      let hasFailed =
        latency > tool.timeout
        || (tool.fails > 0 && place.named(Use.fails).numbered(attempt).uniform < tool.fails)
      if !hasFailed {
        result = draw(tool.result, place.named(Use.result))
        break
      }
      if attempt < tool.attempts {
        time = saturatedSum(time, backoff)
        backoff = saturatedSum(backoff, backoff)
      }
    }
    calls.tools.append(index)
    calls.ends.append(time)
    calls.results.append(result)
  }

  private func saturatedSum(_ left: Int, _ right: Int) -> Int {
    min(left + right, Int(Ticks.horizonNanoseconds))
  }

  /// Delays calls of tools that run only so many at once, in order of their numbers.
  private mutating func queue(_ step: StepCode) {
    for option in step.firstOption..<(step.firstOption + step.optionCount) {
      let tool = program.options[option].index
      let limit = program.tools[tool].parallel
      guard calls.ends.count > limit else { continue }
      // A tool that is listed twice has its calls queued once.
      if program.options[step.firstOption..<option].contains(where: { $0.index == tool }) {
        continue
      }
      calls.places.removeAll(keepingCapacity: true)
      for call in calls.ends.indices where calls.tools[call] == tool {
        guard calls.places.count == limit else {
          calls.places.append(calls.ends[call])
          continue
        }
        var earliest = 0
        for place in calls.places.indices where calls.places[place] < calls.places[earliest] {
          earliest = place
        }
        calls.ends[call] = saturatedSum(calls.ends[call], calls.places[earliest])
        calls.places[earliest] = calls.ends[call]
      }
    }
  }

  /// The call whose end is the n-th; the one with the lowest number among equal ends.
  private mutating func decidingCall(_ n: Int) -> Int {
    if calls.ends.count == 1 { return 0 }
    calls.order.removeAll(keepingCapacity: true)
    calls.order.append(contentsOf: calls.ends)
    calls.order.sort()
    let end = calls.order[n - 1]
    return calls.ends.firstIndex(of: end) ?? 0
  }
}

extension Step.Join {
  /// How many of `count` parts are waited for; nil for none at all.
  func needed(of count: Int) -> Int? {
    switch self {
    case .all: count
    case .count(let needed): min(needed, count)
    // A share that is whole but for rounding is not rounded up to the next number.
    case .share(let share): min(max(Int((share * Double(count) - 1e-9).rounded(.up)), 1), count)
    case .never: nil
    }
  }
}
