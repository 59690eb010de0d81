import Domain
import Testing

@testable import BackendModel

@Suite struct RowTests {
  private let head =
    "id,chip,model,phase,weights,devices,data,batch,context,isl,metric,value,use,source"

  private func row(_ text: String) throws -> MeasuredRow {
    try #require(try RowTable.read(head + "\n" + text + "\n").first)
  }

  @Test("quoted cells may hold commas and quotes; line ends may be those of Windows")
  func quoting() throws {
    let text =
      head + "\r\n" + #"a,b200,kimi-k2,decode,fp4,8,8,8,100,,step_ms,9,test,"one, ""two""""#
    let rows = try RowTable.read(text + "\r\n")
    #expect(rows.count == 1)
    #expect(rows.first?.source == #"one, "two""#)
    #expect(rows.first?.setup.batch == 8)
  }

  @Test(
    "what can't be read is told with its place",
    arguments: [
      ("a,b200,kimi-k2,decod,fp4,8,8,8,100,,step_ms,9,test,x", 16, "did you mean `decode`?"),
      ("a,b200,kimi-k2,decode,fp4,8,8,8,100,,step_ms,nan,test,x", 46, "it takes a number above 0"),
      ("a,b200,kimi-k2,decode,fp4,8,8,8,100,,step_ms,9,test,\"x", 53, nil),
      ("a,b200,kimi-k2,decode,fp4,8,8,,100,,step_ms,9,test,x", 1, nil),
      ("a,b200,kimi-k2,prefill,fp4,8,8,,,100,tpot_ms,9,test,x", 1, nil),
      (",b200,kimi-k2,decode,fp4,8,8,8,100,,step_ms,9,test,x", 1, nil),
    ])
  func places(text: String, column: Int, help: String?) throws {
    let error = #expect(throws: RowError.self) { try row(text) }
    #expect(error?.line == 2 && error?.column == column, "\(String(describing: error))")
    if let help { #expect(error?.help == help) }
  }

  @Test("no bytes crash the reader")
  func hostile() {
    let inputs = [
      "", "\n", ",", "\"", "id", head, head + "\n\"", "\u{0}\n\u{0}", head + "\n,,,,,,,,,,,,,",
      head + "\n" + String(repeating: ",", count: 10_000), "id,id\n1,2",
    ]
    for input in inputs { #expect(throws: RowError.self) { try RowTable.read(input) } }
  }

  @Test("names, formats and shapes that can't be are refused")
  func systems() throws {
    let catalog = try shippedCatalog()
    for text in [
      "a,b20,kimi-k2,decode,fp4,8,8,8,100,,step_ms,9,test,x",
      "a,b200,kimi-k3,decode,fp4,8,8,8,100,,step_ms,9,test,x",
      "a,b200,kimi-k2,decode,fp3,8,8,8,100,,step_ms,9,test,x",
      "a,b200,kimi-k2,decode,fp4,12,8,8,100,,step_ms,9,test,x",
      "a,b200,kimi-k2,decode,bf16,8,8,8,100,,step_ms,9,test,x",
      "a,groq-3-lpu,gemma-4-31b,decode,bf16,256,,8,100,,step_ms,9,test,x",
      "a,b200,llama-3.1-8b,decode,fp8,8,8,8,100,,step_ms,9,test,x",
      "a,b200,kimi-k2,decode,fp4,16,12,8,100,,step_ms,9,test,x",
      "a,groq-3-lpu,kimi-k2,decode,fp8,256,,8,100,,step_ms,9,test,x",
      "a,groq-3-lpu,gemma-4-31b,prefill,fp8,256,,,,100,step_ms,9,test,x",
    ] {
      let found = try row(text)
      #expect(throws: RowError.self, "\(text)") { try RowSystem(found, in: catalog) }
    }
  }

  @Test("a request waits half of the steps between two looks for it; only mixed engines look")
  func poll() throws {
    let catalog = try shippedCatalog()
    func system(_ poll: Int, _ prefill: Int) throws -> RowSystem {
      let head =
        "id,chip,model,isl,osl,prefill-devices,devices,tensor,concurrency,poll,"
        + "metric,value,use,source"
      let text = "a,b200,deepseek-r1,1024,1024,\(prefill),4,4,32,\(poll),ttft_ms,9,test,x"
      return try RowSystem(try #require(try RowTable.read(head + "\n" + text).first), in: catalog)
    }
    let (often, seldom) = (try system(1, 0), try system(31, 0))
    #expect(often.unseenTime == 0)
    let first =
      { try #require($0.closedForm(MeasuredRow.Metric.ttft)) } as (RowSystem) throws -> Double
    let more = try first(seldom) - first(often)
    #expect(abs(more / 1e3 / seldom.unseenTime - 1) < 0.02)
    let step = try #require(seldom.closedForm(.tpot))
    #expect(seldom.unseenTime * 1e3 > 14 * step && seldom.unseenTime * 1e3 < 15 * step)
    #expect(throws: RowError.self) { try system(31, 4) }
  }

  @Test("weights in a format that a chip lacks are unpacked: they stream as stored")
  func unpacked() throws {
    let catalog = try shippedCatalog()
    func step(_ weights: String) throws -> Double {
      let found = try row("a,h100,gpt-oss-120b,decode,\(weights),8,8,8,100,,step_ms,9,test,x")
      return try RowSystem(found, in: catalog).stepTime
    }
    #expect(try step("mxfp4") < step("bf16"))
  }

  @Test("a frontier keeps the points that no other beats, and joins them without overshoot")
  func frontier() {
    let curve = Frontier([(10, 100), (20, 90), (15, 50), (40, 20), (30, 21), (5, 99)])
    #expect(curve.xs == [10, 20, 30, 40])
    #expect(curve.value(at: 20) == 90 && curve.value(at: 3) == 100)
    var last = 100.0
    for x in stride(from: 10.0, through: 40, by: 0.5) {
      #expect(curve.value(at: x) <= last + 1e-9)
      last = curve.value(at: x)
    }
    #expect(curve.value(at: 41) < 20 && curve.value(at: 41) > 0)
    #expect(curve.value(at: 50) == 0)
  }

  @Test("a figure of the catalog is set by its name, and nothing else changes")
  func parameters() throws {
    let catalog = try shippedCatalog()
    for (name, value) in [
      ("rubin-2026.layer-time", 1e-4), ("spectrum-x.latency", 1e-5), ("deepseek-r1.decay", 0.5),
      ("rubin.fp4", 5e16), ("blackwell-2026.floor-dense-ffn", 2e-5),
      ("hopper-2025.dense-prefill-fp8", 0.4),
    ] {
      let changed = try #require(catalog.setting(name, to: value), "\(name)")
      #expect(changed.figure(name)?.value == value)
      let old = try #require(catalog.figure(name)?.value)
      #expect(changed.setting(name, to: old) == catalog)
    }
    for name in ["rubin-2026.layertime", "rubin", "", "nobody.fp4", "kimi-k2.decay"] {
      #expect(catalog.setting(name, to: 1) == nil)
    }
  }

  @Test("layers of other kinds take their proportion of the fitted time per layer")
  func layerTime() throws {
    let catalog = try shippedCatalog()
    let software = try #require(catalog.software("blackwell-2026"))
    func share(_ name: String) throws -> Double {
      software.layerTime(of: try #require(catalog.model(name))) / software.layerTime.value
    }
    // 44 + 22 + 16 + 11 us is the reference.
    #expect(abs(try share("deepseek-r1") - (71 + 22.0 * 58 / 61) / 93) < 1e-9)
    #expect(abs(try share("llama-3.1-70b") - 56 / 93) < 1e-9)
    #expect(abs(try share("gpt-oss-120b") - 62 / 93) < 1e-9)
  }
}
