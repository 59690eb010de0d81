import Domain

/// What was seen of one agent over all its conversations.
struct AgentSample {
  var name: String
  /// Its sessions are tasks of many requests, told from others by that.
  var isTask = false
  var sessions = 0
  /// Tokens of the first prompt.
  var firsts: [Int] = []
  /// Of those, tokens beyond the shared contexts.
  var openings: [Int] = []
  /// Tokens that a later turn adds to the prompt.
  var inputs: [Int] = []
  var turns: [Int] = []
  var thinks: [Int] = []
  /// Steps with tools in a turn.
  var rounds: [Int] = []
  /// By turn: the mean of its session's, to the nearest whole number.
  var evenRounds: [Int] = []
  /// Visible tokens of requests that end a turn, and of the others.
  var answers: [Int] = []
  var workings: [Int] = []
  /// Of every request.
  var reasonings: [Int] = []
  /// Tokens that a tool step adds.
  var results: [Int] = []
  var calls: [Int] = []
  /// Of later turns that are due at moments of their own: from one to the next, and what becomes of
  /// a turn that is late.
  var everies: [Int] = []
  var latenesses: [Agent.Lateness: Int] = [:]
  /// Of turns that begin anew behind what the first had too: what they add to that, of the first
  /// turns the same, and what all of a conversation begin with beyond the head.
  var restarts: [Int] = []
  var beginnings: [Int] = []
  var remains: [Int] = []
  /// What other later turns add, and how many of those follow one that begins anew.
  var grown: [Int] = []
  var relapses = 0
  /// By turn, in how many conversations it is the first that begins anew.
  var firstRestarts: [Int: Int] = [:]
  /// Pauses that belong to no tool and no user.
  var pauses: [Int] = []
  /// By tool: lengths of the steps that it was the last of.
  var tools: [Int: [Int]] = [:]
  /// By tool, of steps with one call: their lengths, and the tokens that they add.
  var singles: [Int: [(length: Int, result: Int)]] = [:]
  /// Prompts that were compacted or cut, and what was left beyond the head.
  var cuts: [Int] = []
  var summaries: [Int] = []
  /// Requests that the source says are compactions: what they read and put out.
  var compactions: [(input: Int, output: Int)] = []
  /// By agent of the children: how many a turn has, without zeros.
  private(set) var children: [Int: [Int]] = [:]
  private var childPlace: [Int: Int] = [:]
  var requests = 0
  /// Tokens of every prompt.
  var prompts: [Int] = []
  /// Requests of every conversation.
  var lengths: [Int] = []
  /// Of a source of single requests: tokens of first prompts beyond the head, and how many of those
  /// an earlier prompt had.
  var openingTokens = 0
  var knownTokens = 0

  /// Share of the openings that an earlier session had already.
  var known: Double { openingTokens > 0 ? Double(knownTokens) / Double(openingTokens) : 0 }

  init(name: String) { self.name = name }

  /// Takes in a conversation.
  mutating func add(_ conversation: Conversation) {
    sessions += 1
    requests += conversation.requests.count
    prompts += conversation.requests.map(\.input)
    lengths.append(conversation.requests.count)
    var turns = 0
    var rounds = 0
    for (index, request) in conversation.requests.enumerated() {
      let isFirst = index == 0
      let isNewTurn = isFirst || conversation.requests[index - 1].turn != request.turn
      let isLast =
        index + 1 == conversation.requests.count
        || conversation.requests[index + 1].turn != request.turn
      if isNewTurn {
        turns += 1
        rounds = 0
      }
      addPrompt(request, isFirst: isFirst, isNewTurn: isNewTurn, &rounds)
      addOutput(request, isLast: isLast)
      if request.isReset, index > 0 {
        cuts.append(conversation.requests[index - 1].input)
        summaries.append(request.appended)
      }
      if isLast { self.rounds.append(rounds) }
    }
    self.turns.append(turns)
    addDues(conversation)
    addRestarts(conversation)
    let own = self.rounds.suffix(turns)
    let mean = (Double(own.reduce(0, +)) / Double(max(turns, 1))).rounded()
    evenRounds += Array(repeating: Int(mean), count: turns)
  }

