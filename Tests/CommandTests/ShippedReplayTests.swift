import Foundation
import Shipped
import Testing

@Suite("shipped workloads")
struct ShippedReplayTests {
  private struct Record: Decodable {
    struct Class: Decodable { var requests: Int }
    struct Counts: Decodable { var arrived, finished, cancelled, refused: Int }
    struct Arm: Decodable {
      var counts: Counts
      var classes: [String: Class]
    }
    var arms: [Arm]
  }

  @Test("each checks, generates and replays whole, at a hundredth of its load")
  func replayed() throws {
    #expect(Shipped.workloads.count == 15)
    for workload in Shipped.workloads {
      let path = "workloads/\(workload.name)"
      let check = try Baton.run("check", path)
      #expect(check.code == 0 && check.text.isEmpty, "\(path): \(check.text)")
      let result = try Baton.run(
        "run", path, "--load", "0.01", "--policy", "gpu-disaggregated", "--json")
      #expect(result.code == 0, "\(path): \(result.errors)")
      let arm = try #require(JSONDecoder().decode(Record.self, from: result.output).arms.first)
      // At this load some of the mixed factory's classes start nothing.
      let asked = arm.classes.values.count { $0.requests > 0 }
      #expect(
        asked == arm.classes.count || workload.stem == "mixed-factory" && asked > 8, "\(path)")
      #expect(arm.counts.arrived == arm.counts.finished + arm.counts.cancelled, "\(path)")
    }
  }
}
