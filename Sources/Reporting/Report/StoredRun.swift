/// A run record as pages read it: `baton/run/1`, as `run --json` writes it.
///
/// A record of an older Baton, or one of a sweep, lacks what only pages draw; what is missing is
/// left out of the page.
public struct StoredRun: Decodable, Hashable, Sendable {
  public var schema: String
  var workload: String
  var fingerprint: String
  var seed: UInt64?
  var window: Window
  /// In the order of the workload.
  var classNames: [String]?
  var cdfShares: [Double]?
  var arms: [Arm]
  public var isEmpty: Bool { arms.isEmpty }

  struct Window: Decodable, Hashable, Sendable {
    var from: Double
    var until: Double
    var duration: Double
  }

  struct Arm: Decodable, Hashable, Sendable {
    var policy: String
    var platform: String
    var counts: [String: Int]
    var cache: [String: Double?]
    var classes: [String: Group]
    var pools: [Pool]
    var tenantSpread: Double?
    var efficiency: [String: Double?]
    var assertions: [Judged]
    var assumed: [Assumed]
    var notes: [String]
    var end: Double
    var load: Load?
    var poolLoad: PoolLoads?
    var worstSessions: [Session]?
  }

  /// How a metric is distributed.
  struct Spread: Decodable, Hashable, Sendable {
    var count: Int
    var mean: Double
    var p1: Double?
    var p50: Double
    var p90: Double
    var p95: Double
    var p99: Double
    var p999: Double
    var max: Double
  }

  struct Goodput: Decodable, Hashable, Sendable {
    var fraction: Double
    var requestsPerSecond: Double
  }

  struct Group: Decodable, Hashable, Sendable {
    var requests: Int
    var sessions: Int
    var ttft: Spread?
    var itl: Spread?
    var stepGap: Spread?
    var tpot: Spread?
    var stall: Spread?
    var e2e: Spread?
    var response: Spread?
    var turn: Spread?
    var silence: Spread?
    var session: Spread?
    var tpsPerUser: Spread?
    var goodput: Goodput?
    var deadlineMisses: Double?
    var underruns: Double?
    var refused: Double?
    var cancelled: Double?
    var cacheHit: Double?
    var tokenRate: Double
    var tails: [String: Tails]?
    var why: [Why]?
    var cdf: [String: [Double]]?
  }

  struct Tails: Decodable, Hashable, Sendable {
    struct Profile: Decodable, Hashable, Sendable {
      var count: Int
      var mean: Double
      var components: [String: Double]
    }
    var p99: Profile
    var median: Profile
    /// How they differ in size, in words.
    var sizes: String?
  }

  struct Why: Decodable, Hashable, Sendable {
    var of: String
    var text: String
  }

  struct Pool: Decodable, Hashable, Sendable {
    var name: String
    var role: String
    var engines: Int
    var kvBlocks: Int?
    var busy: Double?
    var requests: Int
    var spilled: Int
  }

  /// How full pools were over time.
  struct PoolLoads: Decodable, Hashable, Sendable {
    struct Pool: Decodable, Hashable, Sendable {
      var pool: String
      var running: [Double]
      /// Earlier records don't say it.
      var queued: [Double]?
      var kvUse: [Double]
    }
    var step: Double
    var pools: [Pool]
  }

  struct Judged: Decodable, Hashable, Sendable {
    var text: String
    var value: Double?
    var passed: Bool
  }

  struct Assumed: Decodable, Hashable, Sendable {
    var parameter: String
    var value: Double
    var low: Double
    var high: Double
    var unit: String
  }

  struct Load: Decodable, Hashable, Sendable {
    var step: Double
    var arrived: [Double]
    var inFlight: [Double]
    var waiting: [Double]
  }

  struct Session: Decodable, Hashable, Sendable {
    struct Call: Decodable, Hashable, Sendable {
      var sent: Double
      var firstToken: Double
      var end: Double
      var agent: String
      var turn: Int
      var inputTokens: Int
      var outputTokens: Int
    }
    struct Span: Decodable, Hashable, Sendable {
      var component: String
      var start: Double
      var end: Double
    }
    var session: Int
    var `class`: String
    var tenant: String
    var start: Double
    var length: Double
    /// Earlier records say neither this nor spans.
    var withoutThink: Double?
    var total: Double
    var components: [String: Double]
    var finished: Int
    var requests: [Call]
    var spans: [Span]?
  }
}

/// One arm of one run, beside the others of a page.
struct ReportColumn {
  var run: StoredRun
  var arm: StoredRun.Arm
  /// What tells it from the others.
  var name: String
  /// Number of its colour and dashes.
  var style: Int

  /// Whether it says what lies between the requests of its longest sessions.
  var hasSpans: Bool { (arm.worstSessions ?? []).contains { $0.spans != nil } }

  static func all(_ runs: [StoredRun]) -> [ReportColumn] {
    let arms = runs.flatMap { run in run.arms.map { (run, $0) } }
    func differ(_ key: (StoredRun, StoredRun.Arm) -> String) -> Bool {
      Set(arms.map(key)).count > 1
    }
    var seen: [String: Int] = [:]
    return arms.enumerated().map { index, pair in
      let (run, arm) = pair
      var name = arm.policy
      if differ({ $1.platform }) { name += " @ \(arm.platform)" }
      if differ({ run, _ in run.workload }) { name += " · \(run.workload)" }
      if differ({ run, _ in run.seed.map(String.init) ?? "" }) {
        name += run.seed.map { " · seed \($0)" } ?? ""
      }
      seen[name, default: 0] += 1
      if let number = seen[name], number > 1 { name += " (\(number))" }
      return ReportColumn(
        run: run, arm: arm, name: name, style: index % FrontierStyle.colours)
    }
  }

  /// Groups of any of the columns: all, where there are several classes, then classes in order.
  static func groups(_ columns: [ReportColumn]) -> [String] {
    var names: [String] = []
    for column in columns {
      let known = column.arm.classes.keys.sorted().filter { $0 != "all" }
      for name in column.run.classNames ?? known where !names.contains(name) {
        names.append(name)
      }
    }
    return names.count > 1 && !names.contains("all") ? ["all"] + names : names
  }
}
