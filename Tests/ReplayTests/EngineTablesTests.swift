import Domain
import Testing

@testable import Replay

@Suite("engine tables")
struct EngineTablesTests {
  @Test("the heap yields what sorting yields")
  func heap() {
    for round in 0..<200 {
      let stream = RandomStream(seed: 1).numbered(round)
      let values = (0..<(round % 40)).map { stream.numbered($0).bits % 50 }
      var heap = BinaryHeap<UInt64>()
      for value in values { heap.insert(value) }
      let drained = values.indices.map { _ in heap.removeFirst() }
      #expect(drained == values.sorted(), "round \(round)")
    }
  }

  @Test("the winner is the earliest engine, the lowest on ties", arguments: 1...9)
  func winner(engines: Int) {
    var tree = WinnerTree(engines: engines)
    var times = Array(repeating: Ticks.max, count: engines)
    for change in 0..<400 {
      let bits = RandomStream(seed: 2).numbered(change).bits
      let engine = Int(bits % UInt64(engines))
      times[engine] = bits % 7 == 0 ? .max : Ticks(bits >> 60)
      tree.set(engine, to: times[engine])
      let first = times.indices.min { (times[$0], $0) < (times[$1], $1) }
      #expect(tree.first == first)
      #expect(tree.firstTime == times.min())
    }
  }

  @Test("block needs over a stretch are those of its boundaries", arguments: [1, 2, 5, 16])
  func needs(blockTokens: Int) {
    var needs = BlockNeeds(blockTokens: blockTokens)
    var stored: [Int64] = []
    for sequence in 0..<7 {
      let length = Int64(RandomStream(seed: 3).numbered(sequence).bits % 60)
      stored.append(length)
      needs.add(needs.phase(step: 100, stored: length))
    }
    func walked(_ step: Int64) -> Int {
      stored.filter { ($0 + step - 100) % Int64(blockTokens) == 0 }.count
    }
    for count in 0..<70 as Range<Int64> {
      let sum = (0..<count).reduce(0) { $0 + walked(101 + $1) }
      #expect(needs.after(100, count: count) == sum)
    }
    for available in 0..<90 {
      var left = available
      var first: Int64 = 60
      for ahead in 1...60 as ClosedRange<Int64> {
        left -= walked(100 + ahead)
        if left < 0 {
          first = ahead
          break
        }
      }
      #expect(needs.firstExceeding(available, after: 100, limit: 60) == first)
    }
  }

  @Test("the stall stack finds the longest step since any boundary")
  func stalls() {
    var stack = StallStack()
    var steps: [Ticks] = []
    for step in 1...300 {
      steps.append(Ticks(RandomStream(seed: 4).numbered(step).bits % 40))
      stack.push(end: Int64(step), longest: steps[step - 1])
      for start in 0..<step {
        #expect(stack.longest(after: Int64(start)) == steps[start...].max())
      }
    }
  }

  @Test("a thousand engines can be busy for ten days")
  func longUse() {
    let days = 10 * 86_400 * Nanoseconds.second
    let header = TraceHeader(
      workload: "w", seed: nil, fingerprint: "", models: [], agents: [], classes: [],
      duration: days, measuredFrom: 0, measuredUntil: days)
    var use = PoolUse(name: "e", role: .aggregated, engines: 1000)
    for _ in 0..<1000 { use.add(from: 0, to: Ticks(nanoseconds: days), in: header) }
    #expect(use.busy == 1000 * Int128(Ticks(nanoseconds: days)))
  }
}
