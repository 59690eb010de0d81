import Domain

extension ProgramCompiler {
  mutating func add(
    _ steps: [Step], place: String, path: String
  ) throws(GenerationError) -> StepList {
    let first = program.steps.count
    var ordinals: [String: Int] = [:]
    for step in steps {
      let ordinal = ordinals[step.verb, default: 0] + 1
      ordinals[step.verb] = ordinal
      program.steps.append(
        StepCode(verb: .generate, name: RandomStream.Name(step.verb), ordinal: ordinal))
    }
    for (offset, step) in steps.enumerated() {
      try fill(first + offset, step, place: place, path: "\(path).\(offset)")
    }
    return StepList(first: first, count: steps.count)
  }

  private mutating func fill(
    _ index: Int, _ step: Step, place: String, path: String
  ) throws(GenerationError) {
    let at = "\(step.verb) of \(place)"
    var code = program.steps[index]
    switch step {
    case .generate(let generate):
      code.verb = .generate
      code.amount = try sampler(generate.visible, .tokens, "`\(at)`", path: path + ".generate")
      code.reasoning = try sampler(
        generate.reasoning, .tokens, "reasoning in \(at)", path: path + ".reasoning")
      code.model = model(generate.model)
    case .call(let call):
      code.verb = .call
      (code.amount, code.join) = (
        try sampler(call.count, .count, "count in \(at)", path: path + ".count"), call.join
      )
      try choose(call.tools, from: workload.tools.indices, for: &code, at: at)
    case .spawn(let spawn):
      code.verb = .spawn
      (code.amount, code.join) = (
        try sampler(spawn.count, .count, "count in \(at)", path: path + ".count"), spawn.join
      )
      code.input = try sampler(spawn.input, .tokens, "input in \(at)", path: path + ".input")
      code.result = try sampler(spawn.result, .tokens, "result in \(at)", path: path + ".result")
      try choose(spawn.agents, from: workload.agents.indices, for: &code, at: at)
    case .fork(let fork):
      code.verb = .fork
      (code.amount, code.join) = (
        try sampler(fork.branches, .count, at, path: path + ".fork"), fork.join
      )
      code.result = try sampler(fork.result, .tokens, "result in \(at)", path: path + ".result")
      code.steps = try add(fork.steps, place: place, path: path + ".steps")
    case .repeat(let count, let steps):
      code.verb = .repeat
      code.amount = try sampler(count, .count, at, path: path + ".repeat")
      code.steps = try add(steps, place: place, path: path + ".steps")
    case .maybe(let chance, let steps):
      guard chance >= 0 && chance <= 1 else {
        throw .invalid(place: at, problem: "has a chance that is not between 0 and 1")
      }
      (code.verb, code.chance) = (.maybe, chance)
      code.steps = try add(steps, place: place, path: path + ".steps")
    case .choose(let branches):
      code.verb = .choose
      var options: [OptionCode] = []
      for (number, branch) in branches.enumerated() {
        let path = "\(path).choose.\(number).steps"
        options.append(OptionCode(steps: try add(branch.steps, place: place, path: path)))
      }
      try add(options, weights: branches.map(\.weight), to: &code, at: at)
    case .wait(let duration):
      code.verb = .wait
      code.amount = try sampler(duration, .duration, at, path: path + ".wait")
    }
    try check(code.join, at: at)
    program.steps[index] = code
  }

  private func check(_ join: Step.Join, at: String) throws(GenerationError) {
    switch join {
    case .count(let count) where count < 1:
      throw .invalid(place: "join in \(at)", problem: "waits for fewer than one")
    case .share(let share) where !(share > 0 && share <= 1):
      throw .invalid(place: "join in \(at)", problem: "is not a share above 0 and at most 1")
    default: return
    }
  }

  private mutating func choose(
    _ choice: Step.Choice, from indices: Range<Int>, for code: inout StepCode, at: String
  ) throws(GenerationError) {
    let (members, weights): ([Int], [Double])
    switch choice {
    case .each(let each):
      (members, weights) = (each, each.map { _ in 1 })
    case .weighted(let options):
      (members, weights) = (options.map(\.index), options.map(\.weight))
      code.isWeighted = true
    }
    for member in members where !indices.contains(member) {
      throw .invalid(place: at, problem: "names number \(member), which there is not")
    }
    try add(members.map { OptionCode(index: $0) }, weights: weights, to: &code, at: at)
  }

  private mutating func add(
    _ options: [OptionCode], weights: [Double], to code: inout StepCode, at: String
  ) throws(GenerationError) {
    let total = weights.reduce(0, +)
    guard weights.allSatisfy({ $0 >= 0 }), total > 0, total < .infinity else {
      throw .invalid(place: at, problem: "has no options with weight")
    }
    (code.firstOption, code.optionCount) = (program.options.count, options.count)
    var sum = 0.0
    for (option, weight) in zip(options, weights) {
      sum += weight
      var option = option
      option.cumulative = sum / total
      program.options.append(option)
    }
  }
}
