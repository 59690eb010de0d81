import Foundation
import Testing

@Suite("sensitivity")
struct SensitivityTests {
  struct Report: Decodable {
    struct Parameter: Decodable {
      struct Move: Decodable {
        var arm: String
        var figure: String
        var base: Double
        var low: Double?
        var high: Double?
      }
      struct Verdict: Decodable {
        var arm: String
        var figure: String
        var end: String
        var from: String
        var to: String
      }
      var parameter: String
      var value: Double
      var low: Double
      var high: Double
      var lowRefused: String?
      var moves: [Move]
      var verdicts: [Verdict]
    }
    var schema: String
    var parameters: [Parameter]

    func parameter(_ name: String) throws -> Parameter {
      try #require(parameters.first { $0.parameter == name }, "\(name)")
    }
  }

  private func run(_ more: String...) throws -> Report {
    let result = try Baton.run(
      [
        "run", "workloads/chat.yaml", "--sensitivity", "--json", "--set", "duration=20s", "--set",
        "warm-up=0",
      ] + more)
    #expect(result.code == 0 && result.errors == "", "\(result.errors)")
    return try JSONDecoder().decode(Report.self, from: result.output)
  }

  @Test("each parameter moves what it should, by how much it says")
  func moves() throws {
    let report = try run()
    #expect(report.schema == "baton/sensitivity/1")
    let host = try report.parameter("rubin-2026.host-time")
    let first = try #require(host.moves.first { $0.figure == "ttft.p50" })
    #expect(abs(try #require(first.high) - first.base - (host.high - host.value)) < 1e-3)
    let power = try report.parameter("rubin.rack-power")
    #expect(power.moves.map(\.figure) == ["tps/MW", "tps/MW"])
    let layer = try report.parameter("rubin-2026.layer-time")
    let speed = try #require(layer.moves.first { $0.figure == "tpsPerUser.p50" })
    #expect(try #require(speed.low) > speed.base && (try #require(speed.high)) < speed.base)
  }

  @Test("a verdict that hangs on an assumed figure is named, and an end that doesn't fit is told")
  func verdicts() throws {
    let report = try run(
      "--set", "model=2t-gptoss", "--policy", "gpu-disaggregated", "--policy", "afd")
    let usable = try report.parameter("lpx-2026.usable")
    #expect(try #require(usable.lowRefused).contains("LPX racks hold"))
    for parameter in report.parameters {
      for verdict in parameter.verdicts {
        #expect(verdict.from != verdict.to && verdict.arm == "afd@vera-rubin-lpx-xl")
      }
    }
  }

  @Test("people read what moves, and which parameters move nothing")
  func text() throws {
    let result = try Baton.run(
      "run", "workloads/chat.yaml", "--sensitivity", "--policy", "gpu-aggregated", "--set",
      "duration=10s", "--set", "warm-up=0")
    #expect(result.code == 0)
    #expect(result.text.contains("rubin.rack-power = 220 kW, 180 kW to 245 kW"))
    #expect(result.text.contains("move nothing by 1 %:"))
  }
}
