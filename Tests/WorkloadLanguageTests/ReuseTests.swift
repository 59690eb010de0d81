import Domain
import Testing
import WorkloadLanguage

@Suite("imports, extends, variables and overrides")
struct ReuseTests {
  private let library = """
    workload: lib
    model: gpt-oss-120b
    tenants: {zipf: 9}
    context:
      system: {tokens: 1k, shared-by: everyone}
    tools:
      search: {latency: 80ms, result: 700, fails: 3%, retries: 2}
    agents:
      base:
        context: [system]
        input: {p50: 30, p99: 600}
        turns: {mean: 3}
        think: 20s
        steps: [{call: search}, {generate: 100}]
    traffic:
      all-day: {agent: base, sessions: {poisson: 2/s}, priority: high, deadline: 3m}
    """

  private func read(_ text: String, _ overrides: [String] = []) throws -> Workload {
    let library = library
    let resolver = FileResolver { name, _ in
      name == "lib.yaml" ? LoadedFile(name: name, bytes: Array(library.utf8)) : nil
    }
    let (workload, diagnostics) = WorkloadReader.read(
      source: SourceText(name: "ours.yaml", text: text), resolver: resolver, overrides: overrides)
    #expect(diagnostics.rendered() == "")
    return try #require(workload)
  }

  private let ours = """
    workload: ours
    duration: 10m
    import: [lib.yaml]
    context:
      system: {tokens: 9k, shared-by: tenant}
    variables:
      rush: [{at: 1m, for: 2m, times: 4}]
      rate: 3/s
    agents:
      quick: {extends: lib.base, turns: none, think: none, context: [system]}
    traffic:
      users: {extends: lib.all-day, sessions: {poisson: $rate, spikes: $rush}, deadline: none}
      quick: {agent: quick, sessions: {concurrency: 4}, model: kimi-k2}
    """

  @Test("an imported entry keeps the names of its own file")
  func scopes() throws {
    let workload = try read(ours)
    #expect(workload.agents.map(\.name) == ["quick", "base"])
    #expect(workload.agents.map(\.workload) == ["ours", "lib"])
    let contexts = workload.agents.map { workload.contexts[$0.contexts[0]] }
    #expect(contexts.map(\.workload) == ["ours", "lib"])
    #expect(contexts.map(\.sharedBy) == [.tenant, .everyone])
    #expect(workload.tools.map(\.name) == ["search"])
  }

  @Test("extends replaces whole values and none drops a key")
  func extends() throws {
    let workload = try read(ours)
    let users = workload.classes[0]
    #expect(users.priority == .high)
    #expect(users.deadline == nil)
    #expect(users.arrivals.process == .poisson(.constant(3)))
    #expect(users.arrivals.spikes.map(\.times) == [4])
    #expect(workload.agents[0].think == nil)
    #expect(workload.agents[0].turns.form == .constant(1))
  }

  @Test("a model or tenants of an import count where the file that is run has none")
  func fallbacks() throws {
    let workload = try read(ours)
    #expect(workload.classes.map(\.model) == ["gpt-oss-120b", "kimi-k2"])
    #expect(workload.classes[0].tenants == .zipf(count: 9, exponent: 1))
    let own = try read(ours + "\nmodel: deepseek-r1\ntenants: 4\n")
    #expect(own.classes.map(\.model) == ["deepseek-r1", "kimi-k2"])
    #expect(own.classes.map(\.tenants) == [.equal(4), .equal(4)])
  }

  @Test("overrides replace a value, add a key, set a variable, reach into lists")
  func overrides() throws {
    let workload = try read(
      ours,
      [
        "duration=5m", "warm-up=1m", "rate=7/s", "variables.rush.0.times=2",
        "traffic.quick.sessions={at-once: 2k}",
      ])
    #expect(workload.duration == 300 * .second)
    #expect(workload.warmUp == 60 * .second)
    #expect(workload.classes[0].arrivals.process == .poisson(.constant(7)))
    #expect(workload.classes[0].arrivals.spikes.map(\.times) == [2])
    #expect(workload.classes[1].arrivals.process == .atOnce(2000))
  }

  @Test("the mixed factory runs classes of fourteen files")
  func factory() throws {
    let workload = try #require(
      WorkloadReader.read(
        source: try ShippedWorkloads.source("mixed-factory"), resolver: ShippedWorkloads.resolver
      ).workload)
    #expect(workload.classes.count == 15)
    #expect(Set(workload.agents.map(\.workload)).count == 14)
    #expect(workload.classes.allSatisfy { $0.model == "gpt-oss-120b" })
    #expect(workload.classes.allSatisfy { $0.tenants == .zipf(count: 40, exponent: 1) })
    #expect(workload.assertions.count == 6)
  }
}
