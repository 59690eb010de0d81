import Domain
import Shipped
import WorkloadLanguage

/// Experiment files.
enum BrokenExperiments {
  static let catalog =
    CatalogReader.read(Shipped.catalog.map { SourceText(name: $0.name, text: $0.text) }).catalog

  /// One trace, and platforms that carry everything but `lpx-decode` on `vera-rubin-lpx`.
  static func surroundings(_ files: FileResolver) -> ExperimentSurroundings {
    ExperimentSurroundings(
      files: files, catalog: catalog,
      trace: { path, _, _ in
        switch path {
        case "conv.jsonl": .found(path: path, header)
        case "torn.jsonl": .broken("line 1: the trace is empty", help: nil)
        default: .missing
        }
      },
      obstacle: { policy, platform, _, _ in
        policy == "lpx-decode" && platform == "vera-rubin-lpx"
          ? .init("weights need 657.7 GB; 2 LPX racks hold 217.6 GB", help: "take 7 racks") : nil
      })
  }

  private static let header = TraceHeader(
    workload: "conv", seed: nil, fingerprint: "0", models: ["deepseek-r1"], agents: ["all"],
    classes: [TraceClass(name: "all")], duration: 1_000_000_000, measuredFrom: 0,
    measuredUntil: 1_000_000_000)

  static func workload(_ name: String, traffic: Bool = true) -> String {
    let text = Broken.traffic("agent: coder\nsessions: {poisson: 1/s}")
      .replacing("workload: ours", with: "workload: \(name)")
    return traffic ? text : String(text.split(separator: "traffic:")[0])
  }

  private static let platform = """
    platform: mine
    pools: {gpu: {chip: rubin, racks: 4}}
    policies:
      ours: {extends: gpu-aggregated}
    """

  static let files = [
    "chat": workload("chat"), "quiet.yaml": workload("quiet"), "twin.yaml": workload("chat"),
    "lib.yaml": workload("lib", traffic: false), "mine.yaml": platform,
  ]

  private static func broken(
    _ title: String, _ codes: String..., overrides: [String] = [], text: () -> String
  ) -> Broken {
    var result = Broken(title, files: files, overrides: overrides, kind: .experiment, text: text)
    result.codes = codes
    return result
  }

  /// A whole file around the lines that a case is about.
  static func on(
    _ lines: String, subjects: String = "workloads: [chat]",
    arms: String = "arms: {today: gpu-disaggregated, new: afd}",
    baseline: String = "baseline: today"
  ) -> String {
    ["experiment: ours", subjects, arms, baseline, lines].filter { !$0.isEmpty }
      .joined(separator: "\n") + "\n"
  }

  static func trace(_ lines: String, subjects: String = "traces: [conv.jsonl]") -> String {
    on(lines, subjects: subjects)
  }

  static let cases = keys + subjects + arms + values + judged

  private static let keys = [
    broken("a misspelt key of an experiment", "B101") { on("1️⃣candidate: [new]") },
    broken("an experiment that is misspelt itself", "B101") {
      "1️⃣experimant" + on("").dropFirst("experiment".count)
    },
    broken("an experiment without arms", "B102") { "1️⃣experiment: ours\nworkloads: [chat]\n" },
    broken("an experiment on nothing", "B102") { "1️⃣" + on("", subjects: "") },
    broken("workloads and traces", "B107") { on("1️⃣traces: [conv.jsonl]") },
    broken("a mapping of workloads", "B103") { on("", subjects: "workloads: 1️⃣{chat: chat.yaml}") },
    broken("an empty list", "B104", "B104") {
      on("loads: 2️⃣[]", subjects: "workloads: 1️⃣[]")
    },
    broken("more items than a list may have", "B004") {
      on("loads: 1️⃣[\((1...101).map(String.init).joined(separator: ", "))]")
    },
    broken("keys without effect on traces", "B108", "B108", "B108", "B108") {
      trace("1️⃣loads: [2]\n2️⃣seeds: 5\n3️⃣first-seed: 7\n4️⃣set: {duration: 1m}")
    },
    broken("a model for workloads", "B108") { on("1️⃣model: deepseek-r1") },
    broken("a model for traces that name theirs", "B108") { trace("1️⃣model: deepseek-r1") },
    broken("a platform where every arm names its own", "B108") {
      on("1️⃣platform: vera-rubin", arms: "arms: {today: afd@vera-rubin-lpx, new: ours@mine.yaml}")
    },
    broken("a name that is reserved", "B109") {
      on("", arms: "arms: {today: afd, 1️⃣all: gpu-aggregated}")
    },
  ]

  private static let subjects = [
    broken("a shipped workload that an experiment misspells", "B303") {
      on("", subjects: "workloads: [1️⃣chta]")
    },
    broken("a workload file that is missing", "B303") {
      on("", subjects: "workloads: [chat, 1️⃣loud.yaml]")
    },
    broken("a platform file in place of a workload", "B301") {
      on("", subjects: "workloads: [1️⃣mine.yaml]")
    },
    broken("a workload without traffic", "B102") { on("", subjects: "workloads: [1️⃣lib.yaml]") },
    broken("a workload named twice", "B006") {
      on("", subjects: "workloads: [chat, quiet.yaml, 1️⃣chat]")
    },
    broken("two workloads of one name", "B006") {
      on("", subjects: "workloads: [chat, 1️⃣twin.yaml]")
    },
    broken("a trace that is missing", "B001") { trace("", subjects: "traces: [1️⃣cnv.jsonl]") },
    broken("a trace that can't be read", "B001") { trace("", subjects: "traces: [1️⃣torn.jsonl]") },
    broken("values to set that no workload has", "B306", "B201") {
      on("set: {traffic.1️⃣usrs.priority: high, duration: 2️⃣5}")
    },
    broken("a misspelt key to set, told once for two workloads", "B101") {
      on("set: {1️⃣duraton: 5m}", subjects: "workloads: [chat, quiet.yaml]")
    },
  ]

