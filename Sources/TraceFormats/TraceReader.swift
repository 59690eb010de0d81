public import Domain

/// Opens a trace of any format.
public enum TraceReader {
  /// - Parameters:
  ///   - format: nil finds it from the content.
  ///   - model: for traces that name none.
  /// - Throws: for an empty input, one of no known format, or a bad header.
  public static func open(
    format: TraceFormat? = nil, model: String, chunks: @escaping ByteChunks
  ) throws(TraceError) -> any TraceSource {
    try open(format: format, [ImportInput(chunks: chunks)], ImportOptions(model: model))
  }

  /// Opens one trace that is in one or several files.
  ///
  /// - Throws: for an empty input, one of no known format, or a bad header; for a format whose
  ///   requests must be put in order, for everything that is wrong in it.
  public static func open(
    format: TraceFormat? = nil, _ inputs: [ImportInput], _ options: ImportOptions
  ) throws(TraceError) -> any TraceSource {
    var rest = inputs[...]
    guard let first = rest.popFirst() else {
      throw TraceError("there is nothing to read", line: 0)
    }
    var feed = LineFeed(isDigesting: true, chunks: first.chunks)
    let found: TraceFormat
    do throws(TraceError) {
      guard try feed.fill() else {
        throw TraceError("the trace is empty", line: 0, help: "nothing was read from it")
      }
      found = try identify(format, &feed)
    } catch {
      var error = error
      error.input = first.name
      throw error
    }
    if found == .baton {
      guard rest.isEmpty else {
        throw TraceError(
          "several of Baton's own traces", line: 0, help: "`baton merge` joins the parts of one")
      }
      return try NativeTraceReader(feed: feed)
    }
    return try open(found, feed, inputs, options)
  }

  private static func identify(
    _ format: TraceFormat?, _ feed: inout LineFeed
  ) throws(TraceError) -> TraceFormat {
    let start = Array(feed.bytes[feed.position...].prefix(LineFeed.identityBytes))
    if let packer = TraceFormat.packer(start) {
      throw TraceError(
        "the file is packed with \(packer.name)", line: 1, column: 1,
        help: "unpack it on the way: `\(packer.command) FILE | baton import - -o TRACE`")
    }
    if let found = format ?? TraceFormat.detect(start) { return found }
    throw TraceError(
      TraceFormat.isText(start)
        ? "this is no trace that Baton knows" : "this is binary data, not a trace",
      line: 1, column: 1,
      help: "it reads " + TraceFormat.allCases.map(\.rawValue).joined(separator: ", ")
        + "; `--format` names one")
  }

  /// The size of blocks that the first row says, of formats that have it in rows.
  private static func toldBlockSize(_ format: TraceFormat, _ feed: LineFeed) -> Int? {
    switch format {
    case .mooncake, .vllm, .agenticMooncake, .mooncakeDelta, .aiperf, .weka: break
    default: return nil
    }
    let size = FormatClues(
      json: feed.bytes[feed.position...].prefix(LineFeed.identityBytes)
    ).blockTokens
    return size.flatMap { (1...65_536).contains($0) ? $0 : nil }
  }

  private static func open(
    _ format: TraceFormat, _ feed: LineFeed, _ inputs: [ImportInput], _ options: ImportOptions
  ) throws(TraceError) -> any TraceSource {
    var options = options
    options.format = format
    if options.blockTokens == nil { options.blockTokens = toldBlockSize(format, feed) }
    func make<Reader: ItemReader>(_: Reader.Type) throws(TraceError) -> any TraceSource {
      let items = ImportFeed(
        first: feed, name: inputs.first?.name, rest: Array(inputs.dropFirst()),
        isDocuments: Reader.shape == .documents)
      // Files of spans come by their names and not by their times, and name tools.
      let isWhole = Reader.shape == .scattered || format == .otel
      if isWhole || options.isSorting || options.infersSessions {
        return OpenedImport(try CollectedSource<Reader>(items, options))
      }
      return OpenedImport(try ImportSource<Reader>(items, options))
    }
    return switch format {
    case .baton: try NativeTraceReader(feed: feed)
    case .mooncake, .vllm: try make(MooncakeReader.self)
    case .azure: try make(AzureReader.self)
    case .burstgpt where FormatClues.hasSessions(feed.bytes[feed.position...]):
      try make(BurstSessionReader.self)
    case .burstgpt: try make(BurstReader.self)
    case .bailian: try make(BailianReader.self)
    case .weka: try make(WekaReader.self)
    case .tracelab: try make(TraceLabReader.self)
    case .tracelabCSV: try make(TraceLabCSVReader.self)
    case .agenticMooncake: try make(AgenticMooncakeReader.self)
    case .mooncakeDelta, .aiperf: try make(SessionRowsReader.self)
    case .aiperfTurns: try make(AIPerfTurnsReader.self)
    case .dynamo: try make(DynamoReader.self)
    case .blis: try make(BLISReader.self)
    case .otel: try make(SpanReader.self)
    case .ragpulse: try make(RAGPulseReader.self)
    case .servegen: try ServeGenSource(feed, inputs, options)
    case .llmservingsim: try make(ServingSimReader.self)
    case .appliedCompute: try make(AppliedComputeReader.self)
    case .sharedPrefix: try make(SharedPrefixReader.self)
    case .lengths: try make(LengthsReader.self)
    }
  }
}

/// A source behind closures that are compiled for its reader; what a protocol calls of a generic
/// type is not, and takes a third longer.
private struct OpenedImport: ImportedTrace {
  let header: TraceHeader
  private let advance: (inout TraceSession) throws(TraceError) -> Bool
  private let told: () -> ImportReport

  init(_ source: some ImportedTrace) {
    var source = source
    header = source.header
    advance = { (session) throws(TraceError) in try source.next(&session) }
    told = { source.report }
  }

  var report: ImportReport { told() }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    try advance(&session)
  }
}
