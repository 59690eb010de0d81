import Domain
import Testing

@testable import Reporting

@Suite("timelines")
struct TimelineTests {
  /// The example, one after the other, with the row that each request needs.
  private func arm(times: Int) -> ArmResult {
    let one = Example.arm()
    var arm = one
    (arm.requests, arm.sessions) = ([], [])
    var attribution = Attribution()
    for round in 0..<times {
      for index in one.requests.indices {
        var request = one.requests[index]
        request.session += Int32(round * one.requests.count)
        request.sent += Nanoseconds(round) * 100 * Example.second
        arm.requests.append(request)
        // In the queue until the first token, then in FFNs and KV that moves: as much as there is.
        let (first, rest) = (request.firstToken, request.last - request.firstToken)
        var row = [Ticks](repeating: 0, count: Attribution.requestWidth)
        row[Component.queue.index] = Ticks(nanoseconds: first)
        row[Component.transfer.index] = Ticks(nanoseconds: rest / 2)
        row[Component.ffn.index] = Ticks(nanoseconds: rest - rest / 2)
        attribution.requests += row
        attribution.early += [Ticks(nanoseconds: first), 0, 0, 0]
        attribution.engines.append(-1)
        attribution.interferers.append(-1)
        attribution.earlyInterferers.append(-1)
      }
      for index in one.sessions.indices {
        var session = one.sessions[index]
        session.session += Int32(round * one.sessions.count)
        session.start += Nanoseconds(round) * 100 * Example.second
        arm.sessions.append(session)
      }
    }
    arm.attribution = attribution
    return arm
  }

  private func drawn(_ bytes: [UInt8]) -> Int {
    String(decoding: bytes, as: UTF8.self).matches(of: /"inputTokens":/).count
  }

  @Test("a timeline doesn't grow with the run: as many requests are drawn of ten times as many")
  func bounded() throws {
    let most = 400
    let sizes = [20, 200].map { times in
      let bytes = Timeline.bytes([arm(times: times)], Example.header(), most: most)
      let count = drawn(bytes)
      #expect(abs(count - most) < most / 8, "\(count) of \(100 * times) requests")
      return bytes.count
    }
    #expect(abs(sizes[1] - sizes[0]) < sizes[0] / 8, "\(sizes)")
    // Of 16,000 requests less than 30 MB, which browsers open.
    #expect(sizes[1] / most * Timeline.mostRequests < 30_000_000, "\(sizes)")
    // What is not too much is drawn whole.
    #expect(drawn(Timeline.bytes([arm(times: 2)], Example.header(), most: most)) == 200)
  }
}
