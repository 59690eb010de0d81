import Domain
import Foundation
import Testing

@testable import Reporting

@Suite("report pages")
struct ReportPageTests {
  /// The example with every component and curve, as a record and as what was read back of it.
  private func run() throws -> (reports: [ArmReport], stored: StoredRun) {
    let header = Example.header(assertions: RunTextTests.assertions)
    var arms = [Example.arm(), Example.arm()]
    arms[1].policy = "afd"
    for index in arms.indices { arms[index].attribution = attribution(of: arms[index], header) }
    let reports = arms.map { arm in
      var report = ArmReport(arm, header)
      report.detail = ArmDetail(arm, header, report.summary)
      return report
    }
    let bytes = RunJSON.bytes(header, reports)
    return (reports, try JSONDecoder().decode(StoredRun.self, from: Data(bytes)))
  }

  /// A quarter of each request is in the queue; of those from 80 s on, half.
  private func attribution(of arm: ArmResult, _ header: TraceHeader) -> Attribution {
    var attribution = Attribution()
    for request in arm.requests {
      var row = [Ticks](repeating: 0, count: Component.ofRequests.count)
      let whole = Ticks(nanoseconds: request.last)
      row[Component.queue.index] = request.sent >= 80 * Example.second ? whole / 2 : whole / 4
      row[Component.ffn.index] = whole - row[Component.queue.index]
      attribution.requests += row
      attribution.early += [Ticks(nanoseconds: request.firstToken), 0, 0, 0]
      attribution.engines.append(-1)
      attribution.interferers.append(-1)
      attribution.earlyInterferers.append(-1)
    }
    for session in arm.sessions {
      var row = [Ticks](repeating: 0, count: Component.allCases.count)
      row[Component.tool.index] = Ticks(nanoseconds: session.total)
      attribution.sessions += row
      let length = Ticks(nanoseconds: session.length)
      let spans = [
        LongSession.Span(.tool, from: 0, to: length / 4),
        LongSession.Span(.think, from: length / 2, to: length),
      ]
      guard attribution.longest.admits(session, in: header) else { continue }
      attribution.longest.insert(LongSession(session, spans: spans))
    }
    return attribution
  }

  @Test("the page's figures are the record's, the record's those of the summary")
  func figures() throws {
    let (reports, stored) = try run()
    let page = ReportPage.text([stored])
    for group in [reports[0].summary.all] + reports[0].summary.classes {
      for spread in [group.ttft, group.itl, group.tpot, group.e2e, group.session] {
        let value = Quantity.duration(try #require(spread).p99)
        #expect(page.contains("<td class=\"figure\">\(value)</td>"), "\(group.name): \(value)")
      }
      let read = try #require(stored.arms[0].classes[group.name])
      #expect(
        read.ttft?.p99 == group.ttft?.p99 && read.goodput?.fraction == group.goodput?.fraction)
      #expect(read.cdf?["ttft"]?.count == Curves.shares.count)
      #expect(read.cdf?["ttft"]?.last == group.ttft.map { rounded($0.max) })
    }
    #expect(stored.classNames == ["chat", "build"])
  }

  @Test("what tail and middle spend their time on, and the cause of the difference")
  func tails() throws {
    let (reports, stored) = try run()
    let all = try #require(reports[0].why.first)
    let tail = try #require(all.tails.first { $0.subject == .e2e })
    // Sent from 10 s to 90 s: the last one is at p99 and beyond.
    #expect(tail.tail.count == 1 && tail.middle.count == 17)
    #expect(abs(tail.tail.share(.queue) - 0.5) < 1e-6)
    #expect(abs(tail.middle.share(.queue) - 0.25) < 1e-6)
    // 1090 ms beside a mean of 690 ms: 545 against 172.5 in the queue, 545 against 517.5 in FFNs.
    let cause = try #require(tail.causes.first)
    #expect(cause.component == .queue && abs(cause.weight - 372.5 / 400) < 1e-6)
    let first = try #require(all.tails.first { $0.subject == .ttft })
    #expect(first.tail.share(.queue) == 1 && first.causes.first?.component == .queue)
    #expect(abs(first.tail.seconds.reduce(0, +) - first.tail.value) < 1e-9)
    let read = try #require(stored.arms[0].classes["all"]?.tails?["e2e"])
    #expect(read.p99.mean == tail.tail.value && read.median.mean == tail.middle.value)
    let text = ReportPage.text([stored])
    let sentence =
      "the slowest request spends 373 ms more than median ones in queues: "
      + "93 % of what makes it slower"
    #expect(text.contains(sentence))
  }

  @Test("the longest sessions without think time, with what lies between requests as spans")
  func sessions() throws {
    let (reports, stored) = try run()
    let worst = try #require(stored.arms[0].worstSessions)
    for group in reports[0].summary.classes {
      let own = worst.filter { $0.class == group.name }.compactMap(\.withoutThink)
      #expect(!own.isEmpty && own == own.sorted(by: >), "\(group.name)")
    }
    let first = try #require(worst.first)
    #expect(first.spans?.map(\.component) == ["tool", "think"])
    #expect(first.spans?.last?.end == first.length)
    let page = ReportPage.text([stored])
    let text = Quantity.duration(first.length / 2)
    #expect(page.contains("<title>think of \(text), from \(text) on</title>"))
    #expect(page.contains("class=\"c-think\""))
    #expect(page.contains("<th scope=\"row\">think</th>"))
    // A record of an earlier Baton has requests alone.
    var old = stored
    for index in old.arms.indices {
      for place in worst.indices { old.arms[index].worstSessions?[place].spans = nil }
    }
    #expect(!ReportPage.text([old]).contains("think of"))
  }

  @Test("a record without curves and components has a page without those sections")
  func bare() throws {
    let header = Example.header()
    let bytes = RunJSON.bytes(header, [ArmReport(Example.arm(), header)])
    let stored = try JSONDecoder().decode(StoredRun.self, from: Data(bytes))
    let page = ReportPage.text([stored])
    #expect(page.contains("Who gets what") && page.contains("What was assumed"))
    #expect(!page.contains("id=\"tail\"") && !page.contains("id=\"distributions\""))
    #expect(ReportPage.text([stored]) == page)
  }

  @Test("arms of several records are told apart, and names can't break the page")
  func names() throws {
    var (_, stored) = try run()
    stored.arms[1].policy = "<b>\"&"
    var other = stored
    other.seed = 8
    let names = ReportColumn.all([stored, other]).map(\.name)
    #expect(names.first == "gpu-aggregated · seed 7" && Set(names).count == 4)
    let twice = ReportColumn.all([stored, stored]).map(\.name)
    #expect(twice.last == "<b>\"& (2)")
    #expect(!ReportPage.text([stored, other]).contains("<b>"))
  }

  @Test("load over time adds up to the time of all requests")
  func load() {
    let arm = Example.arm()
    let load = Load(arm)
    let spent = load.inFlight.reduce(0, +) * load.step
    let whole = arm.requests.reduce(0) { $0 + $1.last.inSeconds }
    #expect(abs(spent - whole) < 1e-6 * whole)
    #expect(abs(load.arrived.reduce(0, +) * load.step - 100) < 1e-6)
  }
}
