import Domain

/// A trace drawn from ServeGen's clients: each client's requests by its own process, window by
/// window, and lengths of its own.
///
/// Clients become tenants. Memory grows with the requests of one window.
struct ServeGenSource: ImportedTrace {
  private(set) var header: TraceHeader
  private(set) var report: ImportReport
  private var clients = ServeGenClients()
  private let stream: RandomStream
  /// Bounds of the stretches within which no client's rate changes.
  private var edges: [Double] = []
  private var edge = 0
  private var pending: [Arrival] = []
  private var draws: [Int] = []

  private struct Arrival {
    var time: Double
    var client: Int
    var number: Int
  }

  init(_ feed: consuming LineFeed, _ inputs: [ImportInput], _ options: ImportOptions)
    throws(TraceError)
  {
    let fingerprint = ImportedHeader.fingerprint(options.format.rawValue, feed)
    report = ImportReport(format: options.format.rawValue)
    stream = RandomStream(seed: options.seed).named("servegen")
    var first: LineFeed? = feed
    for input in inputs {
      var feed = first ?? LineFeed(chunks: input.chunks)
      first = nil
      do throws(TraceError) {
        try clients.read(
          input.name ?? "chunk-0", &feed, &report, isLenient: options.isLenient)
      } catch {
        var error = error
        error.input = input.name
        throw error
      }
    }
    let end = min(options.length?.inSeconds ?? .infinity, clients.end)
    for client in clients.clients where client.lengths.isEmpty && !client.windows.isEmpty {
      throw TraceError(
        "\(client.name) has rates and no lengths", line: 0,
        help: "give the folder, with a dataset file for each trace file")
    }
    header = ImportedHeader.make(
      options, fingerprint: fingerprint, account: Self.account(options, clients.hasMedia))
    report.account = header.account
    var times = Set(clients.clients.flatMap { $0.windows.map(\.start) })
    times = times.filter { $0 < end }
    edges = times.sorted() + [end]
    draws = Array(repeating: 0, count: clients.clients.count)
    try checkRates()
  }

  /// A stretch is drawn at once, so it must fit into memory.
  private func checkRates() throws(TraceError) {
    for (start, end) in zip(edges, edges.dropFirst()) {
      let rate = clients.clients.reduce(0.0) { sum, client in
        sum + (client.windows.last { $0.start <= start }?.rate ?? 0)
      }
      guard rate * (end - start) < 2e7 else {
        throw TraceError("rates of \(rate)/s over \(end - start) s can't be drawn", line: 0)
      }
    }
  }

  /// All clients of these files.
  static func clients(_ inputs: [ImportInput]) throws(TraceError) -> [ServeGenClients.Client] {
    var clients = ServeGenClients()
    var report = ImportReport(format: "servegen")
    for input in inputs {
      var feed = LineFeed(chunks: input.chunks)
      try clients.read(input.name ?? "chunk-0", &feed, &report, isLenient: false)
    }
    return clients.clients
  }

  private static func account(_ options: ImportOptions, _ hasMedia: Bool) -> [FieldAccount] {
    let drawn = "drawn, seed \(options.seed)"
    return [
      FieldAccount("rate", .kept, "requests a second, of each client and window"),
      FieldAccount("pattern", .kept, "gaps of its kind and shape, scaled to the rate"),
      FieldAccount("client", .kept, "as the tenant"),
      FieldAccount("text_tokens", .kept, "as a distribution"),
      FieldAccount("output_tokens", .kept, "as a distribution"),
      FieldAccount(
        "image_tokens", hasMedia ? .kept : .dropped,
        hasMedia ? "added to the prompt, as audio and video" : "there are none"),
      FieldAccount("scale", .dropped, "it disagrees with the rate in Weibull rows"),
      FieldAccount("cv", .dropped, "the shape says it"),
      FieldAccount("arrival time", .synthesized, drawn),
      FieldAccount("prompt length", .synthesized, drawn),
      FieldAccount("output length", .synthesized, drawn), .unshared, .sessionPerRow, .model,
    ]
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    session.removeAll()
    while pending.isEmpty {
      guard edge + 1 < edges.count else { return false }
      drawWindow(from: edges[edge], to: edges[edge + 1])
      edge += 1
    }
    guard let arrival = pending.popLast() else { return false }
    let time = (arrival.time * 1e9).rounded()
    guard time < Double(Ticks.horizonNanoseconds) else { throw .tooLate(line: 0) }
    let start = Nanoseconds(time)
    ImportedHeader.begin(&session, number: report.sessions, start: start)
    let client = clients.clients[arrival.client]
    session.tenant = client.name
    let draw = stream.named(client.name).named("lengths").numbered(arrival.number)
    let (input, output) = lengths(of: client, at: arrival.time, draw)
    session.contexts.append(PrivateContext(parent: .root, tokens: input))
    session.records.append(
      TraceRecord(
        .request, isAnswer: true, turn: 1, prompt: .own(0), inputTokens: input,
        outputTokens: output))
    report.sessions += 1
    report.requests += 1
    return true
  }

  /// Arrivals of all clients in a stretch of constant rates, the last one first.
  private mutating func drawWindow(from start: Double, to end: Double) {
    for (index, client) in clients.clients.enumerated() {
      guard let window = client.windows.last(where: { $0.start <= start }), window.rate > 0 else {
        continue
      }
      let gaps = stream.named(client.name).named("gaps").numbered(Int(start))
      var count = 0
      // The first is somewhere within a gap, as it is for whoever looks at any moment.
      var time = start + window.gap(gaps.numbered(0)) * gaps.named("phase").uniform
      while time < end {
        pending.append(Arrival(time: time, client: index, number: draws[index]))
        draws[index] += 1
        count += 1
        time += max(1e-9, window.gap(gaps.numbered(count)))
      }
    }
    pending.sort { ($0.time, $0.client, $0.number) > ($1.time, $1.client, $1.number) }
  }

  private func lengths(
    of client: ServeGenClients.Client, at time: Double, _ draw: RandomStream
  ) -> (input: Int, output: Int) {
    guard let lengths = client.lengths.last(where: { $0.start <= time }) ?? client.lengths.first
    else { return (1, 0) }
    var input = 0
    for (place, field) in lengths.input.enumerated() {
      input += field.value(at: draw.numbered(place).uniform)
    }
    let output = lengths.output.value(at: draw.named("output").uniform)
    return (
      min(max(1, input), ImportedHeader.mostTokens), min(output, ImportedHeader.mostOutput)
    )
  }
}

extension ServeGenClients {
  /// Reads one file, of rates or of lengths.
  fileprivate mutating func read(
    _ name: String, _ feed: inout LineFeed, _ report: inout ImportReport, isLenient: Bool
  ) throws(TraceError) {
    guard try feed.fill() else { return }
    let isLengths = feed.bytes[feed.position] == UInt8(ascii: "{")
    if isLengths { feed.giveDocuments() }
    while isLengths ? try feed.fillDocument() : try feed.fill() {
      var cursor = LineCursor(feed)
      if !isLengths, cursor.takeEndOfLine(feed.bytes.span) {
        feed.position = cursor.position
        feed.line += 1
        continue
      }
      report.items += 1
      do throws(TraceError) {
        if isLengths {
          try readLengths(name, feed.bytes.span, &cursor)
        } else {
          try readWindow(name, feed.bytes.span, &cursor)
        }
      } catch {
        guard isLenient else { throw error }
        var error = error
        error.input = name
        report.skip(error)
      }
      feed.pass()
    }
  }
}
