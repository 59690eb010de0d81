import Domain

/// Finds tails, group by group: all, then classes in the header's order.
///
/// A tail is everyone at p99 and beyond, the middle p40 to p60, both by nearest rank. Time is
/// compared in seconds per member, so that a component of which everyone has more is no cause.
struct TailFinder {
  private let arm: ArmResult
  private let attribution: Attribution
  private let header: TraceHeader
  private let window: MeasuredWindow

  /// nil for an arm whose replay wasn't asked to say what time was spent on.
  init?(_ arm: ArmResult, _ header: TraceHeader) {
    guard let attribution = arm.attribution else { return nil }
    (self.arm, self.header, self.attribution) = (arm, header, attribution)
    window = MeasuredWindow(arm, header)
  }

  /// - Complexity: O(requests · classes), sorted three times for each group.
  func groups() -> [GroupWhy] {
    let all = group("all", of: nil)
    guard header.classes.count > 1 else {
      // A single class is all there is.
      return [all] + header.classes.map { named($0.name, all) }
    }
    return [all]
      + header.classes.enumerated().map { group($0.element.name, of: UInt8($0.offset)) }
  }

  private func named(_ name: String, _ group: GroupWhy) -> GroupWhy {
    var group = group
    group.name = name
    return group
  }

  private func group(_ name: String, of classIndex: UInt8?) -> GroupWhy {
    func belongs(_ index: UInt8) -> Bool { classIndex == nil || classIndex == index }
    let requests = arm.requests.indices.filter { row in
      let request = arm.requests[row]
      return belongs(request.classIndex) && window.contains(request.sent, of: request.classIndex)
    }
    let sessions = arm.sessions.indices.filter { row in
      let session = arm.sessions[row]
      return belongs(session.classIndex) && !session.isCutShort
        && window.contains(session.start, of: session.classIndex)
    }
    let e2e = requests.map { Sample(Double(arm.requests[$0].last), row: $0) }
    let ttft = requests.filter { arm.requests[$0].outputTokens > 0 }
      .map { Sample(Double(arm.requests[$0].firstToken), row: $0) }
    // What is divided: also tools before the first request, and what follows the last token.
    let lengths = sessions.map { Sample(Double(arm.sessions[$0].total), row: $0) }
    return GroupWhy(
      name: name, requests: mean(requests, .e2e),
      firstTokens: mean(ttft.map { Int($0.row) }, .ttft),
      sessions: mean(sessions, .session),
      tails: [tail(.e2e, e2e), tail(.ttft, ttft), tail(.session, lengths)].compactMap(\.self))
  }

  private func mean(_ rows: [Int], _ subject: Tail.Subject) -> [Double] {
    guard !rows.isEmpty else { return [] }
    let isOfSessions = subject == .session
    let width = isOfSessions ? Attribution.sessionWidth : Attribution.requestWidth
    var sums = [Int128](repeating: 0, count: width)
    if subject == .ttft {
      for component in subject.components {
        for index in rows {
          sums[component.index] += Int128(attribution.beforeFirstToken(index, component))
        }
      }
    } else {
      let table = isOfSessions ? attribution.sessions : attribution.requests
      for index in rows {
        for place in 0..<width { sums[place] += Int128(table[index * width + place]) }
      }
    }
    return sums.map { Double($0) / ticksPerSecond / Double(rows.count) }
  }

  private func tail(_ subject: Tail.Subject, _ samples: [Sample]) -> Tail? {
    guard !samples.isEmpty else { return nil }
    let sorted = sortedByValue(samples)
    func rank(_ percent: Double) -> Int { nearestRank(percent: percent, of: sorted.count) }
    let (last, median) = (sorted[rank(99)...], sorted[rank(40)...rank(60)])
    let (tail, middle) = (profile(subject, last), profile(subject, median))
    func places(_ members: ArraySlice<Sample>) -> Places {
      Places(subject, members.map { Int($0.row) }, arm, header, attribution)
    }
    return Tail(
      subject: subject, tail: tail, middle: middle,
      causes: causes(subject, tail, middle, places(last), besides: places(median)))
  }

