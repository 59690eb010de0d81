/// Classes and assertions (B5xx and B6xx).
enum BrokenTraffic {
  static let cases = [
    Broken("two processes", "B501") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s, 1️⃣concurrency: 4}")
    },
    Broken("no process", "B501") { Broken.traffic("agent: coder\nsessions: 1️⃣{total: 4}") },
    Broken("a class that never starts", "B502") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s, start: 1️⃣30m}")
    },
    Broken("a schedule beyond the end", "B502", files: ["times.csv": "3000\n4000\n"]) {
      Broken.traffic("agent: coder\nsessions: {schedule: {file: 1️⃣times.csv, unit: s}}")
    },
    Broken("a rate of zero until the end", "B502") {
      Broken.traffic(
        "agent: coder\nsessions:\n  poisson: 1️⃣[{for: 20m, rate: 0/s}, {for: 5m, rate: 1/s}]")
    },
    Broken("even starts of too many clients", "B502") {
      Broken.traffic("agent: coder\nsessions: {steady: 1️⃣10/s, clients: 20k}")
    },
    Broken("even starts of too many ranked clients", "B502") {
      Broken.traffic("agent: coder\nsessions: {steady: 1️⃣1/m, clients: {zipf: 1M}}")
    },
    Broken("an even rate too low for one start", "B502") {
      Broken.traffic("agent: coder\nsessions: {steady: 1️⃣4/h}")
    },
    Broken("slots that never open", "B503") {
      Broken.traffic("agent: coder\nsessions: {concurrency: 4, over: 1️⃣60m}")
    },
    Broken("phases beyond the end", "B503") {
      Broken.traffic(
        "agent: coder\nsessions:\n  poisson:\n    - {for: 5m, rate: 2/s}\n"
          + "    - {for: 1️⃣20m, rate: 2/s..8/s}")
    },
    Broken("a spike beyond the end", "B503") {
      Broken.traffic(
        "agent: coder\nsessions: {poisson: 1/s, spikes: [{at: 1️⃣12m, for: 1m, times: 4}]}")
    },
    Broken("silence of an agent without a voice", "B504") {
      Broken.traffic("agent: coder\nsessions: {poisson: 1/s}\nslo: {1️⃣silence: 0s}")
    },
    Broken("misses without a deadline", "B504") {
      Broken.asserting("1️⃣deadline-misses of users <= 1%")
    },
    Broken("turns of an agent", "B504") {
      Broken.asserting("p99 turn of agent 1️⃣coder < 9s")
    },
    Broken("pooled gaps of one of many tenants", "B504") {
      Broken.traffic(
        "agent: coder\nsessions: {poisson: 1/s}\ntenants: {zipf: 65}",
        more: "assert:\n  - p99 itl of tenant 1️⃣t1 < 9ms\n")
    },
    Broken("an assertion without a comparison", "B601") {
      Broken.asserting("p99 ttft of users 1️⃣under 800ms")
    },
    Broken("an equality", "B601") { Broken.asserting("p99 ttft of users 1️⃣== 800ms") },
    Broken("an assertion that ends early", "B601") {
      Broken.asserting("1️⃣p99 ttft of users")
    },
    Broken("words after the bound", "B601") {
      Broken.asserting("p99 ttft of users < 800ms 1️⃣always")
    },
    Broken("a metric without a statistic", "B602") { Broken.asserting("1️⃣ttft of users < 800ms") },
    Broken("a statistic of a single value", "B602") {
      Broken.asserting("1️⃣p99 goodput of users >= 99%")
    },
    Broken("the largest as a percentile", "B209") { Broken.asserting("1️⃣p100 ttft < 1s") },
    Broken("the smallest as a percentile", "B209") { Broken.asserting("1️⃣p0 ttft < 1s") },
    Broken("a percentile beyond all", "B209") { Broken.asserting("1️⃣p999 ttft < 1s") },
    Broken("an average", "B209") { Broken.asserting("1️⃣avg ttft < 1s") },
    Broken("a median", "B209") { Broken.asserting("1️⃣median ttft < 1s") },
    Broken("a percentile in capitals", "B209") { Broken.asserting("1️⃣P99 ttft < 1s") },
    Broken("a percentile written backwards", "B209") { Broken.asserting("1️⃣99p ttft < 1s") },
    Broken("a percentile without its letter", "B209") { Broken.asserting("1️⃣99 ttft < 1s") },
    Broken("a minimum", "B209") { Broken.asserting("1️⃣min ttft < 1s") },
    Broken("a statistic of another language", "B209") { Broken.asserting("1️⃣stddev ttft < 1s") },
    Broken("an average of a single value", "B602") { Broken.asserting("1️⃣avg goodput >= 99%") },
    Broken("a metric in capitals", "B209") { Broken.asserting("p99 1️⃣TTFT of users < 1s") },
    Broken("an assertion without spaces", "B601") { Broken.asserting("1️⃣goodput>=99%") },
    Broken("a bound without its space", "B601") { Broken.asserting("p99 ttft 1️⃣<800ms") },
    Broken("a sign that keyboards lack", "B601") { Broken.asserting("p99 ttft 1️⃣≤ 1s") },
    Broken("parentheses", "B601") { Broken.asserting("1️⃣p99(ttft, users) < 1s") },
    Broken("no metric before of", "B601") { Broken.asserting("1️⃣p99 of users < 1s") },
    Broken("an unknown metric", "B209") { Broken.asserting("p99 1️⃣tttf of users < 800ms") },
    Broken("an unknown class", "B301") { Broken.asserting("p99 ttft of 1️⃣user < 800ms") },
    Broken("a bound of another kind", "B203") { Broken.asserting("p99 ttft of users < 1️⃣99%") },
    Broken("the good tail", "B603") { Broken.asserting("1️⃣p99 tps-per-user of users > 20/s") },
    Broken("too few to tell", "B604") { Broken.asserting("1️⃣p99.9 session of users < 60s") },
  ]
}
