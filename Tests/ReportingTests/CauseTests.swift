import Domain
import Testing

@testable import Reporting

@Suite("causes of the tail")
struct CauseTests {
  /// A hundred sessions of 10 s, all of it in FFNs; the last two, which are p99 and beyond, also
  /// have `more`, in milliseconds.
  private func tail(_ more: [Component: Int]) throws -> Tail {
    let header = Example.header()
    var arm = ArmResult(
      plan: Plan(platform: "p", policy: "q", pools: [], services: [], blockTokens: 1))
    var attribution = Attribution()
    arm.tenants = [""]
    for number in 0..<100 {
      var row = [Ticks](repeating: 0, count: Attribution.sessionWidth)
      row[Component.ffn.index] = Ticks(nanoseconds: 10 * Example.second)
      for (component, length) in more where number >= 98 {
        row[component.index] += Ticks(nanoseconds: Nanoseconds(length) * Example.ms)
      }
      let total = row.reduce(0, +).inNanoseconds
      arm.sessions.append(
        SessionOutcome(
          start: 50 * Example.second, length: total, total: total, think: 0,
          session: Int32(number), tenant: 0, classIndex: 0, isCutShort: false))
      attribution.sessions += row
    }
    arm.attribution = attribution
    let groups = try #require(TailFinder(arm, header)?.groups())
    return try #require(groups[0].tails.first { $0.subject == .session })
  }

  private func sentences(_ more: [Component: Int]) throws -> [String] {
    let tail = try tail(more)
    return tail.causes.map { WhyWords.sentence($0, tail, "all") }
  }

  @Test("each says who, how much more than the middle, and where")
  func plain() throws {
    let found = try sentences([.queue: 9000, .tool: 1000])
    #expect(
      found == [
        "the slowest 1 % of sessions spend 9.00 s more than median ones in queues: 90 % of what "
          + "makes them slower"
      ])
  }

  @Test("think time and waits for a fixed time are told apart, and are part of no other's weight")
  func apart() throws {
    let found = try sentences([.other: 60_000, .think: 30_000, .queue: 9000, .tool: 1000])
    let who = "the slowest 1 % of sessions spend"
    #expect(
      found == [
        "\(who) 60.0 s more than median ones waiting for a fixed time, or for what was cancelled, "
          + "which isn't the system's time",
        "\(who) 30.0 s more than median ones while users think, which isn't the system's time",
        "\(who) 9.00 s more than median ones in queues: 90 % of what else makes them slower",
      ])
  }

  @Test("where hardly anything else is more, nothing else is a cause")
  func nothingElse() throws {
    #expect(try tail([.other: 60_000, .queue: 400]).causes.map(\.component) == [.other])
    #expect(try tail([.think: 60_000, .queue: 600]).causes.map(\.component) == [.think, .queue])
    let tail = try tail([:])
    #expect(tail.causes.isEmpty)
    #expect(
      WhyWords.hardlyLonger(tail, "chat")
        == "the slowest 1 % of sessions of chat take hardly longer than median ones")
  }
}
