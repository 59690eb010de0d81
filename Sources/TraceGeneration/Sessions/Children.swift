import Domain

extension SessionBuilder {
  /// Fresh agents in parallel, and what they bring back.
  mutating func spawn(
    _ step: StepCode, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    let count = draw(step.amount, place.named(Use.count))
    let total = step.isWeighted ? count : count * step.optionCount
    let needed = step.join.needed(of: total)
    var group = Group(first: Int32(session.records.count), mark: ends.count)
    var number = 1
    while number <= total, !hasEnded {
      let place = place.numbered(number)
      let option =
        step.isWeighted
        ? option(step, at: place.named(Use.agent).uniform) : (number - 1) % step.optionCount
      let agent = program.options[step.firstOption + option].index
      var child = start(agent, &session)
      child.isOwn = false
      child.last = conversation.last
      let input = step.input >= 0 ? step.input : program.agents[agent].input
      child.appended += draw(input, place.named(Use.input))
      run(program.agents[agent].steps, place, &child, &session)
      end(child, number: number, needed: needed ?? 0, of: step, place, &group, conversation.last)
      number += 1
    }
    join(group, total: total, needed: needed, &conversation, &session)
  }

  /// Copies of a conversation that run the same steps in parallel, and what they bring back.
  mutating func fork(
    _ step: StepCode, _ place: RandomStream, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    let total = draw(step.amount, place.named(Use.count))
    guard total > 0 else { return }
    // All branches extend one path, so it gets its context before the first of them.
    if conversation.tokens > 0 { name(&conversation, &session) }
    let needed = step.join.needed(of: total)
    var group = Group(first: Int32(session.records.count), mark: ends.count)
    var number = 1
    while number <= total, !hasEnded {
      let place = place.numbered(number)
      var branch = conversation
      (branch.answer, branch.visible) = (-1, 0)
      branch.isBranchOfOwn = (branch.isOwn || branch.isBranchOfOwn) && needed != nil
      branch.isOwn = false
      run(step.steps, place, &branch, &session)
      end(branch, number: number, needed: needed ?? 0, of: step, place, &group, conversation.last)
      number += 1
    }
    join(group, total: total, needed: needed, &conversation, &session)
  }

  /// The children of one step so far.
  private struct Group {
    /// First record of the first child.
    var first: Int32
    /// Where their ends begin in `ends`.
    var mark: Int
    /// Children that did nothing, and so are complete when they start.
    var idle = 0
    /// Tokens that come back.
    var results = 0
  }

  private mutating func end(
    _ child: Conversation, number: Int, needed: Int, of step: StepCode, _ place: RandomStream,
    _ group: inout Group, _ before: Int32
  ) {
    if child.last == before { group.idle += 1 } else { ends.append(child.last) }
    // Sizes that come back are those of the lowest numbers, whoever is first.
    guard number <= needed else { return }
    group.results += step.result >= 0 ? draw(step.result, place.named(Use.result)) : child.visible
  }

  private mutating func join(
    _ group: Group, total: Int, needed: Int?, _ conversation: inout Conversation,
    _ session: inout TraceSession
  ) {
    defer { ends.removeSubrange(group.mark...) }
    guard !hasEnded, let needed else { return }
    conversation.appended += group.results
    let active = ends.count - group.mark
    guard active > 0 else { return }
    let cancels = needed < total
    let waited = max(needed - group.idle, 0)
    if active == 1, waited == 1, !cancels {
      conversation.last = ends[group.mark]
      return
    }
    var record = TraceRecord(.join)
    record.cancelFrom = cancels ? group.first : -1
    if waited == 0 {
      // Enough children did nothing: go on at once.
      conversation.last = add(record, after: conversation.last, &session)
      return
    }
    record.firstDependency = Int32(session.dependencies.count)
    (record.dependencyCount, record.needed) = (Int32(active), Int32(waited))
    session.dependencies.append(contentsOf: ends[group.mark...])
    record.turn = Int32(turn)
    conversation.last = Int32(session.records.count)
    session.records.append(record)
  }
}
