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
}