  private static let arms = [
    broken("an unknown policy", "B301") { on("", arms: "arms: {today: 1️⃣adf, new: afd}") },
    broken("a policy of another platform", "B301") {
      on("", arms: "arms: {today: ours@mine.yaml, new: 1️⃣ours}")
    },
    broken("an unknown platform", "B301", "B301") {
      on(
        "platform: 2️⃣vera-rubi", arms: "arms: {today: afd@1️⃣vera-rubin-lxp, new: afd}",
        baseline: "baseline: today")
    },
    broken("a platform file that is missing", "B001") {
      on("", arms: "arms:\n  today: afd\n  new: \"afd@1️⃣minee.yaml\"")
    },
    broken("a workload in place of a platform file", "B301") {
      on("platform: 1️⃣quiet.yaml")
    },
    broken("an arm without a policy, which is still an arm", "B210") {
      on("", arms: "arms: {today: 1️⃣\"@vera-rubin\", new: afd}")
    },
    broken("an arm that cannot carry the workload", "B702") {
      on("", arms: "arms: {today: afd, new: 1️⃣lpx-decode@vera-rubin-lpx}")
    },
    broken("arms listed twice", "B006") {
      on("", arms: "arms: [afd, gpu-aggregated, 1️⃣afd]", baseline: "baseline: afd")
    },
    broken("an unknown baseline", "B301") { on("", baseline: "baseline: 1️⃣todya") },
    broken("an unknown candidate", "B301") { on("candidates: [1️⃣tomorrow]") },
    broken("a candidate named twice", "B006") { on("candidates: [new, 1️⃣new]") },
    broken("a baseline among its candidates", "B701") { on("candidates: [new, 1️⃣today]") },
    broken("a baseline and no other arm", "B701") {
      on("", arms: "arms: {today: afd}", baseline: "baseline: 1️⃣today")
    },
    broken("an arm that is never compared", "B302") {
      on("candidates: [new]", arms: "arms: {today: afd, new: gpu-aggregated, 1️⃣old: afd}")
    },
  ]

  private static let values = [
    broken("loads that are none", "B207", "B201") {
      on("loads: [1, 1️⃣0]\ntolerance: 2️⃣5")
    },
    broken("a load named twice", "B006") { on("loads: [1, 1.5, 1️⃣1.50]") },
    broken("seeds out of range", "B207", "B207") { on("seeds: 1️⃣0\nmax-seeds: 2️⃣5k") },
    broken("a most below the seeds", "B211") { on("seeds: 24\nmax-seeds: 1️⃣12") },
    broken("a most below the usual seeds", "B211") { on("max-seeds: 1️⃣8") },
    broken("too few seeds to show anything", "B604") { on("seeds: 1️⃣4") },
    broken("too few seeds for two looks", "B604") { on("seeds: 3\nmax-seeds: 1️⃣5") },
    broken("no tolerance, and all of it", "B207") { on("tolerance: 1️⃣100%") },
    broken("a truth value of other readers", "B209") { on("fail-on-inconclusive: 1️⃣true") },
    broken("a path of --set that an experiment lacks", "B306", overrides: ["arms.nwe.x=afd"]) {
      on("")
    }.marking(column: 6),
  ]

  private static let judged = [
    broken("a metric that is none", "B209") { on("metrics: [p99 1️⃣tttf]") },
    broken("a statistic that is not kept", "B209") { on("metrics: [1️⃣p98 ttft]") },
    broken("a metric without a statistic", "B602") { on("metrics: [1️⃣ttft]") },
    broken("a metric of one class", "B601") { on("metrics: [p99 ttft 1️⃣of users]") },
    broken("a metric named twice", "B006") { on("metrics: [p99 ttft, goodput, 1️⃣p99  ttft]") },
    broken("a metric of spoken turns where none is", "B504") {
      on("metrics: [p99 1️⃣silence]")
    },
    broken("deadline misses without a deadline", "B504") { on("metrics: [1️⃣deadline-misses]") },
    broken("gaps of a trace", "B504") { trace("metrics: [p99 1️⃣itl]") },
    broken("the good tail of a metric, and of an assertion", "B603", "B603") {
      on("metrics: [1️⃣p1 ttft]\nassert: [2️⃣p99 tps-per-user of users > 20/s]")
    },
    broken("an assertion about a class that nothing has", "B301") {
      on("assert: [p99 ttft of 1️⃣user < 1s]")
    },
    broken("an assertion about an agent that nothing has", "B301") {
      on("assert: [p99 ttft of agent 1️⃣codr < 1s]")
    },
    broken("an assertion that an experiment breaks off", "B601") {
      on("assert: [p99 ttft 1️⃣= 1s]")
    },
  ]
}
