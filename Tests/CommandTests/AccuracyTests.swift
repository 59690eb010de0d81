import Foundation
import TestSupport
import Testing

/// The bars that the backend model is held to.
@Suite("accuracy")
struct AccuracyTests {
  private func report() throws -> AccuracyReport { try AccuracyReport.shipped.get() }

  private func bar(_ file: String, _ metric: String, mean: Double, each: Double) throws {
    let file = try report().file(file)
    let found = try #require(file.mape[metric])
    #expect(found <= mean, "\(file.file) \(metric): \(found)")
    for row in file.scored where row.metric == metric {
      let error = try #require(row.error, "\(row.id)")
      #expect(abs(error) <= each, "\(row.id): \(error)")
    }
  }

  @Test("one B200 node without speculation: 5 % on time per token, 6 % on throughput, rows 12 %")
  func node() throws {
    try bar("b200_dsr1_fp4_sglang", "tpot_ms", mean: 0.05, each: 0.12)
    try bar("b200_dsr1_fp4_sglang", "output_tok_s_gpu", mean: 0.06, each: 0.12)
    try bar("b200_dsr1_fp4_sglang", "ttft_ms", mean: 0.15, each: 0.25)
  }

  @Test("disaggregated GB200 and B200 with speculation: 8 % on time per token and on throughput")
  func disaggregated() throws {
    try bar("gb200_b200_dsr1_fp4_1k1k_disagg", "tpot_ms", mean: 0.08, each: 0.2)
    try bar("gb200_b200_dsr1_fp4_1k1k_disagg", "total_tok_s_gpu", mean: 0.08, each: 0.2)
  }

