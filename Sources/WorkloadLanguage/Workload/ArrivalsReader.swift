import Domain

/// Reads when the sessions of a class start (language reference, §5).
enum ArrivalsReader {
  enum Keys {
    private static let some: Field.Presence = .conditional("exactly one process")
    static let poisson = Key<RateCurve>(
      "poisson", .rateCurve, some, "sessions start independently of each other")
    static let gamma = Key<RateCurve>(
      "gamma", .rateCurve, some, "sessions start with gamma gaps; needs `cv`, above 1 is bursty")
    static let weibull = Key<RateCurve>(
      "weibull", .rateCurve, some, "sessions start with Weibull gaps; needs `cv`")
    static let steady = Key<RateCurve>(
      "steady", .rateCurve, some, "sessions start evenly spaced")
    static let atOnce = Key<Int>(
      "at-once", .count("sessions", in: 1...100_000_000), some, "all sessions start at `start`")
    static let concurrency = Key<Int>(
      "concurrency", .count("sessions", in: 1...10_000_000), some,
      "so many sessions are live: the next starts when one ends")
    static let schedule = Key<[Nanoseconds]>(
      "schedule", ArrivalsReader.scheduleType, some, "sessions start at the times in a file")
    static let cv = Key<Double>(
      "cv", .number(above: true), .conditional("gamma and weibull"),
      "coefficient of variation of the gaps")
    static let clients = Key<Population>(
      "clients", .population, .optional("1 source"), "split the rate over independent sources")
    static let spikes = Key<[Arrivals.Spike]>(
      "spikes", .list(of: spike), .optional(nil), "multiply the rate for a while")
    static let over = Key<Nanoseconds>(
      "over", .duration, .optional("0"), "concurrency: the slots open evenly over this long")
    static let pause = Key<Distribution>(
      "pause", .distribution(.duration), .optional("0"),
      "concurrency: from the end of a session to the next in its place")
    static let total = Key<Int>(
      "total", .count("sessions", in: 1...1_000_000_000), .optional("no limit"),
      "stop after so many sessions")
    static let start = Key<Nanoseconds>(
      "start", .duration, .optional("0"), "start of the active window; other times count from it")
    static let length = Key<Nanoseconds>(
      "for", .duration, .optional("to the end"), "length of the active window")
    static let processes = [
      poisson.field, gamma.field, weibull.field, steady.field, atOnce.field, concurrency.field,
      schedule.field,
    ]
    static let shape = Shape(
      "arrivals",
      processes + [
        cv.field, clients.field, spikes.field, over.field, pause.field, total.field, start.field,
        length.field,
      ])
  }

  enum SpikeKeys {
    static let at = Key<Nanoseconds>("at", .duration, .required(), "when it begins")
    static let length = Key<Nanoseconds>("for", .duration, .required(), "how long it lasts")
    static let times = Key<Double>(
      "times", .number(in: 0...1e6), .required(), "what the rate is multiplied by")
    static let shape = Shape("spike", [at.field, length.field, times.field])
  }

  static let spike = ValueType<Arrivals.Spike>.shape(SpikeKeys.shape) { fields, decoder in
    let at = fields.read(SpikeKeys.at, &decoder)
    let length = fields.read(SpikeKeys.length, &decoder)
    guard let times = fields.read(SpikeKeys.times, &decoder), let at, let length else { return nil }
    return .init(at: at, duration: length, times: times)
  }

  static let scheduleType = ValueType<[Nanoseconds]>.shape(DataFile.shape) { fields, decoder in
    guard let values = DataFile.values(fields, needsUnit: true, &decoder) else { return nil }
    let horizon = Double(Ticks.horizonNanoseconds)
    return values.map { Nanoseconds(min($0, horizon).rounded()) }.sorted()
  }

  /// Which options go with which processes; those not here go with all.
  private static let companions: [(option: String, processes: [String])] = [
    ("cv", ["gamma", "weibull"]), ("clients", ["poisson", "gamma", "weibull", "steady"]),
    ("spikes", ["poisson", "gamma", "weibull", "steady"]), ("over", ["concurrency"]),
    ("pause", ["concurrency"]),
    ("total", ["poisson", "gamma", "weibull", "steady", "concurrency", "schedule"]),
  ]

  static let type = ValueType<Arrivals>.shape(Keys.shape) { fields, decoder in
    let named = Keys.processes.map(\.name).filter(fields.has)
    guard let name = named.first, named.count == 1 else {
      reportProcesses(named, fields, &decoder)
      return nil
    }
    for (option, processes) in companions where !processes.contains(name) {
      guard let location = fields.keyLocation(option) else { continue }
      decoder.report(
        .uselessKey, "`\(option)` has no effect with `\(name)`", at: location, help: "remove it")
    }
    guard let process = process(name, fields, &decoder) else { return nil }
    return Arrivals(
      process, clients: fields.read(Keys.clients, &decoder),
      spikes: fields.read(Keys.spikes, &decoder) ?? [],
      over: fields.read(Keys.over, &decoder) ?? 0, pause: fields.read(Keys.pause, &decoder),
      total: fields.read(Keys.total, &decoder), start: fields.read(Keys.start, &decoder) ?? 0,
      length: fields.read(Keys.length, &decoder))
  }

  private static func reportProcesses(
    _ named: [String], _ fields: Fields, _ decoder: inout TreeDecoder
  ) {
    let all = Keys.processes.map(\.name)
    if named.isEmpty {
      // A misspelt process has been reported as an unknown key.
      let known = fields.node.entries?.allSatisfy { Keys.shape.names.contains($0.key) } ?? true
      guard known else { return }
      decoder.report(
        .notOneProcess, "`sessions` names no process", at: fields.node.location,
        help: "name one of \(Wording.list(all))")
      return
    }
    let names = Wording.join(named.map { "`\($0)`" }, last: "and")
    let location = fields.keyLocation(named[1]) ?? fields.node.location
    decoder.report(
      .notOneProcess, "`sessions` names \(names)", at: location, label: "a second process",
      help: "make two classes")
  }

  private static func process(
    _ name: String, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Arrivals.Process? {
    switch name {
    case "poisson": return fields.read(Keys.poisson, &decoder).map { .poisson($0) }
    case "steady": return fields.read(Keys.steady, &decoder).map { .steady($0) }
    case "at-once": return fields.read(Keys.atOnce, &decoder).map { .atOnce($0) }
    case "concurrency": return fields.read(Keys.concurrency, &decoder).map { .concurrency($0) }
    case "schedule": return fields.read(Keys.schedule, &decoder).map { .schedule($0) }
    default:
      let curve = fields.read(name == "gamma" ? Keys.gamma : Keys.weibull, &decoder)
      guard fields.has("cv") else {
        decoder.report(
          .missingKey, "`\(name)` has no `cv`",
          at: fields.keyLocation(name) ?? fields.node.location,
          label: "`cv` is missing", help: "add `cv: 2`, or write `poisson`")
        return nil
      }
      guard let cv = fields.read(Keys.cv, &decoder), let curve else { return nil }
      return name == "gamma" ? .gamma(curve, cv: cv) : .weibull(curve, cv: cv)
    }
  }
}
