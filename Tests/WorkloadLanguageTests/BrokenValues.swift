/// Values that do not fit their place (B2xx).
enum BrokenValues {
  private static func latency(_ text: String) -> String {
    Broken.tool("{latency: \(text), result: 0}")
  }
  private static func result(_ text: String) -> String {
    Broken.tool("{latency: 80ms, result: \(text)}")
  }
  private static func turns(_ text: String) -> String {
    Broken.agent("input: 10\nturns: \(text)\nthink: 3s\nsteps: [{generate: 5}]")
  }

  static let cases = [
    Broken("a duration without its unit", "B201") { latency("1️⃣80") },
    Broken("a rate without its unit", "B201") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1️⃣4}")
    },
    Broken("a unit that is none", "B202") { latency("1️⃣3min") },
    Broken("a rate per second in words", "B202") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1️⃣4/sec}")
    },
    Broken("units out of order", "B202") { latency("1️⃣30s1m") },
    Broken("a count where a duration is expected", "B203") { latency("1️⃣12k") },
    Broken("a duration where a count is expected", "B203") { result("1️⃣80ms") },
    Broken("minutes for millions", "B204") { result("1️⃣3m") },
    Broken("underscores in a number", "B205") { result("1️⃣1_000") },
    Broken("a leading zero", "B205") { result("1️⃣007") },
    Broken("a sign", "B205") { result("1️⃣-5") },
    Broken("a word for a number", "B205") { result("1️⃣many") },
    Broken("not whole after scaling", "B206") { result("1️⃣1.2345k") },
    Broken("more than everything", "B207") {
      Broken.tool("{latency: 80ms, result: 0, fails: 1️⃣140%}")
    },
    Broken("a weight of zero", "B207") {
      Broken.steps("- call: {search: 1️⃣0, fetch: 1}\n- generate: 5")
    },
    Broken("a peak above twice the mean", "B207") {
      Broken.traffic(
        "agent: coder\nsessions: {poisson: {mean: 1/s, peak: 1️⃣3/s, period: 1h, peak-at: 0}}")
    },
    Broken("a session without turns", "B207") { turns("1️⃣0..3") },
    Broken("a warm-up as long as the run", "B207") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s}")
        .split(separator: "duration: 10m").joined(separator: "duration: 10m\nwarm-up: 1️⃣10m")
    },
    Broken("a bare fraction", "B208") {
      Broken.tool("{latency: 80ms, result: 0, fails: 1️⃣0.08}")
    },
    Broken("a word that is not in the list", "B209") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s}\npriority: 1️⃣hihg")
    },
    Broken("an unknown metric", "B209") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s}\nslo: {1️⃣tttf: 1s}")
    },
    Broken("a variable inside a text", "B209") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\nvariables: {pace: 2}\n"
        + "agents:\n  coder: {input: 10, steps: [{generate: 5}]}\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1️⃣$pace/s}}\n"
    },
    Broken("a form that is none", "B210") { latency("1️⃣{p50: 3s, cv: 2}") },
    Broken("a single quantile", "B210") { latency("1️⃣{p99: 3s}") },
    Broken("keys of no form", "B210") { result("1️⃣{normal: 180, sd: 300}") },
    Broken("a quantile and a key of no form", "B210") { result("1️⃣{p50: 180, sd: 300}") },
    Broken("a key beside a form", "B101") { result("{p50: 180, p99: 300, 1️⃣sd: 4}") },
    Broken("a median", "B101") { result("{1️⃣median: 180, p99: 1.8k}") },
    Broken("an average", "B101") { result("{1️⃣avg: 180}") },
    Broken("a quantile in capitals", "B101") { result("{1️⃣P50: 180, p99: 1.8k}") },
    Broken("a quantile written twice", "B006") { result("{p50: 180, 1️⃣p50: 1.8k}") },
    Broken("a component of no form", "B210") {
      result("{mix: [1️⃣{weight: 3, normal: 4}, {weight: 1, value: 0}]}")
    },
    Broken("a range with spaces", "B210") { latency("1️⃣1s .. 3s") },
    Broken("a range without its upper end", "B210") { latency("1️⃣1s..") },
    Broken("a ramp without its lower end", "B210") {
      Broken.traffic("agent: coder\nsessions: {poisson: [{for: 5m, rate: 1️⃣..4/s}]}")
    },
    Broken("a count that is too large", "B207") { result("1️⃣99999999999999999999") },
    Broken("a duration that is too large", "B207") { latency("1️⃣99999999999999999h") },
    Broken("a rate that is too large", "B207") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1️⃣9999999999999999/s}")
    },
    Broken("a number of too many digits", "B205") {
      Broken.traffic("agent: coder\nsessions: {gamma: 1/s, cv: 1️⃣0.33333333333333333}")
    },
    Broken("the time of a clock", "B205") { latency("1️⃣2:30") },
    Broken("the time of a clock with hours", "B205") { latency("1️⃣1:02:03") },
    Broken("a key of populations that is misspelt", "B101") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s}\ntenants: {1️⃣zip: 40}")
    },
    Broken("a variable that uses another, told once", "B209") {
      "workload: ours\nmodel: gpt-oss-120b\nduration: 10m\n"
        + "variables: {size: 3, verbs: [{generate: 1️⃣$size}]}\n"
        + "agents:\n  coder: {input: $size, steps: $verbs}\n"
        + "traffic:\n  users: {agent: coder, sessions: {poisson: 1/s}}\n"
    },
    Broken("quantiles that fall", "B211") { result("{p50: 700, p99: 1️⃣300}") },
    Broken("a range that falls", "B211") { result("1️⃣30..10") },
    Broken("a quantile of zero", "B212") { result("{p50: 1️⃣0, p99: 3k}") },
    Broken("a clamp that cuts a quantile", "B213") { result("{p50: 700, p99: 1.8k, max: 1️⃣1k}") },
    Broken("a mean outside its clamps", "B214") { result("{mean: 1️⃣6, min: 8, max: 40}") },
    Broken("a mean below where counts start", "B214") { turns("{mean: 1️⃣0.5}") },
    Broken("a spread of a count", "B215") { turns("{mean: 6, 1️⃣cv: 2}") },
    Broken(
      "a column that is not there", "B216", files: ["lengths.csv": "in,out\n1,2\n"]
    ) { result("{file: lengths.csv, column: 1️⃣output}") },
    Broken("a row that is no number", "B216", files: ["lengths.csv": "out\n1\nmany\n"]) {
      result("{file: 1️⃣lengths.csv}")
    },
  ]
}
