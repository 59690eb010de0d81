import Domain
import Foundation
import Testing

@testable import Reporting

@Suite("searches for capacity")
struct CapacityTests {
  static let bound = Assertion(
    text: "p99 ttft < 1s", statistic: .percentile(99), metric: .ttft, subject: .everything,
    comparison: .below, bound: 1e9)

  /// Figures of a replay whose p99 TTFT is this.
  static func figures(_ ttft: Double?, requests: Int = 100) -> PointFigures {
    PointFigures(
      groups: [], watts: 1, outputPerMegawatt: nil, totalPerMegawatt: nil,
      dollarsPerMillionTokens: nil, requests: requests, backlog: Backlog(early: nil, late: nil),
      assertions: [
        PointFigures.Judged(text: bound.text, value: ttft, passed: (ttft ?? 9) < 1)
      ])
  }

  /// Runs a search against seeds that break beyond these loads.
  static func search(
    _ limits: [Double], precision: Double = 0.05, mostRequests: Int = 1_000_000,
    mostLoad: Double = .infinity
  ) -> CapacitySearch {
    var search = CapacitySearch(
      precision: precision, seeds: limits.count, mostRequests: mostRequests, mostLoad: mostLoad)
    var rounds = 0
    while rounds < 100 {
      let asks = search.next
      guard !asks.isEmpty else { break }
      rounds += 1
      for ask in asks {
        let seeds = ask.seeds.map {
          figures(ask.load / limits[$0], requests: Int(ask.load * 1000))
        }
        search.add(LoadJudgement(load: ask.load, [bound], seeds), of: ask.seeds)
      }
    }
    return search
  }

  @Test("finds any limit within its precision, in few replays")
  func precision() throws {
    for index in 0..<300 {
      let random = RandomStream(seed: 5).numbered(index)
      let limit = 0.01 * 10000.0.raised(to: random.uniform)
      let search = Self.search([limit], precision: 0.05)
      let holding = try #require(search.holding?.load)
      let breaking = try #require(search.breaking?.load)
      #expect(holding < limit && limit <= breaking)
      #expect(breaking <= holding * 1.05 && search.judged.count <= 14, "\(limit)")
    }
  }

  @Test("the first seed scouts, so that few loads need all of them")
  func scouting() throws {
    for index in 0..<300 {
      let random = RandomStream(seed: 6).numbered(index)
      let limit = 0.01 * 10000.0.raised(to: random.uniform)
      let limits = (0..<4).map { limit * (0.95 + 0.1 * random.numbered($0).uniform) }
      let search = Self.search(limits, precision: 0.05)
      let mean = 4 / limits.reduce(0) { $0 + 1 / $1 }
      let holding = try #require(search.holding?.load)
      let breaking = try #require(search.breaking?.load)
      #expect(holding < mean && mean <= breaking && breaking <= holding * 1.05)
      #expect(search.judged.count <= 6, "\(limits)")
    }
  }

  @Test("the mean over seeds decides")
  func seeds() {
    // 1 / 2 + 1 / 4 = 0.75 for each unit of load, halved: the mean breaks at 2.67.
    let search = Self.search([2, 4], precision: 0.01)
    #expect(abs((search.holding?.load ?? 0) - 2.65) < 0.03)
    #expect(search.breaking?.seedsHolding == [false, true])
  }

  @Test("each seed alone is searched as closely as all of them")
  func alone() throws {
    for index in 0..<50 {
      let random = RandomStream(seed: 7).numbered(index)
      let limits = (0..<4).map { 3 * (0.4 + 1.2 * random.numbered($0).uniform) }
      let search = Self.search(limits, precision: 0.05)
      for (seed, limit) in limits.enumerated() {
        let low = try #require(search.seedCapacities[seed])
        let high = try #require(search.seedBreaks[seed])
        #expect(low < limit && limit <= high && high <= low * 1.05, "\(limits)")
      }
      let judged = search.judged.map(\.load)
      #expect(judged.count <= 10, "\(limits): \(judged)")
    }
  }