  /// Takes in a conversation that was found in a source of single requests.
  mutating func add(_ thread: RowThreads.Thread, headTokens: Int) {
    sessions += 1
    requests += thread.inputs.count
    prompts += thread.inputs
    lengths.append(thread.inputs.count)
    turns.append(thread.inputs.count)
    openingTokens += max(0, thread.inputs[0] - headTokens)
    knownTokens += max(0, thread.known - headTokens)
    for index in thread.inputs.indices {
      answers.append(thread.outputs[index])
      reasonings.append(0)
      rounds.append(0)
      guard index > 0 else {
        firsts.append(thread.inputs[0])
        openings.append(max(1, thread.inputs[0] - headTokens))
        continue
      }
      thinks.append(Int(thread.starts[index] - thread.starts[index - 1]))
      // Where less came back than was put out, the rest was dropped.
      inputs.append(
        max(1, thread.inputs[index] - thread.inputs[index - 1] - thread.outputs[index - 1]))
    }
  }

  private mutating func addDues(_ conversation: Conversation) {
    var last = 0
    for (earlier, request) in zip(conversation.requests, conversation.requests.dropFirst())
    where earlier.turn != request.turn {
      guard let due = request.due else { continue }
      everies.append(due.moment - last)
      latenesses[due.lateness, default: 0] += 1
      last = due.moment
    }
  }

  private mutating func addRestarts(_ conversation: Conversation) {
    let requests = conversation.requests
    var (turn, least) = (1, Int.max)
    var first: Int?
    for (earlier, request) in zip(requests, requests.dropFirst())
    where earlier.turn != request.turn {
      turn += 1
      // What is dropped when a turn ends, as reasoning is, the first prompt didn't have.
      if request.kept < requests[0].input {
        restarts.append(request.input - request.kept)
        least = min(least, request.kept)
        first = first ?? turn
      } else {
        grown.append(request.appended)
        if first != nil { relapses += 1 }
      }
    }
    guard let first else { return }
    firstRestarts[first, default: 0] += 1
    beginnings.append(requests[0].input - least)
    remains.append(max(0, least - conversation.headTokens))
  }

  /// Earlier turns that prompts hold, if they hold only so many: from the first turn that has more
  /// before it on, every one begins with what the first did.
  var history: Int? {
    guard restarts.count >= 10, relapses * 20 <= restarts.count,
      let most = firstRestarts.max(by: { ($0.value, -$0.key) < ($1.value, -$1.key) }),
      most.value * 20 >= beginnings.count * 19
    else { return nil }
    return most.key - 2
  }

  /// Later turns are due at moments of their own.
  var isTimed: Bool {
    let later = turns.reduce(0) { $0 + $1 - 1 }
    return later > 0 && everies.count * 20 >= later * 19
  }

  private mutating func addPrompt(
    _ request: Conversation.Request, isFirst: Bool, isNewTurn: Bool, _ rounds: inout Int
  ) {
    if isFirst {
      firsts.append(request.input)
      openings.append(request.appended)
    } else if isNewTurn {
      let think = request.waits.filter { $0.cause == .think || $0.cause == .listen }
      thinks.append(think.reduce(0) { $0 + $1.length })
      if !request.isReset { inputs.append(request.appended) }
    } else {
      rounds += 1
      if !request.isReset { results.append(request.appended) }
      let waits = request.waits.filter { $0.cause == .tool }
      calls.append(waits.reduce(0) { $0 + max(1, $1.calls) })
      for wait in waits { tools[wait.tool, default: []].append(wait.length) }
      if waits.count == 1, waits[0].calls <= 1, !request.isReset {
        singles[waits[0].tool, default: []].append((waits[0].length, request.appended))
      }
    }
    for wait in request.waits where wait.cause == .pause { pauses.append(wait.length) }
  }

  /// Takes in that a conversation of a session began another one.
  mutating func addChild(_ agent: Int, session: Int, turn: Int) {
    let place = session << 24 | turn
    if childPlace[agent] == place, let last = children[agent]?.indices.last {
      children[agent]?[last] += 1
    } else {
      childPlace[agent] = place
      children[agent, default: []].append(1)
    }
  }

  private mutating func addOutput(_ request: Conversation.Request, isLast: Bool) {
    guard !request.isCompaction else {
      compactions.append((request.input, request.output))
      return
    }
    let visible = request.output - request.reasoning
    if isLast { answers.append(visible) } else { workings.append(visible) }
    reasonings.append(request.reasoning)
  }
}
