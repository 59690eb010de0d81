import Domain
import TraceGeneration

/// Tokens from a median and a 99th percentile.
func tokens(p50: Double, p99: Double, max: Double? = nil) -> Distribution {
  Distribution(.quantiles(quantiles(p50, p99)), quantity: .tokens, maximum: max)
}

func tokens(_ count: Double) -> Distribution { Distribution(.constant(count), quantity: .tokens) }

/// A duration in seconds from a median and a 99th percentile.
func seconds(p50: Double, p99: Double) -> Distribution {
  Distribution(.quantiles(quantiles(p50 * 1e9, p99 * 1e9)), quantity: .duration)
}

func seconds(_ length: Double) -> Distribution {
  Distribution(.constant(length * 1e9), quantity: .duration)
}

func count(_ number: Double) -> Distribution { Distribution(.constant(number), quantity: .count) }

func count(_ range: ClosedRange<Double>) -> Distribution {
  Distribution(.uniform(range.lowerBound, range.upperBound), quantity: .count)
}

func count(mean: Double, max: Double? = nil) -> Distribution {
  Distribution(.mean(mean), quantity: .count, maximum: max)
}

func count(p50: Double, p99: Double) -> Distribution {
  Distribution(.quantiles(quantiles(p50, p99)), quantity: .count)
}

private func quantiles(_ p50: Double, _ p99: Double) -> [Distribution.Quantile] {
  [.init(percent: 50, value: p50), .init(percent: 99, value: p99)]
}

func generate(_ visible: Distribution, reasoning: Distribution? = nil) -> Step {
  .generate(.init(visible: visible, reasoning: reasoning))
}

func call(
  _ tools: [Int], count number: Distribution = count(1), join: Step.Join = .all
) -> Step {
  .call(.init(tools: .each(tools), count: number, join: join))
}

func call(weights: [Double], count number: Distribution, join: Step.Join = .all) -> Step {
  let options = weights.enumerated().map { Step.Option(index: $0, weight: $1) }
  return .call(.init(tools: .weighted(options), count: number, join: join))
}

func spawn(
  _ agent: Int, count number: Distribution = count(1), join: Step.Join = .all,
  result: Distribution? = nil
) -> Step {
  .spawn(.init(agents: .each([agent]), count: number, join: join, result: result))
}

func fork(
  _ branches: Distribution, join: Step.Join = .all, result: Distribution? = nil, _ steps: [Step]
) -> Step {
  .fork(.init(branches: branches, steps: steps, join: join, result: result))
}

/// A workload of one agent in one class, for tests of one thing.
func makeWorkload(
  _ agents: [Agent], contexts: [ContextDefinition] = [], tools: [Tool] = [],
  arrivals: Arrivals = Arrivals(.poisson(.constant(2))), duration: Nanoseconds = 60 * .second
) -> Workload {
  Workload(
    name: "test", duration: duration, warmUp: 0, contexts: contexts, tools: tools, agents: agents,
    classes: [TrafficClass(name: "users", agent: 0, arrivals: arrivals, model: "model")])
}

func agent(
  _ steps: [Step], name: String = "worker", contexts: [Int] = [],
  input: Distribution = tokens(100)
) -> Agent {
  Agent(workload: "test", name: name, contexts: contexts, input: input, steps: steps)
}

func tool(
  _ name: String, latency: Distribution = seconds(1), result: Distribution = tokens(10),
  fails: Double = 0, timeout: Nanoseconds? = nil, retries: Int = 0, backoff: Nanoseconds = 0,
  parallel: Int? = nil
) -> Tool {
  Tool(
    workload: "test", name: name, latency: latency, result: result, fails: fails,
    timeout: timeout, retries: retries, backoff: backoff, parallel: parallel)
}

/// All sessions of a workload, or the first ones.
func sessions(
  of workload: Workload, seed: UInt64 = 1, load: Double = 1, windows: [String: Int] = [:],
  first limit: Int = .max
) throws -> [TraceSession] {
  var generator = try TraceGenerator(
    workload: workload, seed: seed, load: load, fingerprint: "f", windows: windows)
  var sessions: [TraceSession] = []
  var session = TraceSession()
  while sessions.count < limit, try generator.next(&session) { sessions.append(session) }
  return sessions
}

extension TraceSession {
  var requests: [TraceRecord] { records.filter { $0.kind == .request } }
  var waits: [TraceRecord] { records.filter { $0.kind == .wait } }

  /// Indices of the records that one waits for; nil for the session's start.
  func dependencies(of index: Int) -> [Int]? {
    let record = records[index]
    guard record.firstDependency >= 0 else { return index == 0 ? nil : [index - 1] }
    let first = Int(record.firstDependency)
    let list = dependencies[first..<(first + Int(record.dependencyCount))].map(Int.init)
    return list.isEmpty ? nil : list
  }

  /// Lengths of the contexts on the path from the root to a session's own context; shared ones as
  /// 0.
  func path(_ reference: ContextReference) -> [ContextReference] {
    var path: [ContextReference] = []
    var reference = reference
    while !reference.isShared {
      path.append(reference)
      reference = contexts[reference.ownIndex].parent
    }
    if reference != .root { path.append(reference) }
    return path.reversed()
  }
}
