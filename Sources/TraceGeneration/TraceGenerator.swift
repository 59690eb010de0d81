public import Domain

/// Makes the trace of a workload, session by session.
///
/// Every draw is a pure function of the seed and of what it is for, so a session's content depends
/// on nothing but its class and number. Two generators of equal arguments make equal traces.
///
/// - Complexity: memory grows with the workload's classes, clients and copies of shared contexts
///   and with the largest session, not with the length of the trace.
public struct TraceGenerator: TraceSource, Sendable {
  /// Part of a trace's fingerprint: changes whenever equal workloads and seeds give other traces.
  public static let version = "1"

  public let header: TraceHeader
  /// Sessions so far that ended because their next prompt did not fit the model's window.
  public private(set) var sessionsEndedByWindow = 0
  /// Sessions so far.
  public private(set) var sessions = 0

  let workload: Workload
  let classes: [ClassPlan]
  var builder: SessionBuilder
  private var queue = ArrivalQueue()
  /// Sessions of each class so far.
  private var numbers: [Int]
  /// First class whose closed sessions are not all made.
  private var closedClass = 0

  /// - Parameters:
  ///   - workload: a checked workload with traffic.
  ///   - seed: of the run.
  ///   - load: multiplies rates, concurrency and `at-once`; sessions stay the same and come closer.
  ///   - fingerprint: identity of workload, seed and `version`, for the header.
  ///   - windows: most tokens of prompt and output by model; a model that is missing has no limit.
  /// - Throws: `GenerationError` for values that the language does not allow.
  public init(
    workload: Workload, seed: UInt64, load: Double = 1, fingerprint: String,
    windows: [String: Int] = [:]
  ) throws(GenerationError) {
    try TraceGenerator.check(workload, load: load)
    let root = RandomStream(seed: seed)
    let program = try ProgramCompiler(workload, root: root, windows: windows).program
    guard program.models.count <= Int(UInt16.max) else {
      throw .invalid(place: "workload", problem: "has more than \(UInt16.max) models")
    }
    var classes: [ClassPlan] = []
    for trafficClass in workload.classes {
      classes.append(
        try ClassPlan(
          trafficClass, duration: workload.duration, load: load, root: root,
          models: program.models))
    }
    func qualified(_ name: String, _ file: String) -> String {
      file == workload.name ? name : "\(file).\(name)"
    }
    header = TraceHeader(
      workload: workload.name, seed: seed, fingerprint: fingerprint, models: program.models,
      agents: workload.agents.map { qualified($0.name, $0.workload) },
      tools: workload.tools.map { qualified($0.name, $0.workload) },
      classes: zip(classes, workload.classes).map { $0.traceClass($1) },
      duration: workload.duration, measuredFrom: workload.warmUp,
      measuredUntil: workload.duration, assertions: workload.assertions)
    (self.workload, self.classes) = (workload, classes)
    builder = SessionBuilder(program: program)
    numbers = Array(repeating: 0, count: classes.count)
    for index in classes.indices { open(index) }
  }

  private static func check(_ workload: Workload, load: Double) throws(GenerationError) {
    guard load > 0 && load <= 1e6 else {
      throw .invalid(place: "load", problem: "is not above zero and at most a million")
    }
    guard workload.duration > 0 && workload.duration <= Ticks.horizonNanoseconds else {
      throw .invalid(place: "`duration`", problem: "is not above zero and below thirteen days")
    }
    guard workload.warmUp >= 0 && workload.warmUp <= workload.duration else {
      throw .invalid(place: "`warm-up`", problem: "is not within `duration`")
    }
    let limit = Int(UInt16.max)
    guard workload.agents.count <= limit, workload.tools.count <= limit else {
      throw .invalid(place: "workload", problem: "has more than \(limit) agents or tools")
    }
  }

  private mutating func open(_ index: Int) {
    guard case .open(let plan) = classes[index].arrival else { return }
    let stream = classes[index].stream
    guard let clients = plan.clients else {
      return queue.add(
        ArrivalSource(classIndex: index, client: -1, stream: stream, plan: plan), plan: plan)
    }
    for client in 0..<clients.count {
      queue.add(
        ArrivalSource(classIndex: index, client: client, stream: stream, plan: plan), plan: plan)
    }
  }

  /// Sessions that are still to come, without making them.
  ///
  /// - Complexity: O(sessions · log sources).
  public func sessionCount() -> Int {
    var count = 0
    var counted = self
    for (index, plan) in classes.enumerated() {
      if case .closed(let closed) = plan.arrival { count += closed.sessions - numbers[index] }
    }
    while let (index, plan) = counted.nextOpen() {
      counted.numbers[index] += 1
      counted.queue.advanceFirst(plan)
      count += 1
    }
    return count
  }

  /// The class of the next open session; nil if there are no more.
  private mutating func nextOpen() -> (index: Int, plan: ArrivalPlan)? {
    while let index = queue.first?.classIndex {
      if case .open(let plan) = classes[index].arrival, numbers[index] < plan.total {
        return (index, plan)
      }
      queue.removeFirst()
    }
    return nil
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    if try nextClosed(&session) { return true }
    guard let (index, plan) = nextOpen(), let source = queue.first else { return false }
    let stream = source.stream.numbered(source.count - 1)
    (session.classIndex, session.number) = (index, numbers[index])
    (session.start, session.pause) = (source.next, 0)
    session.tenant = classes[index].tenant(source.client < 0 ? stream : source.stream)
    queue.advanceFirst(plan)
    try build(stream, &session)
    return true
  }

  /// Makes the next session of a closed class. False if there are no more.
  private mutating func nextClosed(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while closedClass < classes.count {
      let index = closedClass
      guard case .closed(let plan) = classes[index].arrival, numbers[index] < plan.sessions else {
        closedClass += 1
        continue
      }
      let stream = classes[index].stream.numbered(numbers[index])
      (session.classIndex, session.number) = (index, numbers[index])
      session.start = plan.start(of: numbers[index])
      let pause = plan.pause?.draw(stream.named(Use.pause)) ?? 0
      if builder.draws != nil { builder.draws?.pauses[index]?.add(pause) }
      session.pause = Nanoseconds(pause)
      session.tenant = classes[index].tenant(stream)
      try build(stream, &session)
      return true
    }
    return false
  }

  private mutating func build(
    _ stream: RandomStream, _ session: inout TraceSession
  ) throws(TraceError) {
    let plan = classes[session.classIndex]
    numbers[session.classIndex] += 1
    sessions += 1
    session.isEndedByWindow = try builder.build(
      agent: plan.agent, classModel: plan.model, stream: stream, into: &session)
    if session.isEndedByWindow { sessionsEndedByWindow += 1 }
  }
}
