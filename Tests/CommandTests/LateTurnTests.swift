import Foundation
import Testing

@Suite("late turns")
struct LateTurnTests {
  private struct Record: Decodable {
    struct Goodput: Decodable { var fraction: Double }
    struct Class: Decodable { var goodput: Goodput? }
    struct Arm: Decodable { var classes: [String: Class] }
    var arms: [Arm]
  }

  /// Five turns, two seconds apart, of two requests with three seconds between them.
  private func goodput(_ slo: String) throws -> Double {
    let workload = """
      workload: late
      model: llama-3.1-8b
      duration: 60s
      agents:
        typist:
          input: 10
          turns: 5
          every: 2s
          when-late: cancel
          history: 0
          steps: [{generate: 2}, {wait: 3s}, {generate: 2}]
      traffic:
        typists: {agent: typist, sessions: {at-once: 1}, slo: \(slo)}
      """
    let result = try Baton.run(
      ["run", "-", "--policy", "gpu-aggregated", "--json"], input: Data(workload.utf8))
    #expect(result.code == 0, "\(result.errors)")
    let record = try JSONDecoder().decode(Record.self, from: result.output)
    return try #require(record.arms[0].classes["typists"]?.goodput).fraction
  }

  @Test("what was answered in a turn that the next one cancelled between requests isn't good")
  func betweenRequests() throws {
    // Each of four late turns sent one request, the last turn both.
    #expect(abs(try goodput("{turn: 4s}") - 2.0 / 6) < 1e-9)
    #expect(abs(try goodput("{response: 10s}") - 2.0 / 6) < 1e-9)
  }

  @Test("without a bound on turns, every answered request is good")
  func unbound() throws {
    #expect(try goodput("{ttft: 4s}") == 1)
  }
}
