import Domain
import Testing

@testable import TraceFormats

@Suite("text written into room")
struct OutputTextTests {
  private func text(_ number: Int) -> String {
    var bytes: [UInt8] = []
    bytes.append(addingCapacity: 2 + OutputSpan<UInt8>.numberRoom) { line in
      line.write("<", number)
      line.write(">")
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("numbers are written as they are read, of any length and sign")
  func numbers() {
    for number in 0..<20_000 { #expect(text(number) == "<\(number)>") }
    var power = 1
    for _ in 0..<18 {
      power *= 10
      for number in [power - 1, power, power + 1, -power, 1 - power] {
        #expect(text(number) == "<\(number)>")
      }
    }
    let stream = RandomStream(seed: 3)
    for index in 0..<20_000 {
      let wide = Int(bitPattern: UInt(stream.numbered(index).uniform * 0x1p64))
      let number = wide >> (index % 64)
      #expect(text(number) == "<\(number)>")
    }
    for number in [Int.max, .min, 0] { #expect(text(number) == "<\(number)>") }
  }

  @Test("a session's line takes names of any length, and lists of records too")
  func longLines() throws {
    let name = String(repeating: "users-", count: 300) + "x"
    var header = randomTrace(seed: 1, sessions: 1).header
    header.classes = [TraceClass(name: name)]
    var session = TraceSession(number: 12, tenant: String(repeating: "ä", count: 500), start: 7)
    for _ in 0..<3000 { session.records.append(TraceRecord(.wait, delay: 1)) }
    var join = TraceRecord(.join)
    (join.firstDependency, join.dependencyCount, join.needed) = (0, 3000, 2999)
    session.dependencies = Array(0..<3000)
    session.records.append(join)
    let bytes = try nativeBytes(ArraySource(header, [session]))
    var reader = try NativeTraceReader(chunks: chunks(bytes))
    #expect(try drain(&reader) == [session])
  }
}
