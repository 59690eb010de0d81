import Domain
import Testing
import TraceGeneration

@Suite struct ArrivalTests {
  private static let small = [agent([generate(tokens(1))])]

  /// Starts in seconds of a class with these arrivals.
  private func starts(
    _ arrivals: Arrivals, duration: Nanoseconds = 1000 * .second, seed: UInt64 = 1,
    load: Double = 1
  ) throws -> [Double] {
    let workload = makeWorkload(Self.small, arrivals: arrivals, duration: duration)
    return try sessions(of: workload, seed: seed, load: load).compactMap(\.start?.inSeconds)
  }

  private func variation(_ times: [Double]) -> Double {
    let gaps = zip(times.dropFirst(), times).map { $0 - $1 }
    let mean = gaps.reduce(0, +) / Double(gaps.count)
    let square = gaps.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(gaps.count)
    return square.squareRoot() / mean
  }

  @Test("Steady sessions are evenly spaced")
  func steady() throws {
    let times = try starts(Arrivals(.steady(.constant(0.5))), duration: 11 * .second)
    #expect(times == [2, 4, 6, 8, 10])
  }

  @Test("Poisson, gamma and Weibull gaps have the written rate and variation")
  func renewal() throws {
    let long = 20_000 * Nanoseconds.second
    let cases: [(Arrivals.Process, Double)] = [
      (.poisson(.constant(2)), 1), (.gamma(.constant(2), cv: 0.5), 0.5),
      (.gamma(.constant(2), cv: 3), 3), (.weibull(.constant(2), cv: 1.8), 1.8),
    ]
    for (process, cv) in cases {
      let times = try starts(Arrivals(process), duration: long)
      #expect(abs(Double(times.count) - 40_000) < 5 * cv * 200)
      #expect(abs(variation(times) / cv - 1) < 0.08, "cv \(cv)")
    }
  }

  @Test("A ramp starts sessions where its integral reaches whole numbers")
  func ramp() throws {
    let curve = RateCurve.phases([
      .init(duration: 10 * .second, from: 0, to: 2), .init(duration: 5 * .second, from: 4, to: 4),
    ])
    let times = try starts(Arrivals(.steady(curve)), duration: 20 * .second)
    // Integrals: t²/10 up to 10, then 4 a second, and the last rate holds.
    let ramp = (1...10).map { (10 * Double($0)).squareRoot() }
    let flat = (1...39).map { 10 + Double($0) / 4 }
    #expect(times.count == 49)
    #expect(zip(times, ramp + flat).allSatisfy { abs($0 - $1) < 2e-9 })
  }

  @Test("A wave has its mean over a period and its peak where written")
  func wave() throws {
    let curve = RateCurve.wave(
      mean: 20, peak: 36, period: 100 * .second, peakAt: 30 * .second)
    let times = try starts(Arrivals(.steady(curve)), duration: 100 * .second)
    #expect(abs(times.count - 2000) <= 1)
    let atPeak = times.count { $0 >= 29 && $0 < 31 }
    let atTrough = times.count { $0 >= 79 && $0 < 81 }
    #expect(abs(atPeak - 72) <= 1)
    #expect(abs(atTrough - 8) <= 1)
    #expect(times == times.sorted())
  }

  @Test("Spikes multiply the rate, and each other where they overlap")
  func spikes() throws {
    let spikes: [Arrivals.Spike] = [
      .init(at: 10 * .second, duration: 10 * .second, times: 3),
      .init(at: 15 * .second, duration: 10 * .second, times: 2),
    ]
    let times = try starts(
      Arrivals(.steady(.constant(10)), spikes: spikes), duration: 30 * .second)
    func number(_ from: Double, _ to: Double) -> Int {
      times.count { $0 > from - 1e-6 && $0 < to - 1e-6 }
    }
    #expect(number(0, 10) == 99)
    #expect(number(10, 15) == 150)
    #expect(number(15, 20) == 300)
    #expect(number(20, 25) == 100)
    #expect(number(25, 30) == 50)
  }