  private func profile(_ subject: Tail.Subject, _ members: ArraySlice<Sample>) -> Tail.Profile {
    let rows = members.map { Int($0.row) }
    var profile = Tail.Profile(width: 0)
    profile.count = rows.count
    profile.value = members.reduce(0) { $0 + $1.value } / 1e9 / Double(rows.count)
    var (requests, input, output) = (0, Int64(0), Int64(0))
    func add(_ request: RequestOutcome) {
      requests += 1
      input += Int64(request.inputTokens)
      output += Int64(request.outputTokens)
    }
    profile.seconds = mean(rows, subject)
    if subject == .session {
      let members = SessionSet(rows, of: arm)
      for request in arm.requests where members.contains(request.session) { add(request) }
    } else {
      for row in rows { add(arm.requests[row]) }
    }
    let count = Double(rows.count)
    profile.requests = Double(requests) / count
    (profile.inputTokens, profile.outputTokens) = (Double(input) / count, Double(output) / count)
    return profile
  }

  /// Most causes that are named, how much of the difference they leave, and the least one.
  private static let limits = (most: 3, enough: 0.8, least: 0.05)
  /// A tail that is less longer than this part of the middle has no causes.
  private static let hardly = 0.05

  private func causes(
    _ subject: Tail.Subject, _ tail: Tail.Profile, _ middle: Tail.Profile, _ places: Places,
    besides median: Places
  ) -> [Cause] {
    let more = subject.components
      .map { ($0, tail.seconds[$0.index] - middle.seconds[$0.index]) }.filter { $0.1 > 0 }
      .sorted { $0.1 > $1.1 }
    let all = more.reduce(0) { $0 + $1.1 }
    guard all > TailFinder.hardly * middle.value else { return [] }
    let apart = more.filter { Cause.apart.contains($0.0) && $0.1 > TailFinder.limits.least * all }
    let others = more.filter { !Cause.apart.contains($0.0) }
    func cause(_ component: Component, _ weight: Double) -> Cause {
      let engine = places.engine(of: component, besides: median)
      return Cause(
        component: component, weight: weight, isOfRest: !apart.isEmpty,
        tailShare: tail.share(component), middleShare: middle.share(component),
        interferer: component == .interference ? places.interferer : nil,
        engine: engine, engineName: engine.map(places.name))
    }
    let rest = others.reduce(0) { $0 + $1.1 }
    let usual = Cause.apart.reduce(middle.value) { $0 - middle.seconds(of: $1) }
    let told = apart.map { cause($0.0, $0.1 / all) }
    guard rest > TailFinder.hardly * usual else { return told }
    return told + largest(others, of: rest).map { cause($0.0, $0.1 / rest) }
  }

  /// Until enough of the whole is named.
  private func largest(
    _ differences: [(Component, Double)], of whole: Double
  ) -> [(Component, Double)] {
    var named = 0.0
    let limits = TailFinder.limits
    return Array(
      differences.prefix(limits.most).prefix { _, difference in
        defer { named += difference }
        return named < limits.enough * whole && difference >= limits.least * whole
      })
  }
}

/// Some sessions, looked up by the number that outcomes carry.
struct SessionSet {
  private var isMember: [Bool] = []

  /// - Parameter rows: Of `ArmResult.sessions`.
  init(_ rows: [Int], of arm: ArmResult) {
    let numbers = rows.map { Int(arm.sessions[$0].session) }
    isMember = Array(repeating: false, count: (numbers.max() ?? -1) + 1)
    for number in numbers { isMember[number] = true }
  }

  func contains(_ session: Int32) -> Bool {
    Int(session) < isMember.count && isMember[Int(session)]
  }
}
