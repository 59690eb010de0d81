public import Domain

/// A replay as a trace that Perfetto and Chrome's viewer open: engines, sessions and links as
/// tracks, load as counters (Trace Event Format, JSON).
///
/// Whole sessions are taken, spread evenly by a hash of their number, so that about `mostRequests`
/// of an arm are drawn however many there are; counters are of all.
public struct Timeline {
  public static let mostRequests = 16_000

  private let header: TraceHeader
  private var json = JSONWriter()
  /// Processes of the arms before.
  private var firstProcess = 1

  private let most: Int

  private init(_ header: TraceHeader, most: Int) { (self.header, self.most) = (header, most) }

  /// - Parameter arms: Replays that say what time was spent on.
  /// - Returns: UTF-8; equal values give equal bytes.
  public static func bytes(_ arms: [ArmResult], _ header: TraceHeader) -> [UInt8] {
    bytes(arms, header, most: mostRequests)
  }

  /// - Parameter most: Requests that are drawn of each arm.
  static func bytes(_ arms: [ArmResult], _ header: TraceHeader, most: Int) -> [UInt8] {
    var timeline = Timeline(header, most: most)
    for arm in arms { timeline.add(arm, isAlone: arms.count == 1) }
    return Array(#"{"displayTimeUnit":"ms","traceEvents":["#.utf8) + timeline.json.bytes
      + Array("]}\n".utf8)
  }

  private mutating func add(_ arm: ArmResult, isAlone: Bool) {
    let prefix = isAlone ? "" : "\(arm.policy)@\(arm.platform) "
    let tracks = TimelineTracks(arm, first: firstProcess)
    for (process, name) in tracks.names { meta(process, prefix + name) }
    firstProcess = tracks.end
    addCounters(arm, tracks)
    let chosen = TimelineSample(arm, most: most)
    for session in arm.sessions where chosen.contains(session.session) {
      let name = header.classes[Int(session.classIndex)].name
      slice(
        tracks.sessions, "session of \(name)", id: Int(session.session), from: session.start,
        to: session.start + session.total)
    }
    for index in arm.requests.indices where chosen.contains(arm.requests[index].session) {
      addRequest(arm, index, tracks)
    }
  }

  /// A request on the engine of its last token: waiting and prompt, then its tokens.
  private mutating func addRequest(_ arm: ArmResult, _ index: Int, _ tracks: TimelineTracks) {
    let request = arm.requests[index]
    guard let attribution = arm.attribution else { return }
    let process = tracks.engines + Int(attribution.engines[index])
    let (sent, first) = (request.sent, request.sent + request.firstToken)
    let agent = header.agents[Int(request.agent)]
    let trafficClass = header.classes[Int(request.classIndex)].name
    let row = attribution.request(index)
    event("b", process, agent, id: index, at: sent) { json in
      json.field("session", Int(request.session))
      json.field("turn", Int(request.turn))
      json.field("class", trafficClass)
      json.field("inputTokens", Int(request.inputTokens))
      json.field("cachedTokens", Int(request.cachedTokens))
      json.field("outputTokens", Int(request.outputTokens))
      for (component, time) in zip(Component.ofRequests, row)
      where time != 0 {
        json.field("\(component.rawValue) ms", Double(time) / ticksPerSecond * 1e3)
      }
    }
    slice(process, "to first token", id: index, from: sent, to: first)
    addParts(attribution, index, request, process, tracks)
    slice(process, "tokens", id: index, from: first, to: sent + request.last)
    event("e", process, agent, id: index, at: sent + request.last)
    let moved = row[row.startIndex + Component.transfer.index].inNanoseconds
    if moved > 0 { slice(tracks.links, "KV transfer", id: index, from: first, to: first + moved) }
  }

  /// Within the time to the first token: hosts, queue, reload and prompt, one after the other. A
  /// request that gave way to others on the way is not divided: when it did isn't kept.
  private mutating func addParts(
    _ attribution: Attribution, _ index: Int, _ request: RequestOutcome, _ process: Int,
    _ tracks: TimelineTracks
  ) {
    guard attribution.beforeFirstToken(index, .preemption) == 0 else { return }
    var at = request.sent
    for (component, track) in [
      (Component.host, process), (.queue, process), (.reload, tracks.links),
    ] {
      let time = attribution.beforeFirstToken(index, component).inNanoseconds
      guard time > 0 else { continue }
      let name = component == .reload ? "KV reload" : component.rawValue
      slice(track, name, id: index, from: at, to: at + time)
      at += time
    }
    slice(process, "prefill", id: index, from: at, to: request.sent + request.firstToken)
  }

  private mutating func addCounters(_ arm: ArmResult, _ tracks: TimelineTracks) {
    if let load = PoolLoad(arm) {
      for (place, pool) in load.pools.enumerated() {
        for (span, running) in pool.running.enumerated() {
          let at = Nanoseconds((Double(span) * load.step * 1e9).rounded())
          counter(tracks.pools + place, "running sequences", at, running)
          counter(tracks.pools + place, "queued sequences", at, pool.queued[span])
          counter(tracks.pools + place, "KV in use, %", at, pool.kvUse[span] * 100)
        }
      }
    }
    let load = Load(arm)
    for bin in load.arrived.indices {
      let at = Nanoseconds((Double(bin) * load.step * 1e9).rounded())
      counter(tracks.sessions, "requests sent per second", at, load.arrived[bin])
      counter(tracks.sessions, "requests under way", at, load.inFlight[bin])
      counter(tracks.sessions, "requests without a first token", at, load.waiting[bin])
    }
  }

  // MARK: Events

  private mutating func meta(_ process: Int, _ name: String) {
    json.object { json in
      json.field("ph", "M")
      json.field("name", "process_name")
      json.field("pid", process)
      json.object("args") { $0.field("name", name) }
    }
    json.object { json in
      json.field("ph", "M")
      json.field("name", "process_sort_index")
      json.field("pid", process)
      json.object("args") { $0.field("sort_index", process) }
    }
  }

  private mutating func slice(
    _ process: Int, _ name: String, id: Int, from: Nanoseconds, to: Nanoseconds
  ) {
    event("b", process, name, id: id, at: from)
    event("e", process, name, id: id, at: to)
  }

  /// Begins or ends a slice; those of one process and id stand in each other.
  private mutating func event(
    _ phase: String, _ process: Int, _ name: String, id: Int, at moment: Nanoseconds,
    _ details: ((inout JSONWriter) -> Void)? = nil
  ) {
    json.object { json in
      json.field("ph", phase)
      json.field("cat", "replay")
      json.field("name", name)
      // Numbers begin anew in each process, which only `id2` can say.
      json.object("id2") { $0.field("local", "0x" + String(id, radix: 16)) }
      json.field("pid", process)
      json.field("tid", process)
      json.field("ts", Double(moment) / 1e3)
      if let details { json.object("args", details) }
    }
  }

  private mutating func counter(
    _ process: Int, _ name: String, _ moment: Nanoseconds, _ value: Double
  ) {
    json.object { json in
      json.field("ph", "C")
      json.field("name", name)
      json.field("pid", process)
      json.field("ts", Double(moment) / 1e3)
      json.object("args") { $0.field("value", rounded(value)) }
    }
  }
}
