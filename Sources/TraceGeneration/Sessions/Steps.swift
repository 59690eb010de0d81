import Domain

extension SessionBuilder {
  /// Runs a list of steps; `place` is the path that leads to the list.
  mutating func run(
    _ list: StepList, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    for index in list.first..<(list.first + list.count) {
      guard !hasEnded else { return }
      let step = program.steps[index]
      run(step, place.named(step.name).numbered(step.ordinal), &conversation, &session)
    }
  }

  private mutating func run(
    _ step: StepCode, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    switch step.verb {
    case .generate: generate(step, place, &conversation, &session)
    case .call: call(step, place, &conversation, &session)
    case .spawn: spawn(step, place, &conversation, &session)
    case .fork: fork(step, place, &conversation, &session)
    case .repeat:
      let count = draw(step.amount, place.named(Use.count))
      var iteration = 1
      while iteration <= count, !hasEnded {
        run(step.steps, place.numbered(iteration), &conversation, &session)
        iteration += 1
      }
    case .maybe:
      if place.named(Use.chance).uniform < step.chance {
        run(step.steps, place, &conversation, &session)
      }
    case .choose:
      let branch = option(step, at: place.named(Use.branch).uniform)
      let steps = program.options[step.firstOption + branch].steps
      run(steps, place.numbered(branch + 1), &conversation, &session)
    case .wait:
      let length = draw(step.amount, place.named(Use.duration))
      conversation.last = addWait(.pause, length, after: conversation.last, &session)
    }
  }

  /// Which option of a step a uniform number picks, counted from 0.
  func option(_ step: StepCode, at u: Double) -> Int {
    var option = 0
    while option < step.optionCount - 1,
      u >= program.options[step.firstOption + option].cumulative
    { option += 1 }
    return option
  }

  /// One request, after a compaction if the prompt has grown too long.
  private mutating func generate(
    _ step: StepCode, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    let visible = draw(step.amount, place.named(Use.output))
    let reasoning = step.reasoning < 0 ? 0 : draw(step.reasoning, place.named(Use.reasoning))
    let model = step.model >= 0 ? step.model : conversation.model
    // A model is never asked about nothing: an empty prompt still has its first token.
    if conversation.tokens == 0 { conversation.appended = 1 }
    compact(model: model, place, &conversation, &session)
    let output = visible + reasoning
    guard !hasEnded, fits(output: output, model: model, conversation, session) else { return }
    name(&conversation, &session)
    if reasoning > 0 {
      if !conversation.hasReasoned {
        conversation.hasReasoned = true
        (conversation.cut, conversation.cutTokens) = (conversation.base, conversation.baseTokens)
      }
      conversation.reasoning += reasoning
    }
    let request = add(
      TraceRecord(
        .request, model: model, actor: conversation.agent, prompt: conversation.base,
        inputTokens: conversation.baseTokens, outputTokens: output, reasoningTokens: reasoning),
      after: conversation.last, &session)
    if output > 0 { (conversation.output, conversation.outputTokens) = (request, output) }
    (conversation.last, conversation.answer) = (request, request)
    conversation.visible = visible
    if conversation.isBranchOfOwn { branchAnswer = request }
  }

  /// Summarizes what follows the contexts, if the path is too long and a summary is shorter.
  private mutating func compact(
    model: Int, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    let above = program.agents[conversation.agent].compactAbove
    guard conversation.tokens > above else { return }
    let summary = draw(
      program.agents[conversation.agent].compactTo, place.named(Use.compaction))
    guard conversation.tokens - conversation.headTokens > summary else { return }
    guard fits(output: summary, model: model, conversation, session) else { return }
    name(&conversation, &session)
    conversation.last = add(
      TraceRecord(
        .request, isCompaction: true, model: model, actor: conversation.agent,
        prompt: conversation.base, inputTokens: conversation.baseTokens, outputTokens: summary),
      after: conversation.last, &session)
    conversation.goBack(to: conversation.head, tokens: conversation.headTokens)
    conversation.appended = max(summary, conversation.tokens == 0 ? 1 : 0)
  }

  /// Whether the path and an output fit the model's window; if not, the session ends here.
  private mutating func fits(
    output: Int, model: Int, _ conversation: Conversation, _ session: borrowing TraceSession
  ) -> Bool {
    let tokens = conversation.tokens + output
    if tokens > program.windows[model] {
      hasEnded = true
    } else if tokens > SessionBuilder.largestPrompt {
      failPrompt(session)
    }
    return !hasEnded
  }
}
