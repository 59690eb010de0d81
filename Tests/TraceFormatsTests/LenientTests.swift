import Domain
import Testing

@testable import TraceFormats

@Suite("lenient import")
struct LenientTests {
  /// Lines that hold something, without the names of columns and the header of a second version.
  private func items(_ text: String, _ format: TraceFormat) -> Int {
    let lines = text.split(separator: "\n").count { $0.contains { $0 > " " } }
    let hasColumns = [.azure, .burstgpt, .tracelabCSV, .blis, .lengths].contains(format)
    return lines - (hasColumns || text.hasPrefix("{\"schema\":\"dynamo.agentic") ? 1 : 0)
  }

  @Test("Whatever a line is turned into, it is read or reported, and nothing is lost")
  func mutations() throws {
    for (format, name) in ForeignRows.files where format != .servegen {
      let text = try rows(format, name)
      var dice = Dice(UInt64(name.utf8.count))
      for _ in 0..<150 {
        let broken = mutate(
          text, keepingFirst: text.first != "{" || name.hasSuffix("-2.jsonl"), &dice)
        var options = ImportOptions(model: "m")
        options.isLenient = true
        let source: any TraceSource
        do throws(TraceError) {
          source = try TraceReader.open(
            format: format, [ImportInput(chunks: chunks(broken, of: 11))], options)
        } catch {
          Issue.record("\(name): \(error.message) \(error.line)")
          continue
        }
        var imported = try #require(source as? any ImportedTrace)
        let (sessions, report) = try drainWithReport(&imported)
        #expect(report.items == items(broken, format), "\(name): \(broken)")
        #expect(report.skipped <= report.items)
        if format == .weka || format == .otel {
          let told = report.sessions + report.skipped + report.empty
          #expect(told == report.items, "\(name): \(broken)")
          continue
        }
        // A row is a request or reported, but for those of pieces, tools and several requests.
        if ![.ragpulse, .dynamo, .llmservingsim, .appliedCompute, .aiperfTurns].contains(format) {
          #expect(report.requests + report.skipped == report.items, "\(name): \(broken)")
        }
        let bytes = try nativeBytes(ArraySource(imported.header, sessions))
        var reader = try NativeTraceReader(chunks: chunks(bytes))
        #expect(try drain(&reader) == sessions, "\(name)")
      }
    }
  }

  /// The rows of a file; of formats whose rows are documents, some of them, each on its line.
  private func rows(_ format: TraceFormat, _ name: String) throws -> String {
    let text = try ForeignRows.text(name)
    guard format == .weka || format == .otel else { return text }
    var documents = text.replacing("\n", with: "").replacing("}{", with: "}\n{")
    documents += "\n"
    return documents + documents.replacing("\"t\",", with: "\"u\",") + documents
  }

