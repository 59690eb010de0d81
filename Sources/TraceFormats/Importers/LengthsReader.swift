import Domain

/// Reads plain CSV of prompt and output lengths, with or without arrival times, as simulators and
/// benchmarks take it. Columns are known by their usual names.
struct LengthsReader: ItemReader {
  static let shape = ItemShape.sessions
  static let times: Set = ["arrival time"]
  private var columns = CSVColumns()
  private let unit: Int

  static let inputs = [
    "num_prefill_tokens", "input_tokens", "input_length", "input_len", "prompt_tokens",
    "prompt_len", "isl", "prefill_tokens", "input_toks",
  ]
  static let outputs = [
    "num_decode_tokens", "output_tokens", "output_length", "output_len", "completion_tokens",
    "response_tokens", "osl", "decode_tokens", "output_toks",
  ]
  static let arrivalTimes = ["arrived_at", "arrival_time", "arrival", "timestamp", "time"]

  init(_ options: ImportOptions) {
    unit = options.timeUnit ?? 1_000_000_000
  }

  var account: [FieldAccount] {
    [
      FieldAccount("prompt length", .kept), FieldAccount("output length", .kept),
      FieldAccount("arrival time", .kept, "\(timeUnitName(unit)) from the start"),
      .unshared, .sessionPerRow, .model,
    ]
  }

  private var hasTimes: Bool {
    let first = Self.inputs.count + Self.outputs.count
    return Self.arrivalTimes.indices.contains { columns.has(first + $0) }
  }

  func lacks(_ field: String, _ draft: borrowing ImportDraft) -> Bool {
    field == "arrival time" && !hasTimes
  }

  func substitutes(_ draft: borrowing ImportDraft) -> [FieldAccount] { hasTimes ? [] : [.noStart] }

  mutating func begin(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) -> Bool {
    let start = cursor
    try columns.readHeader(
      bytes, &cursor, known: Self.inputs + Self.outputs + Self.arrivalTimes, needed: 0, help: "",
      &draft)
    for (names, what) in [(Self.inputs, "prompt"), (Self.outputs, "output")] {
      let first = what == "prompt" ? 0 : Self.inputs.count
      let found = names.indices.count { columns.has(first + $0) }
      guard found == 1 else {
        throw start.error(
          found == 0 ? "no column has the \(what) length" : "two columns have the \(what) length",
          help: "it is known by one of the names \(names.joined(separator: ", "))")
      }
    }
    return true
  }

  mutating func read(
    _ bytes: Span<UInt8>, _ cursor: inout LineCursor, _ draft: inout ImportDraft
  ) throws(TraceError) {
    var request = DraftRequest()
    request.line = cursor.line
    let outputs = Self.inputs.count
    let times = outputs + Self.outputs.count
    for column in columns.indices {
      try columns.separate(column, bytes, &cursor)
      switch columns.field(column) {
      case 0..<outputs:
        request.input = try cursor.count(bytes, ImportedHeader.inputs, "the prompt length")
      case outputs..<times:
        request.output = try cursor.count(bytes, ImportedHeader.outputs, "the output length")
      case times...: request.time = try cursor.time(bytes, unit: unit, "the arrival time")
      default: cursor.skipCell(bytes)
      }
    }
    try cursor.expectEndOfLine(bytes)
    draft.requests.append(request)
  }
}
