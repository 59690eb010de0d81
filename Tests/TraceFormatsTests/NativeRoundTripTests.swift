import Domain
import Testing

@testable import TraceFormats

@Suite("Native round trips")
struct NativeRoundTripTests {
  @Test("Any trace comes back as it was written", arguments: 0..<60)
  func roundTrip(seed: Int) throws {
    let trace = randomTrace(seed: UInt64(seed))
    let bytes = try nativeBytes(trace)
    for size in [1 << 20, 997] {
      var reader = try NativeTraceReader(chunks: chunks(bytes, of: size))
      #expect(reader.header == trace.header)
      let sessions = try drain(&reader)
      #expect(sessions.count == trace.sessions.count)
      for (read, written) in zip(sessions, trace.sessions) { #expect(read == written) }
    }
  }

  @Test("Writing what was read gives the same bytes")
  func stable() throws {
    let bytes = try nativeBytes(randomTrace(seed: 5, sessions: 200))
    var reader = try NativeTraceReader(chunks: chunks(bytes))
    let again = ArraySource(reader.header, try drain(&reader))
    #expect(try nativeBytes(again) == bytes)
  }

  @Test(
    "Windows line ends, a byte order mark, blank lines after and no last newline change nothing")
  func dressing() throws {
    let trace = randomTrace(seed: 9)
    let plain = try nativeBytes(trace)
    let crlf = plain.flatMap { $0 == 10 ? [13, 10] : [$0] }
    let dressings = [
      [0xEF, 0xBB, 0xBF] + plain, crlf, [0xEF, 0xBB, 0xBF] + crlf + [13, 10, 10],
      Array(plain.dropLast()), plain + [10, 32, 10],
    ]
    for (bytes, size) in zip(dressings, [1, 7, 1, 4096, 100]) {
      var reader = try NativeTraceReader(chunks: chunks(bytes, of: size))
      #expect(try drain(&reader) == trace.sessions)
    }
  }

  @Test("A trace cut anywhere is never taken for a whole one")
  func truncated() throws {
    let bytes = try nativeBytes(randomTrace(seed: 3, sessions: 5))
    for count in 0..<(bytes.count - 1) {
      #expect(throws: TraceError.self) {
        var reader = try NativeTraceReader(chunks: chunks(Array(bytes[..<count])))
        _ = try drain(&reader)
      }
    }
  }

  @Test("A changed digit is noticed, wherever it is")
  func changed() throws {
    let bytes = try nativeBytes(randomTrace(seed: 4, sessions: 3))
    for index in bytes.indices where (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(bytes[index])
    {
      var changed = bytes
      changed[index] = changed[index] == UInt8(ascii: "9") ? UInt8(ascii: "8") : changed[index] + 1
      #expect(throws: TraceError.self) {
        var reader = try NativeTraceReader(chunks: chunks(changed))
        _ = try drain(&reader)
      }
    }
  }
}
