import Domain

/// What a trace has that formats differ in keeping.
struct ExportLosses {
  var hasSessions = false
  var hasTools = false
  var hasReasoning = false
  var hasTenants = false
  var hasSpeech = false
  var hasPartialJoin = false
  var hasCancel = false
  var hasTurns = false
  var sharesContent = false
  var extendsAnswers = false
  /// Requests of one session share contexts of its own.
  var hasOwnContent = false
  /// Requests of one session run beside each other.
  var isParallel = false
  /// Requests wait for another whose prompt theirs doesn't hold.
  var breaksOff = false
  /// Requests go on with a prompt, and not with the answer to it.
  var leavesAnswers = false
  /// Prompts share some of what they begin with, and not all of it.
  var sharesInPart = false
  /// Requests put out nothing: prefill only.
  var hasEmptyOutput = false
  /// One request waits for several with different times after each.
  var hasUnequalWaits = false
  private var classes = 0
  private var agents = 0
  private var models = 0
  private var hasTargets = false
  private var isClosed = false
  private var hasWindow = false

  mutating func note(_ header: TraceHeader) {
    (classes, agents) = (header.classes.count, header.agents.count)
    models = header.models.count
    hasTargets = !header.assertions.isEmpty
    for trafficClass in header.classes {
      hasTargets =
        hasTargets || !trafficClass.slo.isEmpty || trafficClass.deadline != nil
        || trafficClass.priority != .normal
      isClosed = isClosed || trafficClass.closed != nil
    }
    hasWindow = header.measuredFrom > 0
  }

  mutating func note(_ session: borrowing TraceSession, _ graph: RequestGraph) {
    hasPartialJoin = graph.hasPartialJoin
    hasCancel = graph.hasCancel
    hasTenants = hasTenants || session.tenant != "t1"
    hasSpeech = hasSpeech || !session.speeches.isEmpty
    sharesContent = sharesContent || !session.sharedContexts.isEmpty
    var requests = 0
    for index in session.records.indices {
      let record = session.records[index]
      switch record.kind {
      case .request:
        requests += 1
        hasReasoning = hasReasoning || record.reasoningTokens > 0
        hasEmptyOutput = hasEmptyOutput || record.outputTokens == 0
        extendsAnswers = extendsAnswers || record.extended != .root
      case .wait: hasTools = hasTools || record.cause == .tool
      case .turnStart: hasTurns = true
      default: break
      }
    }
    hasSessions = hasSessions || requests > 1
    hasOwnContent = hasOwnContent || (requests > 1 && !session.contexts.isEmpty)
  }

  /// Accounts that the formats have in common; `keeps` says which of these a format has.
  func account(keeping keeps: Set<Kept>) -> [FieldAccount] {
    var account: [FieldAccount] = []
    func add(_ is: Bool, _ kept: Kept, _ field: String, _ note: String, _ keptNote: String = "") {
      guard `is` else { return }
      account.append(
        keeps.contains(kept)
          ? FieldAccount(field, .kept, keptNote) : FieldAccount(field, .dropped, note))
    }
    add(hasTools, .tools, "tools", "their names; the waits count", "as spans")
    add(hasReasoning, .reasoning, "reasoning tokens", "part of the output")
    add(hasTenants, .tenants, "tenants", "the format has none")
    add(agents > 1, .agents, "agents", "the format has none")
    add(models > 1, .models, "models", "the format has one for all")
    add(classes > 1, .classes, "classes", "but for the names of sessions")
    add(hasTargets, .targets, "targets, priorities, assertions", "the format has none")
    add(hasWindow, .targets, "measured window", "the format has none")
    add(hasTurns, .targets, "turns", "which request answers; the waits count")
    add(hasPartialJoin, .targets, "joins of some", "they wait for all")
    add(hasCancel, .targets, "cancelling", "what was cancelled runs to its end")
    if hasSpeech {
      account.append(FieldAccount("speech", .inferred, "its length as a wait, heard without gaps"))
    }
    if isClosed {
      account.append(
        FieldAccount("closed classes", .synthesized, "starts, from when sessions are taken to end"))
    }
    return account
  }

