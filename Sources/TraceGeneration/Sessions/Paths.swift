import Domain

/// The paths of conversations in the tree of contexts.
extension SessionBuilder {
  /// A conversation of an agent, with its contexts as its path.
  mutating func start(_ agent: Int, _ session: inout TraceSession) -> Conversation {
    let own = program.agents[agent].model
    var conversation = Conversation(agent: agent, model: own >= 0 ? own : classModel)
    let head = head(of: agent, &session)
    (conversation.head, conversation.headTokens) = (head.reference, head.tokens)
    (conversation.base, conversation.baseTokens) = (head.reference, head.tokens)
    return conversation
  }

  private mutating func head(of agent: Int, _ session: inout TraceSession) -> Head {
    if heads[agent].isKnown { return heads[agent] }
    var head = Head(isKnown: true)
    let code = program.agents[agent]
    for position in code.firstContext..<(code.firstContext + code.contextCount) {
      extend(&head, by: program.contextLists[position], &session)
    }
    heads[agent] = head
    return head
  }

  private mutating func extend(
    _ head: inout Head, by context: Int, _ session: inout TraceSession
  ) {
    let sharing = program.contexts[context].sharing
    let sampler = program.contexts[context].sampler
    let names = (program.contexts[context].workloadName, program.contexts[context].name)
    if sharing == .session {
      let place = stream.named(Use.context).named(names.0).named(names.1)
      let tokens = draw(sampler, place.named(Use.size))
      if tokens > 0 { extend(&head, byOwn: context, tokens: tokens, &session) }
      return
    }
    let pick = stream.named(Use.pick).named(names.0).named(names.1)
    let copy = program.contexts[context].copies.index(at: pick.uniform)
    let place = program.contexts[context].stream
    let group = sharing == .everyone ? 0 : shared.group(of: tenant)
    let copies =
      sharing == .everyone ? place.named(Use.everyone) : place.named(Use.tenant).named(tenant)
    let tokens = drawCopy(sampler, copies.numbered(copy))
    guard tokens > 0 else { return }
    guard head.reference.isShared else {
      // What follows private content is never shared.
      return extend(&head, byOwn: context, tokens: tokens, &session)
    }
    let parent = head.reference.sharedNumber
    let (number, isNew) = shared.number(parent: parent, context: context, group: group, copy: copy)
    if isNew { session.sharedContexts.append(SharedContext(parent: parent, tokens: tokens)) }
    head.reference = .shared(number)
    head.tokens += tokens
  }

  private mutating func extend(
    _ head: inout Head, byOwn context: Int, tokens: Int, _ session: inout TraceSession
  ) {
    let parent = head.reference
    head.tokens += tokens
    if let known = ownContexts.first(where: { $0.context == context && $0.parent == parent }) {
      head.reference = known.reference
      return
    }
    head.reference = .own(session.contexts.count)
    session.contexts.append(PrivateContext(parent: parent, tokens: tokens))
    ownContexts.append(OwnContext(context: context, parent: parent, reference: head.reference))
  }

  /// Names the whole path of a conversation by a context.
  mutating func name(_ conversation: inout Conversation, _ session: inout TraceSession) {
    let tokens = conversation.tokens
    guard tokens <= SessionBuilder.largestPrompt else { return failPrompt(session) }
    if conversation.output >= 0 {
      let request = Int(conversation.output)
      if session.records[request].extended == .root {
        session.records[request].extended = .own(session.contexts.count)
        session.contexts.append(
          PrivateContext(parent: conversation.base, tokens: conversation.outputTokens))
      }
      conversation.base = session.records[request].extended
    }
    if conversation.appended > 0 {
      let parent = conversation.base
      conversation.base = .own(session.contexts.count)
      session.contexts.append(PrivateContext(parent: parent, tokens: conversation.appended))
    }
    (conversation.baseTokens, conversation.output) = (tokens, -1)
    (conversation.outputTokens, conversation.appended) = (0, 0)
  }
}
