import Domain
import Testing
import TraceGeneration

@Suite struct HeaderTests {
  private func refusal(_ workload: Workload, load: Double = 1) -> GenerationError? {
    do throws(GenerationError) {
      _ = try TraceGenerator(workload: workload, seed: 1, load: load, fingerprint: "")
      return nil
    } catch {
      return error
    }
  }

  @Test("The header says what was generated")
  func header() throws {
    var workload = Samples.codingAssistant
    workload.assertions = [
      Assertion(
        text: "goodput >= 99%", statistic: nil, metric: .goodput, subject: .everything,
        comparison: .atLeast, bound: 0.99)
    ]
    let header = try TraceGenerator(workload: workload, seed: 9, fingerprint: "abc").header
    #expect(header.workload == "coding-assistant")
    #expect(header.seed == 9)
    #expect(header.fingerprint == "abc")
    #expect(header.models == ["deepseek-r1"])
    #expect(header.agents == ["coder", "reviewer"])
    #expect(header.classes.map(\.name) == ["interactive", "overnight"])
    #expect(header.classes[1].closed == .init(sessions: 1024, until: 1200 * .second))
    #expect(header.classes[1].priority == .batch)
    #expect(header.classes[1].deadline == 21_600 * .second)
    #expect((header.measuredFrom, header.measuredUntil) == (180 * .second, 1200 * .second))
    #expect(header.assertions == workload.assertions)
  }

  @Test("A step's model comes before the agent's, and that before the class's")
  func models() throws {
    var worker = agent([
      .generate(.init(visible: tokens(1), model: "step")), generate(tokens(1)), spawn(1),
    ])
    worker.model = "agent"
    let unused = Agent(
      workload: "test", name: "unused", model: "unused", input: tokens(1),
      steps: [generate(tokens(1))])
    let workload = makeWorkload(
      [worker, agent([generate(tokens(1))], name: "reader"), unused])
    let header = try TraceGenerator(workload: workload, seed: 1, fingerprint: "").header
    #expect(header.models == ["step", "agent", "model"])
    let session = try #require(try sessions(of: workload, first: 1).first)
    #expect(session.requests.map(\.model) == [0, 1, 2])
  }

  @Test("Imported agents and tools are named with their file")
  func imported() throws {
    var workload = Samples.chat
    workload.name = "mixed"
    let header = try TraceGenerator(workload: workload, seed: 1, fingerprint: "").header
    #expect(header.agents == ["chat.assistant"])
  }

  @Test("Values that the language does not allow are refused")
  func refused() {
    let good = Samples.codingAssistant
    func changed(_ change: (inout Workload) -> Void) -> Workload {
      var workload = good
      change(&workload)
      return workload
    }
    #expect(refusal(good) == nil)
    #expect(refusal(good, load: 0) != nil)
    #expect(refusal(good, load: .nan) != nil)
    let wrong = [
      changed { $0.classes[0].agent = 7 },
      changed { $0.classes[0].model = nil },
      changed { $0.agents[0].contexts = [5] },
      changed { $0.agents[0].think = nil },
      changed { $0.agents[0].history = 3 },
      changed { $0.agents[0].input = seconds(3) },
      changed { $0.agents[1].steps.append(spawn(0)) },
      changed { $0.agents[1].steps.append(spawn(-1)) },
      changed { $0.agents[1].steps.append(call([9])) },
      changed { $0.agents[1].steps.append(call(weights: [0, 0], count: count(1))) },
      changed { $0.agents[1].steps.append(.choose([])) },
      changed { $0.agents[1].steps.append(.maybe(chance: 1.4, steps: [])) },
      changed { $0.agents[1].steps.append(call([0], join: .count(0))) },
      changed { $0.agents[1].steps.append(call([0], join: .share(1.5))) },
      changed { $0.tools[0].fails = 2 },
      changed { $0.tools[0].parallel = 0 },
      changed { $0.contexts[1].copies = .equal(0) },
      changed { $0.contexts[1].copies = .zipf(count: 1 << 40, exponent: 1) },
      changed { $0.classes[0].tenants = .named([]) },
      changed { $0.classes[0].arrivals = Arrivals(.poisson(.constant(-1))) },
      changed { $0.classes[0].arrivals = Arrivals(.gamma(.constant(1), cv: 0)) },
      changed { $0.classes[0].arrivals = Arrivals(.poisson(.switching([]))) },
      changed { $0.classes[0].arrivals = Arrivals(.atOnce(-1)) },
      changed { $0.classes[0].arrivals = Arrivals(.schedule([5, 3])) },
      changed { $0.classes[0].arrivals.start = -1 },
      changed {
        $0.classes[0].arrivals = Arrivals(.poisson(.constant(1)), clients: .equal(1 << 40))
      },
      changed { $0.contexts[0].copies = .equal(1 << 40) },
      changed { $0.tools[0].backoff = .max },
      changed { $0.duration = 0 },
      changed { $0.warmUp = -1 },
    ]
    for (index, workload) in wrong.enumerated() {
      #expect(refusal(workload) != nil, "number \(index)")
    }
  }

  @Test("A session that a trace can't hold is an error, not a crash")
  func tooLarge() throws {
    var worker = agent([generate(tokens(9e8))])
    worker.turns = count(5)
    worker.think = seconds(1)
    #expect(throws: TraceError.self) { try sessions(of: makeWorkload([worker]), first: 1) }
    worker = agent([.wait(seconds(1e9)), generate(tokens(1))])
    #expect(throws: TraceError.self) { try sessions(of: makeWorkload([worker]), first: 1) }
    let results = [tool("huge", result: tokens(1e9))]
    worker = agent([
      call([0], count: count(5)), fork(count(2), [generate(tokens(1))]), generate(tokens(1)),
    ])
    #expect(throws: TraceError.self) {
      try sessions(of: makeWorkload([worker], tools: results), first: 1)
    }
    worker = agent([.repeat(count: count(3e6), steps: [.wait(seconds(0))]), generate(tokens(1))])
    #expect(throws: TraceError.self) { try sessions(of: makeWorkload([worker]), first: 1) }
    worker.history = .max
    worker.steps = [generate(tokens(1))]
    #expect(try sessions(of: makeWorkload([worker]), first: 1).count == 1)
  }
}