  @Test("the frontier: 12 %, each point 35 %, and the shape of GB200 over B200")
  func frontier() throws {
    try bar(
      "gb200_b200_dsr1_fp4_1k1k_frontier", "frontier_total_tok_s_gpu", mean: 0.12, each: 0.35)
    let file = try report().file("gb200_b200_dsr1_fp4_1k1k_frontier")
    func ratio(_ speed: Int) throws -> Double {
      let gb200 = try #require(try file.row("gb200-at-\(speed)").predicted)
      return gb200 / (try #require(try file.row("b200-at-\(speed)").predicted))
    }
    #expect((1.0...1.3).contains(try ratio(25)))
    #expect((3.1...6.2).contains(try ratio(125)))
    for speed in [225, 250, 275] { #expect((0.8...1.15).contains(try ratio(speed)), "\(speed)") }
  }

  @Test("large expert parallelism: 15 %, each row 25 %")
  func largeExpertParallelism() throws {
    try bar("large_ep", "tok_s_gpu", mean: 0.15, each: 0.25)
  }

  @Test("four Rubin: 10 %")
  func rubin() throws { try bar("rubin", "step_ms", mean: 0.1, each: 0.1) }

  @Test("LPX: the verify step within 25 %, the acceptance that rates imply within 2.3 to 5.2")
  func lpx() throws {
    try bar("lpx", "tok_s_user", mean: 0.25, each: 0.25)
    let file = try report().file("lpx")
    let implied = file.rows.compactMap(\.impliedAcceptance)
    #expect(implied.count == 4)
    for value in implied { #expect((2.3...5.2).contains(value)) }
    // Where rates are those of two contexts, the steps' ratio is that of what they imply.
    let short = try #require(try file.row("10k").impliedAcceptance) / 3382
    let long = try #require(try file.row("100k").impliedAcceptance) / 3431
    #expect(abs(long / short - 1) < 0.05)
  }

  @Test("replay and closed form agree within 5 % on time per token and throughput")
  func closedForm() throws {
    for file in try report().files {
      for row in file.rows
      where row.metric != "ttft_ms" && row.metric != "frontier_total_tok_s_gpu" {
        // Six users on five engines of one slot: who waits for whom decides, no mean batch does.
        guard let closed = row.closedForm, row.id != "b200-6-total" else { continue }
        let predicted = try #require(row.predicted, "\(row.id)")
        #expect(abs(predicted / closed - 1) < 0.05, "\(row.id): \(predicted) \(closed)")
      }
    }
  }

  @Test("the table of accuracy in the documentation is what is printed")
  func table() throws {
    var text =
      "\n| row | metric | use | measured | predicted | error |\n|---|---|---|---|---|---|\n"
    func shown(_ value: Double?) -> String {
      value.map { String(format: "%.4g", $0) } ?? "-"
    }
    var means = "\n| file | metric | mean error |\n|---|---|---|\n"
    for file in try report().files {
      for (metric, mean) in file.mape.sorted(by: { $0.key < $1.key }) {
        means += "| \(file.file) | `\(metric)` | \(String(format: "%.1f %%", mean * 100)) |\n"
      }
      for row in file.rows {
        let error = row.error.map { String(format: "%+.1f %%", $0 * 100) } ?? "-"
        text += "| \(row.id) | `\(row.metric)` | \(row.use) | \(shown(row.measured)) "
        text += "| \(shown(row.predicted)) | \(error) |\n"
      }
    }
    let path = "Docs/BackendModel.md"
    #expect(try Repository.matches(path, section: "accuracy", means + text + "\n"))
  }

  @Test("a user's rows are predicted; a broken one is told with its place")
  func ownRows() throws {
    let head = "id,chip,model,isl,osl,devices,tensor,concurrency,metric,value,use,source\n"
    func run(_ text: String, _ check: (Baton.Result) -> Void) throws {
      try Baton.file(Data(text.utf8)) { check(try Baton.run("accuracy", $0)) }
    }
    try run(head + "mine,h200,llama-3.1-70b,1000,200,4,4,8,tpot_ms,20,test,me\n") { result in
      #expect(result.code == 0, "\(result.errors)")
      #expect(result.text.contains("MAPE of tpot_ms"))
    }
    let broken = [
      ("mine,h200,llama-3.1-70b,1000,200,4,4,8,tpt_ms,20,test,me\n", ":2:40: error:", "`tpot_ms`"),
      ("mine,h200,lama-3.1-70b,1000,200,4,4,8,tpot_ms,20,test,me\n", ":2:1: error:", "llama-3.1"),
      ("mine,h200,llama-3.1-70b,1000,200,4,4,8,tpot_ms,-1,test,me\n", ":2:48: error:", "above 0"),
      (
        "mine,h200,llama-3.1-70b,1000,200,3,2,8,tpot_ms,9,test,me\n", ":2:1: error:",
        "whole engines"
      ),
      (
        "mine,h200,llama-3.1-405b,1000,200,1,1,8,tpot_ms,9,test,me\n", ":2:1: error:",
        "weights need"
      ),
      ("mine,b200,kimi-k2,9000000,9,8,8,8,tpot_ms,9,test,me\n", ":2:1: error:", "past the"),
      (
        "mine,h200,llama-3.1-70b,1000,200,3.5,2,8,tpot_ms,9,test,me\n", ":2:34: error:",
        "whole number"
      ),
      ("mine,h200\n", ":2:6: error:", "2 cells"), ("", ":1:1: error:", "no rows"),
    ]
    for (row, place, word) in broken {
      try run(head + row) { result in
        #expect(result.code == 2, "\(row)")
        #expect(result.errors.contains(place) && result.errors.contains(word), "\(result.errors)")
      }
    }
    let decode = "id,phase,chip,model,devices,tensor,batch,context,metric,value,use,source\n"
    for (row, word) in [
      ("mine,decode,b200,llama-3.1-70b,4,4,4096,100000,step_ms,9,test,me\n", "needs 67108.9 GB"),
      ("mine,decode,b200,llama-3.1-70b,4,4,1,1000000,step_ms,9,test,me\n", "past the 131072"),
      ("mine,decode,groq-3-lpu,gemma-4-31b,256,,9000,200000,step_ms,9,test,me\n", "256 LPUs have"),
    ] {
      try run(decode + row) { result in
        #expect(result.code == 2 && result.errors.contains(word), "\(result.errors)")
      }
    }
    let wide = "id,chip,model,weights,isl,osl,devices,tensor,concurrency,metric,value,use,source\n"
    try run(wide + "mine,h100,llama-3.1-70b,bf16,130000,9,2,2,8,tpot_ms,9,test,me\n") {
      #expect($0.code == 2 && $0.errors.contains("KV of 130009 tokens doesn't fit"), "\($0.errors)")
    }
    try run("id,chp\n") { #expect($0.code == 2 && $0.errors.contains("did you mean `chip`")) }
    #expect(try Baton.run("accuracy", "none.csv").code == 2)
  }

  @Test("constants are printed beside what the rows yield")
  func fit() throws {
    let result = try Baton.run("accuracy", "--fit")
    #expect(result.code == 0 && result.text.contains("blackwell-2026.layer-time"))
  }
}

@Suite("catalog")
struct CatalogCommandTests {
  @Test("names are listed, entries carry sources, both as text and as JSON")
  func entries() throws {
    let list = try Baton.run("catalog")
    #expect(list.code == 0 && list.text.contains("  rubin\n") && list.text.contains("  afd\n"))
    let names = try JSONSerialization.jsonObject(with: try Baton.run("catalog", "--json").output)
    let kinds = try #require(names as? [String: Any])
    for kind in ["chips", "software", "networks", "models", "platforms", "policies"] {
      for name in try #require(kinds[kind] as? [String]) {
        let entry = try Baton.run("catalog", name, "--json")
        #expect(entry.code == 0, "\(name)")
        #expect(throws: Never.self) { try JSONSerialization.jsonObject(with: entry.output) }
      }
    }
    let lpu = try Baton.run("catalog", "groq-3-lpu").text
    #expect(lpu.contains("rack memory: 128 GB, derived: 256 chips"))
    // A chip and a platform share the name.
    let both = try Baton.run("catalog", "b200").text
    #expect(both.contains("chip b200\n") && both.contains("platform b200\n"))
  }

  @Test("an unknown name is answered with the nearest and exit code 2")
  func unknown() throws {
    let result = try Baton.run("catalog", "deepsek-r1")
    #expect(result.code == 2 && result.text.isEmpty)
    #expect(result.errors.contains("did you mean `deepseek-r1`?"))
  }
}
