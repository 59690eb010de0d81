import Domain

/// The JSON Schema (2020-12) of a run record, `baton/run/1`: names and kinds of what stands in one.
///
/// Objects may hold more, so that records of later Batons are read by what knows this one.
public enum RunSchema {
  /// UTF-8, with a line feed at the end.
  public static var text: String {
    var json = JSONWriter()
    json.object { json in
      json.field("$schema", "https://json-schema.org/draft/2020-12/schema")
      json.field("title", "baton/run/1")
      json.field("description", "What a replay gave: times in seconds, shares as fractions.")
      write(run, to: &json)
      json.object("$defs") { json in
        for (name, kind) in definitions { json.object(name) { write(kind, to: &$0) } }
      }
    }
    json.newline()
    return json.text
  }

  private indirect enum Kind: Sendable {
    case text, count, number, flag
    case constant(String)
    case words([String])
    /// Missing where there is nothing to say.
    case orNull(Kind)
    case list(Kind)
    /// By name.
    case table(Kind)
    case shape([(String, Kind)], optional: [(String, Kind)])
    case reference(String)
  }

  private static let run = Kind.shape(
    [
      ("schema", .constant(RunRecord.schema)), ("workload", .text), ("fingerprint", .text),
      ("seed", .orNull(.count)),
      (
        "window",
        .shape([("from", .number), ("until", .number), ("duration", .number)], optional: [])
      ), ("classNames", .list(.text)), ("arms", .list(.reference("arm"))),
    ], optional: [("cdfShares", .list(.number))])

  private static var definitions: [(String, Kind)] {
    [
      ("arm", arm), ("group", group), ("spread", spread), ("tails", tails),
      ("profile", profile), ("components", .table(.number)), ("session", session),
    ]
  }

  private static let arm = Kind.shape(
    [
      ("policy", .text), ("platform", .text), ("counts", .table(.count)),
      ("tokens", .table(.count)), ("cache", .table(.orNull(.number))),
      ("classes", .table(.reference("group"))), ("tenants", .table(.reference("group"))),
      ("agents", .table(.reference("group"))), ("models", .table(.reference("group"))),
      (
        "pools",
        .list(
          .shape(
            [
              ("name", .text), ("role", .words(["aggregated", "prefill", "decode"])),
              ("engines", .count), ("kvBlocks", .count), ("busy", .orNull(.number)),
              ("requests", .count), ("spilled", .count),
            ], optional: []))
      ), ("tenantSpread", .orNull(.number)), ("efficiency", .table(.orNull(.number))),
      (
        "assertions",
        .list(
          .shape(
            [("text", .text), ("value", .orNull(.number)), ("passed", .flag)], optional: []))
      ),
      (
        "assumed",
        .list(
          .shape(
            [
              ("parameter", .text), ("value", .number), ("low", .number), ("high", .number),
              ("unit", .text),
            ], optional: []))
      ), ("notes", .list(.text)), ("rounds", .list(.count)), ("end", .number),
    ],
    optional: [
      ("load", .shape([("step", .number)], optional: loads)),
      (
        "poolLoad",
        .shape(
          [
            ("step", .number),
            (
              "pools",
              .list(
                .shape(
                  [("pool", .text), ("running", .list(.number)), ("kvUse", .list(.number))],
                  optional: [("queued", .list(.number))]))
            ),
          ], optional: [])
      ), ("worstSessions", .list(.reference("session"))),
    ])

  private static let loads = ["arrived", "inFlight", "waiting"].map { ($0, Kind.list(.number)) }

  private static let group = Kind.shape(
    [("requests", .count), ("turns", .count), ("sessions", .count)]
      + [
        "ttft", "itl", "stepGap", "tpot", "stall", "e2e", "response", "turn", "silence", "session",
        "sessionWithoutThink", "tpsPerUser",
      ].map { ($0, .orNull(.reference("spread"))) }
      + [
        (
          "goodput",
          .orNull(
            .shape([("fraction", .number), ("requestsPerSecond", .number)], optional: []))
        )
      ]
      + ["deadlineMisses", "underruns", "refused", "cancelled", "cacheHit"].map {
        ($0, .orNull(.number))
      }
      + ["requestRate", "sessionRate", "tokenRate"].map { ($0, .number) }
      + ["inputTokens", "outputTokens"].map { ($0, .count) },
    optional: [
      ("components", .reference("components")), ("sessionComponents", .reference("components")),
      ("ttftComponents", .reference("components")),
      ("tails", .table(.reference("tails"))), ("cdf", .table(.list(.number))),
      (
        "why",
        .list(.shape([("of", .text), ("component", .text), ("text", .text)], optional: []))
      ),
    ])

  private static let spread = Kind.shape(
    [("count", .count)]
      + ["mean", "p50", "p90", "p95", "p99", "p999", "max"].map { ($0, .number) },
    optional: [("p1", .number)])

  private static let tails = Kind.shape(
    [("p99", .reference("profile")), ("median", .reference("profile"))],
    optional: [("sizes", .orNull(.text))])

  private static let profile = Kind.shape(
    [("count", .count), ("mean", .number), ("components", .reference("components"))],
    optional: [])

  private static let session = Kind.shape(
    [
      ("session", .count), ("class", .text), ("tenant", .text), ("start", .number),
      ("length", .number), ("total", .number), ("finished", .count),
      (
        "requests",
        .list(
          .shape(
            [("sent", .number), ("firstToken", .number), ("end", .number)], optional: []))
      ),
    ],
    optional: [
      ("components", .reference("components")), ("withoutThink", .number),
      (
        "spans",
        .list(
          .shape([("component", .text), ("start", .number), ("end", .number)], optional: []))
      ),
    ])

  private static func write(_ kind: Kind, to json: inout JSONWriter) {
    switch kind {
    case .text: json.field("type", "string")
    case .count: json.field("type", "integer")
    case .number: json.field("type", "number")
    case .flag: json.field("type", "boolean")
    case .constant(let word): json.field("const", word)
    case .words(let words):
      json.array("enum") { json in for word in words { json.element(word) } }
    case .orNull(let kind):
      json.array("anyOf") { json in
        json.object { write(kind, to: &$0) }
        json.object { $0.field("type", "null") }
      }
    case .list(let kind):
      json.field("type", "array")
      json.object("items") { write(kind, to: &$0) }
    case .table(let kind):
      json.field("type", "object")
      json.object("additionalProperties") { write(kind, to: &$0) }
    case .shape(let required, let optional):
      json.field("type", "object")
      json.object("properties") { json in
        for (name, kind) in required + optional { json.object(name) { write(kind, to: &$0) } }
      }
      json.array("required") { json in for (name, _) in required { json.element(name) } }
    case .reference(let name): json.field("$ref", "#/$defs/\(name)")
    }
  }
}
