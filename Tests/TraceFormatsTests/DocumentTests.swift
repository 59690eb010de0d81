import Domain
import Foundation
import Testing

@testable import TraceFormats

@Suite("trace format page")
struct TraceFormatPageTests {
  private static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  @Test("its example is the trace that ships, and reads")
  func example() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "Docs/TraceFormat.md"), encoding: .utf8)
    let trace = try String(
      contentsOf: Self.root.appending(path: "traces/tiny.jsonl"), encoding: .utf8)
    #expect(page.contains("```json\n\(trace)```"))
    var source = try NativeTraceReader(chunks: chunks(trace))
    let sessions = try drain(&source)
    #expect(sessions.count == 2)
    #expect(sessions[0].records.count { $0.kind == .request } == 4)
  }

  @Test("it names every key that a line may have")
  func keys() throws {
    let page = try String(
      contentsOf: Self.root.appending(path: "Docs/TraceFormat.md"), encoding: .utf8)
    for key in NativeKey.allCases { #expect(page.contains("`\(key.name)`"), "\(key.name)") }
  }
}