  @Test("A switching rate is on for the written share of the time")
  func switching() throws {
    let curve = RateCurve.switching([
      .init(rate: 0, stay: Distribution(.mean(30e9), quantity: .duration)),
      .init(rate: 10, stay: Distribution(.mean(10e9), quantity: .duration)),
    ])
    let times = try starts(Arrivals(.poisson(curve)), duration: 60_000 * .second)
    #expect(abs(Double(times.count) / 150_000 - 1) < 0.12)
    // Gaps within a stay are a tenth of a second; those across an off state are long.
    #expect(variation(times) > 5)
    let first = (1...200).map { seed in
      (try? starts(Arrivals(.poisson(curve)), duration: .second, seed: seed).isEmpty) ?? true
    }
    #expect(abs(first.count { !$0 } - 50) < 25)
  }

  @Test("Clients have their shares, one tenant each, and are merged by time")
  func clients() throws {
    let arrivals = Arrivals(.poisson(.constant(50)), clients: .zipf(count: 4, exponent: 1))
    var workload = makeWorkload(Self.small, arrivals: arrivals, duration: 1000 * .second)
    workload.classes[0].tenants = .equal(1000)
    let all = try sessions(of: workload)
    let starts = all.compactMap(\.start)
    #expect(starts == starts.sorted())
    var counts: [String: Int] = [:]
    for session in all { counts[session.tenant, default: 0] += 1 }
    let sizes = counts.values.sorted(by: >)
    #expect(sizes.count == 4)
    for (rank, size) in sizes.enumerated() {
      let expected = 50_000 / Double(rank + 1) / (1 + 1 / 2.0 + 1 / 3.0 + 1 / 4.0)
      #expect(abs(Double(size) / expected - 1) < 0.05)
    }
  }

  @Test("However many clients share a rate, it is the written one from the first second on")
  func stationaryClients() throws {
    let processes: [(Arrivals.Process, Double)] = [
      (.gamma(.constant(10), cv: 3), 3), (.weibull(.constant(10), cv: 2), 2),
      (.gamma(.constant(10), cv: 0.3), 0.3), (.poisson(.constant(10)), 1),
      (.steady(.constant(10)), 0),
    ]
    for (process, cv) in processes {
      for count in [1, 50, 2000, 20_000] {
        let arrivals = Arrivals(process, clients: .equal(count))
        let times = try starts(arrivals)
        // Beyond a gap, more clients make the sum a Poisson process.
        let spread = 5 * max(cv, 1) * 10_000.0.squareRoot()
        #expect(abs(Double(times.count) - 10_000) < spread, "\(process), \(count) clients")
        let early = Double(times.count { $0 < 100 })
        #expect(abs(early - 1000) < 5 * max(cv, 1) * 1000.0.squareRoot(), "\(process), \(count)")
      }
    }
  }

  @Test("As many sessions start as a rate declares, and a check sees when they don't")
  func declaredCounts() throws {
    let wave = RateCurve.wave(
      mean: 20, peak: 30, period: 30 * .second, peakAt: 6 * .second)
    let processes: [Arrivals.Process] = [
      .poisson(wave), .gamma(wave, cv: 3), .weibull(.constant(20), cv: 2), .steady(wave),
      .gamma(.constant(20), cv: 0.2),
    ]
    for process in processes {
      for clients in [nil, Population.equal(300)] {
        for seed in 1...12 as ClosedRange<UInt64> {
          let arrivals = Arrivals(process, clients: clients)
          let workload = makeWorkload(Self.small, arrivals: arrivals, duration: 60 * .second)
          let count = try sessions(of: workload, seed: seed).count
          let generator = try TraceGenerator(workload: workload, seed: seed, fingerprint: "")
          let check = try #require(generator.arrivalChecks(started: [count]).first)
          #expect(!check.deviates && abs(check.declared - 1200) < 1e-6, "\(process), \(seed)")
          let doubled = generator.arrivalChecks(started: [2 * count])
          #expect(doubled.first?.deviates == true)
        }
      }
    }
  }

  @Test("The first gap is what is left of a gap: its mean is (1 + cv²)/2")
  func firstGap() throws {
    for (process, cv) in [
      (Arrivals.Process.gamma(.constant(1), cv: 2), 2.0), (.gamma(.constant(1), cv: 0.5), 0.5),
      (.weibull(.constant(1), cv: 1.5), 1.5),
    ] {
      let draws = 10_000
      let first = try (0..<draws).map { seed in
        var arrivals = Arrivals(process)
        arrivals.total = 1
        return try starts(arrivals, seed: UInt64(seed)).first ?? 1000
      }
      let mean = first.reduce(0, +) / Double(draws)
      #expect(abs(mean / ((1 + cv * cv) / 2) - 1) < 0.1, "\(process): \(mean)")
    }
  }

