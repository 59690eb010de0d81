import Domain
import Testing

@testable import Replay

@Suite("decode run")
struct DecodeRunTests {
  /// Small numbers of every shape, also degenerate ones.
  private func run(_ stream: RandomStream) -> DecodeRun {
    func pick(_ name: String, _ limit: UInt64) -> Int64 {
      let bits = stream.named(name).bits
      return bits % 4 == 0 ? 0 : Int64(bits >> 8) % Int64(limit)
    }
    let cost = StepCost(
      base: [0, pick("base", 400), pick("base2", 900)], basePerToken: pick("slope", 9),
      perSequence: pick("sequence", 50), perContext: pick("context", 6),
      floor: stream.named("has floor").bits % 2 == 0 ? [] : [0, pick("floor", 3000)])
    let sequences = 1 + Int(pick("n", 12))
    return DecodeRun(
      cost: cost, sequences: sequences, context: Int64(sequences) + pick("C", 500))
  }

  @Test("the closed form is the sum of the steps")
  func sums() {
    for round in 0..<3000 {
      let run = run(RandomStream(seed: 5).numbered(round))
      var walked: Ticks = 0
      for step in 0..<40 {
        #expect(run.duration(of: Int64(step)) >= 1)
        walked += run.duration(of: Int64(step))
        #expect(run.sum(Int64(step + 1)) == walked, "seed 5, round \(round), step \(step)")
      }
    }
  }

  @Test("a cut falls on the first boundary at or after the moment, also exactly on one")
  func cuts() {
    for round in 0..<3000 {
      let run = run(RandomStream(seed: 6).numbered(round))
      for step in [1, 2, 3, 7, 30] as [Int64] {
        let boundary = run.sum(step)
        #expect(run.steps(reaching: boundary) == step, "seed 6, round \(round)")
        #expect(run.steps(reaching: boundary + 1) == step + 1, "seed 6, round \(round)")
        if boundary > 1 { #expect(run.sum(run.steps(reaching: boundary - 1)) >= boundary - 1) }
      }
    }
  }
}
