import Domain
import Testing
import TraceFormats

/// What is wrong with a trace, as a user sees it; nil if it reads to its end.
private func problem(_ bytes: [UInt8], format: TraceFormat? = nil) -> TraceError? {
  do throws(TraceError) {
    var source = try TraceReader.open(format: format, model: "m", chunks: chunks(bytes, of: 7))
    var session = TraceSession()
    while try source.next(&session) {}
    return nil
  } catch { return error }
}

private func problem(_ text: String, format: TraceFormat? = nil) -> TraceError? {
  problem(Array(text.utf8), format: format)
}

private let known =
  "it reads " + TraceFormat.allCases.map(\.rawValue).joined(separator: ", ")
  + "; `--format` names one"
private let sort = "sort the rows by time, or let `baton import --sort` do it"
private let columns = "TIMESTAMP,ContextTokens,GeneratedTokens\n"

@Suite("errors of traces")
struct ReadingErrorTests {
  @Test("An empty input, binary data and other texts are no traces")
  func noTrace() {
    #expect(
      problem("") == TraceError("the trace is empty", line: 0, help: "nothing was read from it"))
    let binary = TraceError("this is binary data, not a trace", line: 1, column: 1, help: known)
    #expect(problem([0x7F, 0x45, 0x4C, 0x46, 0, 0]) == binary)
    #expect(problem([0xFF, 0xD8, 0xFF, 0xE0, 0x10, 0x4A]) == binary)
    let unknown = TraceError("this is no trace that Baton knows", line: 1, column: 1, help: known)
    for text in ["hello", "a\u{1F600}aéa", "{\"id\":\"t\",\"hash_id_scope\":\"local\"}"] {
      #expect(problem(text) == unknown)
    }
  }

  @Test("A native trace without its last line is truncated")
  func truncated() throws {
    let bytes = try nativeBytes(randomTrace(seed: 6, sessions: 3))
    let lines = bytes.split(separator: 10)
    let cut = Array(lines.dropLast().joined(separator: [10])) + [10]
    #expect(
      problem(cut)
        == TraceError(
          "the trace is truncated: its last line is missing", line: lines.count,
          help: "a whole trace ends with a line {\"end\":SESSIONS,…}; write it again"))
  }

  @Test("A misspelt key of a native trace is told with the one meant")
  func nativeKey() {
    let header =
      "{\"schema\":\"baton/trace/1\",\"time\":\"ns\",\"workload\":\"w\",\"fingerprint\":\"f\","
      + "\"models\":[\"m\"],\"agents\":[\"a\"],\"tools\":[],"
      + "\"classes\":[{\"name\":\"c\",\"priority\":\"normal\"}],"
      + "\"duration\":9,\"from\":0,\"until\":9}\n{\"session\":\"c/0\",\"at\":1}\n"
    let expected = TraceError(
      "unknown key \"raesoning\"", line: 3, column: 23, help: "did you mean \"reasoning\"?")
    let row = "{\"request\":5,\"out\":2,\"raesoning\":1}\n"
    #expect(problem(header + row) == expected)
    let windows = (header + row).split(separator: "\n").joined(separator: "\r\n")
    #expect(problem(windows) == expected)
  }

  @Test("A native trace of another version says which")
  func version() {
    #expect(
      problem("{\"schema\":\"baton/trace/2\"}\n")
        == TraceError(
          "the trace has schema \"baton/trace/2\"", line: 1, column: 1,
          help: "this version reads \"baton/trace/1\""))
  }

  @Test("A shared context without tokens must keep some of another")
  func emptyContext() {
    let header =
      "{\"schema\":\"baton/trace/1\",\"time\":\"ns\",\"workload\":\"w\",\"fingerprint\":\"f\","
      + "\"models\":[\"m\"],\"agents\":[\"a\"],\"tools\":[],"
      + "\"classes\":[{\"name\":\"c\",\"priority\":\"normal\"}],"
      + "\"duration\":9,\"from\":0,\"until\":9}\n"
    #expect(
      problem(header + "{\"context\":1,\"tokens\":0}\n")
        == TraceError(
          "context 1 has no tokens", line: 2, column: 23,
          help: "only with \"keep\" may it have none: it then names the start of another"))
  }

  @Test("Mooncake rows that can't be read are told with line and column")
  func mooncakeRows() {
    let good = "{\"timestamp\":5,\"input_length\":600,\"output_length\":3,\"hash_ids\":[1,2]}\r\n"
    func second(_ row: String) -> TraceError? { problem(good + row) }
    #expect(
      second("{\"timestamp\":5,\"input_lenght\":2}")
        == TraceError(
          "unknown key \"input_lenght\"", line: 2, column: 17,
          help: "did you mean \"input_length\"?"))
    #expect(
      second("{\"timestamp\":5,\"input_length\":2,\"hash_ids\":[1\r\n")
        == TraceError("expected \"]\", found the end of the line", line: 2, column: 46))
    #expect(
      second("{\"timestamp\":5,")
        == TraceError("expected \"\"\", found the end of the line", line: 2, column: 16))
    #expect(
      second("{\"timestamp\":5,\"input_length\":2,\"hash_ids\":[1]}\r\n")
        == TraceError("\"output_length\" is missing", line: 2, column: 1))
    #expect(
      second("{\"timestamp\":5,\"timestamp\":6}")
        == TraceError("\"timestamp\" stands twice", line: 2, column: 17))
    #expect(
      second("{\"timestamp\":4,\"input_length\":2,\"output_length\":3,\"hash_ids\":[1]}")
        == TraceError(
          "timestamps go back in time", line: 2, column: 1, help: sort))
    #expect(
      second("{\"timestamp\":5,\"input_length\":2,\"output_length\":3,\"hash_ids\":[1,7]}")
        == TraceError(
          "2 hash_ids for 2 input tokens", line: 2, column: 1,
          help: "blocks of 512 tokens make 1; `--block-size` says another size"))
  }

  @Test("Time stamps since 1970 count from the first, and no replay is longer than 13 days")
  func lateTimestamp() {
    func row(_ text: String) -> String {
      "{\"timestamp\":\(text),\"input_length\":2,\"output_length\":3,\"hash_ids\":[1]}\n"
    }
    #expect(problem(row("1700000000000") + row("1700000600000")) == nil)
    #expect(
      problem(row("1700000000000") + row("1701200000000"))
        == TraceError(
          "the timestamp is more than 13 days after the first", line: 2, column: 1,
          help: "a replay spans 13 days at most; `baton import --window 2d..9d` takes a part"))
    for text in ["9999999999999", "123456789012345678901234"] {
      #expect(
        problem(row(text)) == TraceError("the timestamp is out of range", line: 1, column: 14))
    }
  }

  @Test("A hash that doesn't follow the one it followed before is no chain")
  func brokenChain() {
    func row(_ ids: [Int]) -> String {
      "{\"timestamp\":0,\"input_length\":\(ids.count * 512),\"output_length\":1,"
        + "\"hash_ids\":\(ids)}\n"
    }
    let help = "an id names a block with all blocks before it, so it always follows the same one"
    #expect(
      problem(row([0, 1]) + row([0, 2, 3]) + row([0, 1, 3]))
        == TraceError(
          "hash id 3 follows 1 here, it followed 2 before", line: 3, column: 72, help: help))
    #expect(
      problem(row([0, 1]) + row([1]))
        == TraceError(
          "hash id 1 is the first here, it followed 0 before", line: 2, column: 65, help: help))
    #expect(
      problem(row([5, 5]))
        == TraceError(
          "hash id 5 follows 5 here, it was the first before", line: 1, column: 69, help: help))
  }

  @Test("Azure rows that can't be read are told with line and column")
  func azureRows() {
    let good = columns + "2023-11-16 18:17:03.9799600,4808,10\r\n"
    func second(_ row: String) -> TraceError? { problem(good + row) }
    #expect(
      second("2023-11-16 18:17:04,1")
        == TraceError("expected \",\", found the end of the line", line: 3, column: 22))
    #expect(
      second("2023-11-16 18:17:04,1,x\r\n")
        == TraceError(
          "expected a whole number for GeneratedTokens", line: 3, column: 23,
          help: "it must be from 0 to 1000000"))
    #expect(
      second("2023-11-16 18:17:03,1,1")
        == TraceError(
          "timestamps go back in time", line: 3, column: 1, help: sort))
    #expect(
      second("2023-02-29 18:17:03,1,1")
        == TraceError("there is no such date and time", line: 3, column: 1))
    #expect(
      second("9999-11-16 18:17:03,1,1")
        == TraceError(
          "the year 9999 is out of range", line: 3, column: 1, help: "it must be from 1970 to 2261")
    )
    #expect(
      second("2024-11-16 18:17:03,1,1")
        == TraceError(
          "the timestamp is more than 13 days after the first", line: 3, column: 1,
          help: "a replay spans 13 days at most; `baton import --window 2d..9d` takes a part"))
    #expect(
      problem("TIMESTAMP,ContextTokens\r\n", format: .azure)
        == TraceError(
          "the column GeneratedTokens is missing", line: 1, column: 1,
          help: "Azure's columns are TIMESTAMP,ContextTokens,GeneratedTokens"))
  }
}
