import Domain
import Testing

@testable import Reporting

@Suite("sessions under two arms")
struct SessionTests {
  /// The example with every session longer by a factor, and without think time.
  static func arm(_ factor: Double, cutShort: Int32? = nil) -> ArmResult {
    var arm = Example.arm()
    for index in arm.sessions.indices {
      let length = Double(arm.sessions[index].length) * factor
      arm.sessions[index].length = Nanoseconds(length)
      if arm.sessions[index].session == cutShort { arm.sessions[index].isCutShort = true }
    }
    for index in arm.requests.indices {
      let request = arm.requests[index]
      arm.requests[index].firstToken = Nanoseconds(Double(request.firstToken) * factor)
      arm.requests[index].last += arm.requests[index].firstToken - request.firstToken
    }
    return arm
  }

  static func shifts(_ candidate: ArmResult) -> SessionShifts {
    let header = Example.header()
    return SessionShifts(
      candidate: "afd", tolerance: 0.05,
      seeds: [(7, SessionList(Example.arm(), header), SessionList(candidate, header))])
  }

  @Test("sessions are paired by class and number, whatever order an arm started them in")
  func pairing() {
    let header = Example.header()
    var turned = Example.arm()
    // Sessions 20 and 21 are of different classes; the arm releases them the other way round.
    for index in turned.sessions.indices where [20, 21].contains(turned.sessions[index].session) {
      turned.sessions[index].session = 41 - turned.sessions[index].session
    }
    var same = 0
    SessionList(Example.arm(), header).forEachPair(with: SessionList(turned, header)) { a, b in
      #expect(a.classIndex == b.classIndex && a.number == b.number)
      #expect(a.working == b.working)
      same += 1
    }
    #expect(same == 100)
  }

  @Test("who wins and loses, by class, quarter and tenant, with the extremes")
  func groups() throws {
    let shifts = SessionTests.shifts(SessionTests.arm(1.2))
    // 80 of 100 sessions start in the window, half of them in each class.
    #expect(shifts.classes.map(\.name).first == "chat")
    #expect(shifts.classes.count == 6)
    let chat = shifts.classes[0]
    #expect(chat.sessions == 40 && chat.slower == 40 && chat.faster == 0)
    let ratio = try #require(chat.ratio)
    #expect(abs(ratio - 1.2) < 1e-6)
    #expect(shifts.classes[1].sessions == 10 && shifts.classes[2].sessions == 10)
    #expect(shifts.tenants.map(\.name).sorted() == ["a", "b"])
    #expect(shifts.winners.isEmpty)
    // The latest is the longest: session 89, the 45th of `build`, of 890 + 200 ms.
    #expect(shifts.losers[0].className == "build" && shifts.losers[0].number == 44)
    #expect(abs(shifts.losers[0].candidate - 1.2 * 1.09) < 1e-6)
  }

  @Test("a session that a refusal ended under one arm only is counted, not measured")
  func cutShort() {
    let shifts = SessionTests.shifts(SessionTests.arm(1, cutShort: 20))
    #expect(shifts.classes[0].sessions == 39)
    #expect(shifts.classes[0].lostByCandidate == 1 && shifts.classes[0].savedByCandidate == 0)
  }

  @Test("resampled sessions cover what is true of one trace, and find a shift")
  func resampling() throws {
    let header = Example.header()
    let gates = [GatedMetric(.ttft, .percentile(99)), GatedMetric(.ttft, .mean)]
    func found(_ factor: Double) -> [ResampledMetric] {
      SessionResampling(header, baseline: Example.arm(), candidate: SessionTests.arm(factor))
        .metrics(gates, .candidate(0))
    }
    let equal = found(1)
    #expect(equal.count == 4)
    for metric in equal {
      #expect(metric.value.logRatios.allSatisfy { $0 == 0 } && metric.value.p == 1)
      #expect(metric.value.sessions == 40)
    }
    for metric in found(1.2) {
      // Every pair shifts alike, so every resample does.
      #expect(metric.value.logRatios.allSatisfy { abs($0 - 0.18232) < 1e-4 })
      #expect(metric.value.p < 0.01)
    }
  }

  @Test("percentiles over pairs counted once are those of the summary")
  func percentiles() throws {
    let header = Example.header()
    let arm = SessionTests.arm(1.3)
    let summary = ArmSummary(arm, header)
    for percent in [50.0, 90, 99] {
      let entries = SessionValues(arm, header, 1).of(.ttft).flatMap { session, value in
        [true, false].map {
          PairedSamples.Entry(value: value, pair: session, isCandidate: $0)
        }
      }
      let samples = PairedSamples(.ranked(percent), pairs: 100, entries: entries)
      let values = try #require(
        samples.values(
          weights: Array(repeating: 1, count: 100), swapped: Array(repeating: false, count: 100)))
      #expect(values.baseline == summary.classes[1].ttft?.value(.percentile(percent)))
      #expect(values.candidate == values.baseline)
    }
  }
}