  enum Kept { case tools, reasoning, tenants, agents, models, classes, targets }
}

extension TraceExporter {
  var account: [FieldAccount] {
    let token = "\(Double(options.tokenTime) / 1e6) ms for each output token"
    let blocks =
      "blocks of \(numbers.blockTokens) tokens"
      + (numbers.toldSize == nil ? "" : ", which rows say as `block_size`")
    var account: [FieldAccount] = [
      FieldAccount("input tokens", .kept), FieldAccount("output tokens", .kept),
    ]
    let moments = FieldAccount(
      "moments of later requests", .synthesized, "from waits and \(token)")
    let content = FieldAccount(
      "prompt content", .kept, "as \(blocks); what shares less is not told")
    switch options.format {
    case .mooncake, .vllm:
      account.append(FieldAccount("session start", .kept, "milliseconds"))
      account.append(content)
      if losses.hasSessions {
        account += [moments, FieldAccount("sessions", .dropped, "nothing says what waits")]
      }
      account += losses.account(keeping: [])
    case .agenticMooncake:
      account.append(FieldAccount("session start", .kept, "milliseconds"))
      account.append(content)
      account.append(FieldAccount("what waits for what", .kept))
      if losses.hasUnequalWaits {
        account.append(
          FieldAccount("waits after several requests", .inferred, "the longest after all of them"))
      }
      account += losses.account(keeping: [])
    case .aiperf:
      account.append(FieldAccount("session start", .kept, "milliseconds"))
      account.append(
        FieldAccount("prompt content", .kept, "of first turns as \(blocks); later ones add to it"))
      if losses.hasEmptyOutput {
        account.append(FieldAccount("outputs of no token", .dropped, "they have one"))
      }
      if losses.leavesAnswers {
        account.append(
          FieldAccount(
            "prompts without an answer", .dropped, "a later turn always holds the answers before"))
      }
      if losses.isParallel || losses.breaksOff { account.append(moments) }
      if losses.isParallel {
        account.append(
          FieldAccount("parallel requests", .dropped, "conversations of their own, not waited for"))
      }
      if losses.breaksOff {
        account.append(
          FieldAccount(
            "prompts that go back", .dropped, "conversations of their own, which wait for none"))
      }
      account += losses.account(keeping: [])
    case .blis:
      account.append(FieldAccount("session start", .kept, "microseconds"))
      if losses.sharesContent {
        account.append(FieldAccount("shared contexts", .kept, "the one that a prompt begins with"))
      }
      if losses.sharesInPart {
        account.append(
          FieldAccount(
            "parts of contexts", .dropped,
            "prefixes of other lengths, or of another end, are others"))
      }
      if losses.extendsAnswers || losses.hasOwnContent {
        account.append(
          FieldAccount(
            "prompt content", .dropped,
            "what a session's prompts share" + (losses.sharesContent ? " beyond that" : "")))
      }
      if losses.hasSessions { account.append(moments) }
      if losses.isParallel {
        account.append(
          FieldAccount("parallel requests", .dropped, "rounds, one after the other"))
      }
      account += losses.account(keeping: [.reasoning, .tenants, .agents, .models, .classes])
    case .otel:
      account.append(FieldAccount("session start", .kept, "from the beginning of 2026 on"))
      account.append(FieldAccount("ends of requests", .synthesized, token))
      if losses.hasSessions { account.append(moments) }
      if losses.sharesContent || losses.extendsAnswers || losses.hasOwnContent {
        account.append(FieldAccount("prompt content", .dropped, "spans have lengths alone"))
      }
      account += losses.account(keeping: [.tools, .reasoning, .agents, .models])
    }
    return account
  }
}