  @Test("Start and length bound the active window, and rates count from its start")
  func window() throws {
    var arrivals = Arrivals(.steady(.constant(1)), start: 5 * .second, length: 3500 * .millisecond)
    #expect(try starts(arrivals) == [6, 7, 8])
    arrivals.total = 2
    #expect(try starts(arrivals) == [6, 7])
    arrivals = Arrivals(.schedule([0, 2 * .second, 9 * .second]), start: 4 * .second)
    #expect(try starts(arrivals, duration: 10 * .second) == [4, 6])
  }

  @Test("An at-once class starts whole at its start and is measured whole")
  func atOnce() throws {
    let arrivals = Arrivals(.atOnce(30), start: 7 * .second)
    #expect(try starts(arrivals) == Array(repeating: 7, count: 30))
    #expect(try starts(arrivals, load: 1.1) == Array(repeating: 7, count: 33))
    let generator = try TraceGenerator(
      workload: makeWorkload(Self.small, arrivals: arrivals), seed: 1, fingerprint: "f")
    #expect(generator.header.classes[0].isMeasuredWhole)
  }

  @Test("A closed class opens its slots evenly and carries sessions to follow")
  func closed() throws {
    var arrivals = Arrivals(
      .concurrency(8), over: 40 * .second, pause: seconds(3), start: 10 * .second)
    let workload = makeWorkload(Self.small, arrivals: arrivals, duration: 200 * .second)
    let all = try sessions(of: workload)
    #expect(all.count == 256)
    #expect(all.prefix(8).map(\.start?.inSeconds) == [10, 15, 20, 25, 30, 35, 40, 45])
    #expect(all.dropFirst(8).allSatisfy { $0.start == nil && $0.pause == 3 * .second })
    let header = try TraceGenerator(workload: workload, seed: 1, fingerprint: "f").header
    #expect(header.classes[0].closed == .init(sessions: 256, until: 200 * .second))
    #expect(try sessions(of: workload, load: 2.3).compactMap(\.start).count == 19)
    #expect(try sessions(of: workload, load: 2.3).count == 304)
    arrivals.total = 20
    let few = self.workloadOf(arrivals)
    #expect(try sessions(of: few).count == 20)
    #expect(
      try TraceGenerator(workload: few, seed: 1, fingerprint: "").header.classes[0].closed?
        .total == 20)
  }

  private func workloadOf(_ arrivals: Arrivals) -> Workload {
    makeWorkload(Self.small, arrivals: arrivals, duration: 200 * .second)
  }

  @Test("Closed classes come first, then open ones merged by start with ties in class order")
  func merged() throws {
    var all = makeWorkload(Self.small, arrivals: Arrivals(.steady(.constant(1))))
    all.classes.append(
      TrafficClass(name: "b", agent: 0, arrivals: Arrivals(.concurrency(2)), model: "model"))
    all.classes.append(
      TrafficClass(name: "c", agent: 0, arrivals: Arrivals(.steady(.constant(2))), model: "model"))
    let order = try sessions(of: all, first: 262).map(\.classIndex)
    #expect(Array(order.prefix(256)) == Array(repeating: 1, count: 256))
    #expect(Array(order.suffix(6)) == [2, 0, 2, 2, 0, 2])
  }

  @Test("A higher load brings the same sessions closer together")
  func load() throws {
    let arrivals = Arrivals(
      .gamma(.wave(mean: 3, peak: 4, period: 50 * .second, peakAt: 0), cv: 2))
    let slow = try starts(Arrivals(.weibull(.constant(3), cv: 2)))
    let fast = try starts(Arrivals(.weibull(.constant(3), cv: 2)), load: 2)
    #expect(fast.count > slow.count)
    #expect(zip(slow, fast).allSatisfy { abs($0 - 2 * $1) < 1e-6 })
    let (one, two) = try (starts(arrivals), starts(arrivals, load: 2))
    #expect(zip(one, two).allSatisfy { $0 > $1 })
  }
}
