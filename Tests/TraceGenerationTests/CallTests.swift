import Domain
import Testing
import TraceGeneration

/// A call step is one wait whose length is decided when the trace is made.
@Suite struct CallTests {
  private func wait(_ step: Step, _ tools: [Tool], first number: Int = 1) throws -> [TraceSession] {
    let worker = agent([step, generate(tokens(1))])
    return try sessions(of: makeWorkload([worker], tools: tools), first: number)
  }

  private func delay(_ step: Step, _ tools: [Tool]) throws -> Double {
    let session = try #require(try wait(step, tools).first)
    #expect(session.waits.count == 1)
    return session.waits[0].delay.inSeconds
  }

  private let fast = tool("fast", latency: seconds(1), result: tokens(10))
  private let slow = tool("slow", latency: seconds(4), result: tokens(1000))

  @Test("All calls of a step run at once, and the last decides")
  func all() throws {
    let session = try wait(call([0, 1], count: count(2)), [fast, slow])[0]
    #expect(session.waits.map(\.delay) == [4 * .second])
    #expect(session.waits.map(\.calls) == [4])
    #expect(session.waits.map(\.actor) == [1])
    #expect(session.requests.map(\.inputTokens) == [2120])
  }

  @Test("A join decides the time by the first ends and the sizes by the lowest numbers")
  func joins() throws {
    let tools = [slow, fast]
    let any = try wait(call([0, 1], join: .count(1)), tools)[0]
    #expect(any.waits.map(\.delay) == [1 * .second])
    #expect(any.waits.map(\.actor) == [1])
    #expect(any.requests.map(\.inputTokens) == [1100])
    #expect(try delay(call([0, 1], count: count(5), join: .share(0.5)), tools) == 1)
    #expect(try delay(call([0, 1], count: count(5), join: .share(0.51)), tools) == 4)
    #expect(try delay(call([0, 1], join: .count(7)), tools) == 4)
    let never = try wait(call([0, 1], join: .never), tools)[0]
    #expect(never.records.map(\.kind) == [.turnStart, .wait, .request, .turnEnd])
    #expect(never.dependencies(of: 2) == [0])
    #expect(never.dependencies(of: 3) == [2])
    #expect(never.requests.map(\.inputTokens) == [100])
    #expect(never.waits.map(\.delay) == [4 * .second])
  }

  @Test("Calls beyond a tool's limit wait their turn in order")
  func parallel() throws {
    let limited = tool("limited", latency: seconds(3), parallel: 2)
    #expect(try delay(call([0], count: count(5)), [limited]) == 9)
    #expect(try delay(call([0], count: count(5), join: .count(3)), [limited]) == 6)
    #expect(try delay(call([0, 1], count: count(5)), [limited, fast]) == 9)
    #expect(try delay(call([1, 0], count: count(2)), [limited, slow]) == 4)
  }

  @Test("A failed call is tried again after a backoff that doubles, and then gives up")
  func retries() throws {
    let broken = tool(
      "broken", latency: seconds(2), result: tokens(5000), fails: 1, retries: 3,
      backoff: 500 * .millisecond)
    let session = try wait(call([0]), [broken])[0]
    #expect(session.waits.map(\.delay) == [11_500 * .millisecond])
    #expect(session.requests.map(\.inputTokens) == [140])
  }

  @Test("An attempt that takes too long ends there and has failed")
  func timeout() throws {
    let stuck = tool("stuck", latency: seconds(60), timeout: 8 * .second, retries: 1)
    let session = try wait(call([0]), [stuck])[0]
    #expect(session.waits.map(\.delay) == [16 * .second])
    #expect(session.requests.map(\.inputTokens) == [140])
    #expect(try delay(call([0]), [tool("ok", latency: seconds(8), timeout: 8 * .second)]) == 8)
  }

  @Test("Attempts fail as often as written")
  func failures() throws {
    let flaky = tool("flaky", latency: seconds(1), fails: 0.2, retries: 1)
    let worker = agent([call([0]), generate(tokens(1))])
    let all = try sessions(
      of: makeWorkload([worker], tools: [flaky], duration: 5000 * .second))
    let retried = Double(all.count { $0.waits[0].delay > .second }) / Double(all.count)
    let lost = Double(all.count { $0.requests[0].inputTokens == 140 }) / Double(all.count)
    #expect(abs(retried - 0.2) < 0.016)
    #expect(abs(lost - 0.04) < 0.008)
  }

  @Test("Tools are drawn by their weights")
  func weights() throws {
    let all = try wait(
      call(weights: [5, 3], count: count(1)), [fast, slow], first: 100_000)
    #expect(all.count > 80)
    let worker = agent([call(weights: [5, 3], count: count(1)), generate(tokens(1))])
    let many = try sessions(
      of: makeWorkload([worker], tools: [fast, slow], duration: 5000 * .second))
    let share = Double(many.count { $0.waits[0].actor == 1 }) / Double(many.count)
    #expect(abs(share - 0.375) < 0.02)
  }

  @Test("A step that calls nothing leaves no record")
  func none() throws {
    let nothing = Distribution(.constant(0), quantity: .count)
    let session = try wait(call([0], count: nothing), [fast])[0]
    #expect(session.waits.isEmpty)
  }
}
