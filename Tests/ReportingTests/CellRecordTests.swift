import Domain
import Testing

@testable import Reporting

@Suite("records of cells")
struct CellRecordTests {
  static let plan: Plan = {
    var plan = Example.plan
    plan.pools = [
      EnginePool(
        name: "decode", role: .decode, engines: 2, cost: StepCost(base: [1]), kvBlocks: 10,
        maxSequences: 4,
        tokenBudget: 8)
    ]
    return plan
  }()

  @Test("what is kept of a cell is what its replay found, to the last bit")
  func roundTrip() throws {
    var result = Example.arm()
    result.pools = ArmResult(plan: Self.plan).pools
    (result.tenants, result.rounds) = (["t1", "größer"], [0, 3])
    result.pools[0].busy = Int128(1) << 90
    result.cancelled = [
      CancelledOutcome(sent: -1, tenant: 1, classIndex: 2, agent: 3, model: 1, isLate: true)
    ]
    (result.end, result.steps) = (.max, .max)
    let bytes = CellRecord.bytes(result)
    #expect(CellRecord.result(bytes, of: Self.plan) == result)
    #expect(result.requests.count > 10 && !result.gaps.isEmpty)
    // Anything less than the whole is no record.
    for end in [0, 5, 40, bytes.count / 2, bytes.count - 1] {
      #expect(CellRecord.result(Array(bytes[..<end]), of: Self.plan) == nil)
    }
    #expect(CellRecord.result(bytes + [0], of: Self.plan) == nil)
  }
}
