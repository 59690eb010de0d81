import Domain
import Testing

@testable import TraceFormats

@Suite("block names")
struct BlockNamesTests {
  @Test("A number is found again wherever it was put, in any order of numbers")
  func anyOrder() {
    let numbers = [10_000, 1 << 40, 70_000_000] + Array(0..<9000) + [12_000, 10_001, 1 << 59]
    var names = BlockNames()
    for (index, number) in numbers.enumerated() {
      #expect(names.place(number) == nil)
      names.set(number, BlockNames.Place(context: Int32(index + 1), before: -1))
    }
    for (index, number) in numbers.enumerated() {
      #expect(names.place(number)?.context == Int32(index + 1))
    }
    names.set(10_000, BlockNames.Place(context: 77, before: -1))
    #expect(names.place(10_000)?.context == 77)
  }

  @Test("Places are those of a plain table, whatever they follow and however often they change")
  func places() {
    let stream = RandomStream(seed: 11)
    var names = BlockNames()
    var table: [Int: BlockNames.Place] = [:]
    func draw(_ index: Int, _ count: Int) -> Int {
      Int(stream.numbered(index).uniform * Double(count))
    }
    for step in 0..<20_000 {
      let name = draw(5 * step, 3) == 0 ? draw(5 * step + 1, 1 << 30) : draw(5 * step + 1, 9000)
      let before = draw(5 * step + 2, 2) == 0 ? name - 1 : draw(5 * step + 3, 9000) - 1
      let context = draw(5 * step + 4, 50)
      let place = BlockNames.Place(
        context: context == 0 ? BlockNames.unplaced : Int32(context), before: before)
      #expect(names.place(name) == table[name], "seed 11, step \(step)")
      names.set(name, place)
      table[name] = place
    }
    for (name, place) in table { #expect(names.place(name) == place, "seed 11, name \(name)") }
    #expect(table.count > 9000)
  }
}