  @Test("A damaged document hides nothing behind it, in any layout")
  func damagedDocuments() throws {
    let entry = #"{"t":0,"type":"n","in":9,"out":1,"hash_ids":[]}"#
    let line = #"{"id":"a","requests":[\#(entry),\#(entry)]}"#
    let spread = "{\"id\":\"a\",\"requests\":[\n\(entry),\n\(entry)]}"
    let pretty =
      "{\n  \"id\": \"a\",\n  \"requests\": [\n    \(entry),\n    {\n      \"t\": 1,"
      + "\n      \"in\": 9,\n      \"out\": 2\n    }\n  ]\n}"
    let lists = { (documents: [String]) in "[\n" + documents.joined(separator: ",\n") + "\n]\n" }
    let plain = { (documents: [String]) in documents.joined(separator: "\n") + "\n" }
    for (document, layout) in [
      (line, plain), (spread, plain), (pretty, plain), (line, lists), (pretty, lists),
    ] {
      var dice = Dice(UInt64(document.utf8.count))
      for place in 0..<3 {
        for _ in 0..<60 {
          var documents = [document, document, document]
          let bytes = Array(document.utf8)
          // A bracket or quote less, or the end cut off.
          var cut = bytes
          if dice.roll(0..<2) == 0 {
            let marks = bytes.indices.filter { [0x7B, 0x7D, 0x5B, 0x5D, 0x22].contains(bytes[$0]) }
            cut.remove(at: marks[dice.roll(0..<marks.count)])
          } else {
            cut.removeSubrange(dice.roll(1..<bytes.count)...)
          }
          documents[place] = String(decoding: cut, as: UTF8.self)
          var options = ImportOptions(model: "m")
          options.isLenient = true
          let text = layout(documents)
          let found = try Imported(
            [ImportInput(chunks: chunks(text, of: 17))], format: .weka, options)
          let report = found.report
          #expect(report.sessions + report.skipped + report.empty == report.items, "\(text)")
          // Where a nested object could stand as well, the next document is part of the damage.
          let least = document == spread ? 1 : 2
          #expect(report.sessions >= least && report.items > least, "\(text)")
          #expect(report.skipped > 0 && report.unreadBytes > 0, "\(text)")
          // On lines of their own the count is exact.
          if document == line { #expect(report.items == 3, "\(text)") }
        }
      }
    }
  }

  @Test("What a damaged list on one line hides is told in bytes")
  func damagedList() throws {
    let good = #"{"requests":[{"t":0,"type":"n","in":9,"out":1}]}"#
    let text = "[\(good), {\"requests\": [{\"t\": }, \(good), \(good)]\n"
    let found = try Imported(text, format: .weka) { $0.isLenient = true }
    #expect((found.report.items, found.report.skipped, found.sessions.count) == (2, 1, 1))
    #expect(found.report.unreadBytes == text.utf8.count - good.utf8.count - 3)
  }

  @Test("No change of any byte, of the columns' names too, brings a reader down")
  func anything() throws {
    for (format, name) in ForeignRows.files {
      let text = try ForeignRows.text(name)
      var dice = Dice(UInt64(name.utf8.count) + 77)
      for round in 0..<120 {
        let broken = mutate(text, keepingFirst: false, &dice)
        var options = ImportOptions(model: "m")
        (options.isLenient, options.isSorting) = (round % 2 == 0, round % 3 == 0)
        guard
          let source = try? TraceReader.open(
            format: format,
            [ImportInput(name: "chunk-0-trace.csv", chunks: chunks(broken, of: 13))],
            options)
        else { continue }
        guard var imported = source as? any ImportedTrace else { continue }
        guard let (sessions, _) = try? drainWithReport(&imported) else { continue }
        let bytes = try nativeBytes(ArraySource(imported.header, sessions))
        var reader = try NativeTraceReader(chunks: chunks(bytes))
        #expect(try drain(&reader) == sessions, "\(name)")
      }
    }
  }

  private func drainWithReport(
    _ source: inout some ImportedTrace
  ) throws -> ([TraceSession], ImportReport) {
    var sessions: [TraceSession] = []
    var session = TraceSession()
    while try source.next(&session) { sessions.append(session) }
    return (sessions, source.report)
  }

  /// Changes, takes out and puts in bytes other than line ends.
  private func mutate(_ text: String, keepingFirst: Bool, _ dice: inout Dice) -> String {
    var bytes = Array(text.utf8)
    let first = keepingFirst ? (bytes.firstIndex(of: 0x0A) ?? 0) + 1 : 0
    for _ in 0..<dice.roll(1..<4) {
      let place = dice.roll(first..<bytes.count)
      guard bytes[place] != 0x0A else { continue }
      switch dice.roll(0..<4) {
      case 0: bytes[place] = Array("0123456789-.eE\"{}[],:abcn ".utf8)[dice.roll(0..<26)]
      case 1: bytes.remove(at: place)
      case 2: bytes.insert(Array("09\"{}[],:-.z".utf8)[dice.roll(0..<12)], at: place)
      default:
        // The rest of the line is gone.
        while place < bytes.count, bytes[place] != 0x0A { bytes.remove(at: place) }
      }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  @Test("Without it, the first bad row ends the import, and says where it is")
  func strict() throws {
    for (format, name) in ForeignRows.files where format != .servegen {
      let text = try rows(format, name)
      let broken = text + "{\"broken\n"
      #expect(throws: TraceError.self, "\(format)") { try Imported(broken) }
      let found = try Imported(broken) { $0.isLenient = true }
      #expect(found.report.skipped == 1, "\(name)")
      #expect(
        found.report.problems.map(\.line) == [text.split(separator: "\n").count + 1], "\(name)")
      #expect(found.sessions == (try Imported(text)).sessions, "\(name)")
    }
  }

  @Test("Rows below BLIS's columns with a broken name are no header, and are not lost")
  func brokenColumns() throws {
    let text = "request_i: d,input_tokens,output_tokens,arrival_time_us\n0,30,4,5000\n1,30,4,6000\n"
    var options = ImportOptions(model: "m")
    options.isLenient = true
    let found = try Imported([ImportInput(chunks: chunks(text))], format: .blis, options)
    #expect(found.report.items == 3 && found.report.skipped == 2 && found.requests.isEmpty)
    #expect(found.report.problems.map(\.line) == [2, 3])
  }

  @Test("A line of 4 MB is a row like any other")
  func longLine() throws {
    let ids = (0..<600_000).map(String.init).joined(separator: ",")
    let row =
      "{\"timestamp\":0,\"input_length\":9600000,\"output_length\":1,\"hash_ids\":[\(ids)]}\n"
    #expect(row.utf8.count > 4_000_000)
    var options = ImportOptions(model: "m")
    options.blockTokens = 16
    let found = try Imported(
      [ImportInput(chunks: chunks(row + row, of: 65_536))], options)
    #expect(
      found.sessions.flatMap(\.sharedContexts) == [SharedContext(parent: 0, tokens: 9_600_000)])
    #expect(found.requests.map(\.inputTokens) == [9_600_000, 9_600_000])
  }

  @Test("What only the end of the input shows to be wrong is told of its file and line")
  func place() throws {
    let good = #"{"request_id":"a","input_length":9,"output_length":1,"timestamp":0}"# + "\n"
    let bad = #"{"request_id":"b","input_length":9,"output_length":1,"wait_for":["x"]}"# + "\n"
    let after = #"{"request_id":"c","input_length":9,"output_length":1,"wait_for":["b"]}"# + "\n"
    let circle = #"{"request_id":"d","input_length":9,"output_length":1,"wait_for":["e"]}"# + "\n"
    let back = #"{"request_id":"e","input_length":9,"output_length":1,"wait_for":["d"]}"# + "\n"
    let inputs = [
      ImportInput(name: "one", chunks: chunks(good)),
      ImportInput(name: "two", chunks: chunks(bad + after + circle + back)),
    ]
    var options = ImportOptions(model: "m")
    options.isLenient = true
    let found = try Imported(inputs, format: .agenticMooncake, options)
    #expect(found.report.items == 5 && found.report.skipped == 4 && found.report.requests == 1)
    #expect(found.report.problems.map(\.input) == ["two", "two", "two", "two"])
    #expect(found.report.problems.map(\.line) == [1, 2, 3, 4])
    let messages = found.report.problems.map(\.message)
    #expect(messages[0] == "it waits for \"x\", which isn't there")
    #expect(messages[1] == "it waits for a request that was left out")
    #expect(messages[2] == "requests wait for each other in a circle")
  }
}