  @Test("answers of other seeds lie where the spread says, as often as it says")
  func spread() throws {
    // What a seed carries varies by 8 %, as of a product of many small factors.
    func limit(_ random: RandomStream) -> Double {
      let sum = (0..<12).reduce(0.0) { $0 + random.numbered($1).uniform }
      return pow(1.08, sum - 6)
    }
    var inside = 0
    let cases = 150
    for index in 0..<cases {
      let random = RandomStream(seed: 9).numbered(index)
      let first = Self.search((0..<4).map { limit(random.numbered($0)) })
      let other = Self.search((4..<8).map { limit(random.numbered($0)) })
      let spread = try #require(first.spread)
      let answer = try #require(other.holding?.load)
      let breaks = try #require(other.breaking?.load)
      if spread.low <= breaks && answer <= spread.high { inside += 1 }
      #expect(spread.low <= first.holding?.load ?? 0 && first.breaking?.load ?? 9 <= spread.high)
    }
    #expect(Double(inside) >= 0.95 * Double(cases), "\(inside) of \(cases)")
    #expect(Self.search([2]).spread == nil)
    // Seeds that agree need no more; such as don't are told how many would do.
    #expect(Self.search([2, 2, 2, 2]).spread?.seedsNeeded == 2)
    let apart = try #require(Self.search([2, 2.4, 1.8, 2.1]).spread)
    #expect((10...60).contains(apart.seedsNeeded ?? 0) && apart.high > 1.15 * apart.low)
  }

  @Test("a mean that lacks a seed's value doesn't hold")
  func missing() {
    let judged = LoadJudgement(load: 1, [Self.bound], [Self.figures(0.1), Self.figures(nil)])
    #expect(!judged.holds && judged.results[0].value == nil)
    #expect(judged.seedsHolding == [true, false])
  }

  @Test("it stops at the largest load that may be tried, and at the smallest")
  func ends() {
    let most = Self.search([1e9], mostRequests: 50_000)
    #expect(most.breaking == nil && most.holding?.load == 39)
    let named = Self.search([1e9], mostLoad: 3)
    #expect(named.breaking == nil && named.holding?.load == 3)
    let none = Self.search([1e-9])
    #expect(none.holding == nil && (none.breaking?.load ?? 1) < 0.0025)
    #expect(none.seedCapacities == [nil] && none.spread == nil)
  }

  @Test("the text names what breaks first, with its value below")
  func text() {
    let arm = Capacity.Arm(
      name: "afd", policy: "afd", platform: "racks", search: Self.search([2, 2.2]))
    let open = Capacity.Arm(
      name: "lpx", policy: "lpx", platform: "racks", search: Self.search([50, 50], mostLoad: 2))
    let capacity = Capacity(
      workload: "w", firstSeed: 1, seeds: 2, precision: 0.05, arms: [arm, open], refused: [])
    let text = CapacityText([capacity], title: "w", isColoured: false).text
    #expect(text.contains("w on racks, the mean of seeds 1 to 2, found to within 5.0 %"))
    #expect(text.contains("afd breaks at x2.15, on 1 of 2 seeds: `p99 ttft < 1s`: 1.03 s"))
    #expect(text.contains("lpx holds at x2, the most that was tried (2,000 requests)"))
    for line in text.split(separator: "\n") { #expect(line.count <= 80, "\(line)") }
  }
}

@Suite("searches for racks")
struct RackTests {
  /// Runs a search where so many racks are needed, and fewer than `least` can't be.
  private func search(start: Int, needed: Int, least: Int = 1) -> RackSearch {
    var search = RackSearch(start: start)
    var rounds = 0
    while let racks = search.next, rounds < 60 {
      rounds += 1
      let judged = LoadJudgement(
        load: 1, [CapacityTests.bound],
        [CapacityTests.figures(Double(needed) / Double(racks) - 1e-9)])
      search.add(
        RackSearch.Size(
          racks: racks, pools: [RackSearch.Size.Pool(name: "gpu", racks: racks)], watts: 1e5,
          outcome: racks < least ? .refused("it doesn't fit") : .judged(judged)))
    }
    return search
  }

  @Test("finds the fewest racks from any start", arguments: [1, 4, 18, 300])
  func fewest(start: Int) {
    for needed in 1...70 {
      let found = search(start: start, needed: needed)
      #expect(found.holding?.racks == needed, "from \(start)")
      #expect(found.breaking?.racks == (needed == 1 ? nil : needed - 1))
    }
  }

  @Test("racks on which a policy can't be placed don't do, and too few are told")
  func refusals() {
    #expect(search(start: 8, needed: 2, least: 5).holding?.racks == 5)
    let never = search(start: 8, needed: 5000)
    #expect(never.holding == nil && never.breaking?.racks == RackSearch.most)
  }
}

extension Double {
  fileprivate func raised(to power: Double) -> Double {
    var result = 1.0
    // Forty square roots are as fine as the test needs.
    var (root, rest) = (self, power)
    for _ in 0..<40 {
      root = root.squareRoot()
      rest *= 2
      if rest >= 1 {
        result *= root
        rest -= 1
      }
    }
    return result
  }
}
