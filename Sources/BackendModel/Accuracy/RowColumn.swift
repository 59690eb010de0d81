/// A column of a file of measured rows: its name, what it means, and how a cell is taken in.
struct RowColumn: Sendable {
  let name: String
  let meaning: String
  let isRequired: Bool
  /// False for a cell that it can't take; then `expects` says what it would.
  let take: @Sendable (String, inout MeasuredRow) -> Bool
  let expects: String
  let words: [String]

  private init(
    _ name: String, _ meaning: String, isRequired: Bool = false, expects: String,
    words: [String] = [], take: @escaping @Sendable (String, inout MeasuredRow) -> Bool
  ) {
    (self.name, self.meaning, self.isRequired, self.take) = (name, meaning, isRequired, take)
    (self.expects, self.words) = (expects, words)
  }

  typealias Path<Value> = any WritableKeyPath<MeasuredRow, Value> & Sendable

  private static func text(
    _ name: String, _ path: Path<String>, _ meaning: String, isRequired: Bool = false
  ) -> RowColumn {
    RowColumn(name, meaning, isRequired: isRequired, expects: "text") {
      $1[keyPath: path] = $0
      return true
    }
  }
  private static func name(_ name: String, _ path: Path<String?>, _ meaning: String) -> RowColumn {
    RowColumn(name, meaning, expects: "a name") {
      $1[keyPath: path] = $0
      return true
    }
  }
  private static func count(
    _ name: String, _ path: Path<Int>, _ meaning: String, least: Int = 0
  ) -> RowColumn {
    RowColumn(name, meaning, expects: "a whole number from \(least) to 100000000") {
      guard let value = Int($0), (least...100_000_000).contains(value) else { return false }
      $1[keyPath: path] = value
      return true
    }
  }
  private static func size(_ name: String, _ path: Path<Int?>, _ meaning: String) -> RowColumn {
    RowColumn(name, meaning, expects: "a whole number from 1 to 1000000") {
      guard let value = Int($0), (1...1_000_000).contains(value) else { return false }
      $1[keyPath: path] = value
      return true
    }
  }
  private static func number(
    _ name: String, _ path: Path<Double>, _ meaning: String, isRequired: Bool = false
  ) -> RowColumn {
    RowColumn(name, meaning, isRequired: isRequired, expects: "a number above 0") {
      guard let value = Double($0), value > 0, value <= 1e12 else { return false }
      $1[keyPath: path] = value
      return true
    }
  }
  private static func number(
    _ name: String, _ path: Path<Double?>, _ meaning: String
  ) -> RowColumn {
    RowColumn(name, meaning, expects: "a number above 0") {
      guard let value = Double($0), value > 0, value <= 1e12 else { return false }
      $1[keyPath: path] = value
      return true
    }
  }
  private static func word<Value: RawRepresentable & CaseIterable & Sendable>(
    _ name: String, _ path: Path<Value>, _ meaning: String, isRequired: Bool = false
  ) -> RowColumn where Value.RawValue == String {
    let words = Value.allCases.map(\.rawValue)
    return RowColumn(
      name, meaning, isRequired: isRequired,
      expects: words.map { "`\($0)`" }.joined(separator: ", "), words: words
    ) {
      guard let value = Value(rawValue: $0) else { return false }
      $1[keyPath: path] = value
      return true
    }
  }

  static let all: [RowColumn] = [
    text("id", \.id, "name of the row, unique in its file", isRequired: true),
    word(
      "phase", \.setup.phase,
      "what ran: `serve` (default), `decode`, `prefill` in full passes, "
        + "or `prefill-serving`"),
    text("chip", \.setup.chip, "of the catalog", isRequired: true),
    text("model", \.setup.model, "of the catalog", isRequired: true),
    name("software", \.setup.software, "profile of the catalog; the chip's"),
    RowColumn("date", "when it was measured, for people", expects: "text") { _, _ in true },
    name("weights", \.setup.weights, "format of FFN weights; the chip's narrowest"),
    name("attention", \.setup.attention, "format of attention's weights; the checkpoint's"),
    name("kv", \.setup.kv, "format of KV, `fp8` (default) or `bf16`"),
    count("drafts", \.setup.drafts, "tokens drafted before each step; 0"),
    number(
      "accepted", \.setup.accepted,
      "mean tokens of a verify step, bonus included; the model's table"),
    count("isl", \.setup.input, "nominal input tokens"),
    count("osl", \.setup.output, "nominal output tokens"),
    count("cached", \.setup.cached, "input tokens that are in the cache already; 0"),
    number(
      "ratio", \.setup.ratio, "lengths are uniform between this part of them and the whole; 1"),
    count("prefill-devices", \.setup.prefillDevices, "GPUs that only prefill; 0 is aggregated"),
    size("prefill-tensor", \.setup.prefillTensor, "GPUs of a prefill engine that split each layer"),
    size(
      "prefill-data", \.setup.prefillData, "data-parallel ranks of a prefill engine, as `data`"),
    count("devices", \.setup.devices, "GPUs that decode, or all of an aggregated system"),
    size("tensor", \.setup.tensor, "GPUs of an engine, or of a rank, that split each layer"),
    size(
      "data", \.setup.data,
      "data-parallel ranks of attention, of one GPU each, or of `tensor`"),
    size("expert", \.setup.expert, "GPUs over which experts are spread: all of an engine, or 1"),
    size("sequences", \.setup.sequences, "most sequences of an engine; 256"),
    count("concurrency", \.setup.users, "users in a closed loop, over all engines"),
    count(
      "poll", \.setup.poll,
      "decode steps of an aggregated engine between two looks for new requests; 1", least: 1),
    number("batch", \.setup.batch, "sequences of one engine, in phase `decode`"),
    number("context", \.setup.context, "mean tokens of context of a sequence, in phase `decode`"),
    text("curve", \.curve, "name of the frontier that the row belongs to"),
    number("interactivity", \.interactivity, "tokens per second and user where a frontier is read"),
    word("metric", \.metric, "what was measured", isRequired: true),
    number("value", \.value, "the figure", isRequired: true),
    word("use", \.use, "`calibrate`, `test`, or `print` (not scored)", isRequired: true),
    text("source", \.source, "where it is from", isRequired: true),
  ]
}
