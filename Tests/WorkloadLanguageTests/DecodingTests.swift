import Domain
import Testing
import WorkloadLanguage

@Suite("decoded values")
struct DecodingTests {
  private func read(_ name: String) throws -> Workload {
    let source = try ShippedWorkloads.source(name)
    return try #require(
      WorkloadReader.read(source: source, resolver: ShippedWorkloads.resolver).workload)
  }

  @Test("the coding assistant's agents, tools and classes")
  func codingAssistant() throws {
    let workload = try read("coding-assistant")
    #expect(workload.duration == 900 * .second)
    #expect(workload.warmUp == 180 * .second)
    #expect(workload.contexts[1].copies == .zipf(count: 400, exponent: 1))
    let tests = workload.tools[2]
    #expect(tests.name == "run-tests")
    #expect((tests.fails, tests.retries) == (0.08, 1))
    #expect(tests.timeout == 300 * .second)
    let coder = workload.agents[0]
    #expect(coder.contexts == [0, 1])
    #expect(coder.turns == Distribution(.mean(6), quantity: .count, maximum: 40))
    #expect(coder.compaction?.above == 120_000)
    #expect(coder.steps.map(\.verb) == ["generate", "repeat", "maybe", "generate"])
    guard case .repeat(_, let inner) = coder.steps[1], case .call(let call) = inner[0] else {
      Issue.record("the second step repeats a call")
      return
    }
    #expect(
      call.tools
        == .weighted([
          .init(index: 0, weight: 5), .init(index: 1, weight: 3), .init(index: 2, weight: 1),
        ]))
    guard case .maybe(let chance, let review) = coder.steps[2], case .spawn(let spawn) = review[0]
    else {
      Issue.record("the third step may spawn a reviewer")
      return
    }
    #expect(chance == 0.3)
    #expect(spawn.agents == .each([1]))
    #expect(spawn.count == Distribution(.uniform(1, 3), quantity: .count))
    #expect(
      workload.classes[0].slo == [
        Bound(metric: .ttft, value: 1e9), Bound(metric: .tpot, value: 1e7),
      ])
    #expect(workload.classes[1].priority == .batch)
    #expect(workload.classes[1].arrivals.over == 60 * .second)
  }

  @Test("joins, forks and parts that decide")
  func researchSwarm() throws {
    let planner = try read("research-swarm").agents[0]
    guard case .spawn(let spawn) = planner.steps[1], case .fork(let vote) = planner.steps[3] else {
      Issue.record("the planner spawns, debates and votes")
      return
    }
    #expect(spawn.join == .share(0.8))
    #expect(vote.join == .count(3))
    #expect(vote.branches.form == .constant(5))
  }

  @Test("rate curves, clients and spikes")
  func curves() throws {
    let posts = try read("moderation").classes[0]
    guard case .gamma(.phases(let phases), let cv) = posts.arrivals.process else {
      Issue.record("posts come in phases")
      return
    }
    #expect(cv == 1.5)
    #expect(phases.map(\.from) == [900, 900, 4600, 4600])
    #expect(phases.map(\.to) == [900, 4600, 4600, 1200])
    let free = try read("free-tier").classes[0].arrivals
    #expect(free.clients == .zipf(count: 5000, exponent: 1))
    #expect(
      free.process
        == .gamma(
          .wave(mean: 10, peak: 17, period: 1440 * .second, peakAt: 1200 * .second), cv: 2))
    guard
      case .poisson(.switching(let states)) = try read("media-pipeline").classes[0].arrivals
        .process
    else {
      Issue.record("uploads switch")
      return
    }
    #expect(states.map(\.rate) == [16, 180])
  }

  @Test("voice, and what extends it without")
  func voice() throws {
    let workload = try read("live-translation")
    let voice = try #require(workload.agents[0].voice)
    #expect((voice.pace, voice.firstChunk) == (4.2, 4))
    #expect(workload.agents[1].voice == nil)
    #expect(workload.agents[1].every == workload.agents[0].every)
    #expect(workload.agents[0].history == 12)
  }

  @Test("assertions keep their text and are in the unit of their metric")
  func assertions() throws {
    let assertions = try read("research-swarm").assertions
    #expect(assertions.map(\.text)[2] == "p99 tpot of agent planner < 12ms")
    #expect(assertions[2].subject == .agent("planner"))
    #expect(assertions[2].bound == 1.2e7)
    #expect(assertions[0].statistic == .percentile(50))
    let goodput = try read("coding-assistant").assertions[2]
    #expect((goodput.bound, goodput.comparison) == (0.99, .atLeast))
    #expect(goodput.statistic == nil)
  }

  @Test("a data file gives a table in rising order, in nanoseconds")
  func dataFile() throws {
    let text = """
      workload: ours
      model: gpt
      duration: 10m
      agents:
        coder:
          input: {file: in.csv, column: tokens}
          steps: [{generate: 5}, {wait: {file: w, unit: ms}}]
      traffic:
        users: {agent: coder, sessions: {schedule: {file: in.csv, column: at, unit: s}}}
      """
    // Spreadsheets write a byte order mark.
    let files = ["in.csv": "\u{FEFF}tokens,at\n30,2.5\n10,1\n", "w": "7\n3\n"]
    let resolver = FileResolver { name, importer in
      #expect(importer == "ours.yaml")
      return files[name].map { LoadedFile(name: name, bytes: Array($0.utf8)) }
    }
    let workload = try #require(
      WorkloadReader.read(source: SourceText(name: "ours.yaml", text: text), resolver: resolver)
        .workload)
    #expect(workload.agents[0].input.form == .table([10, 30]))
    guard case .wait(let wait) = workload.agents[0].steps[1] else {
      Issue.record("the second step waits")
      return
    }
    #expect(wait.form == .table([3e6, 7e6]))
    #expect(workload.classes[0].arrivals.process == .schedule([1_000_000_000, 2_500_000_000]))
  }
}
