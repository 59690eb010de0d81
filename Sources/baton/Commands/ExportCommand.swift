import ArgumentParser
import Domain
import Foundation
import TraceFormats

struct ExportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a trace in another tool's format, and say what became of each field.")

  @Argument(help: "A trace of any format, or - for standard input.") var trace: String
  @Option(name: .shortAndLong, help: "The file to write, or - for standard output.")
  var output: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "The format to write: "
        + ExportFormat.allCases.map(\.rawValue).joined(separator: ", ") + ".", valueName: "format"),
    transform: { name in
      guard let format = ExportFormat(rawValue: name) else {
        let known = ExportFormat.allCases.map(\.rawValue).joined(separator: ", ")
        throw ValidationError("no format is called `\(name)`; there are \(known)")
      }
      return format
    })
  var to: ExportFormat
  @Option(
    name: .long, help: "Format of the trace; found from its content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var from: TraceFormat?
  @Option(name: .long, help: "Catalog name of the model of a trace that names none.")
  var model = ReplayCommand.usualModel
  @Option(
    name: .long, help: "Tokens of a block in what is written; the trace's own, or 512, without.")
  var blockSize: Int?
  @Option(
    name: .long,
    help: "How long an output token is taken to last, in milliseconds, where moments are written.")
  var tokenTime = 20.0
  @Flag(name: .long, help: "Print the account of fields as JSON.") var json = false

  func validate() throws {
    if json, output == "-" {
      throw ValidationError("the trace and its account can't both go to standard output")
    }
    if let blockSize, !(1...65_536).contains(blockSize) {
      throw ValidationError("a block has from 1 to 65536 tokens")
    }
    guard tokenTime >= 0, tokenTime <= 1e6 else {
      throw ValidationError("a token's time is from 0 to 1000000 ms")
    }
  }

  func run() async {
    await Console.run {
      let input = try Input(trace)
      let exporter = try write(input)
      let text = ExportText(exporter.report, output: output)
      if json { try Output.print(text.json) }
      Console.note(text.text)
      return 0
    }
  }

  private func write(_ input: Input) throws -> TraceExporter {
    let source: any TraceSource
    do throws(TraceError) {
      source = try TraceReader.open(format: from, model: model, chunks: try chunks(of: input))
    } catch {
      throw Failure.trace(error, in: input.name)
    }
    let options = ExportOptions(
      format: to, blockTokens: blockSize, tokenTime: Nanoseconds((tokenTime * 1e6).rounded()))
    var exporter = TraceExporter(header: source.header, options: options)
    let side = try exporter.sideFile.flatMap { try sideOutput($0) }
    var target: Output?
    do {
      let opened = try Output(output)
      target = opened
      try Self.write(source, &exporter, to: opened, at: output)
      guard exporter.report.requests > 0 else {
        throw Failure.input("`\(input.name)` holds no request")
      }
      if let side, let text = exporter.sideFile { try side.write(Array(text.utf8)) }
      try side?.finish()
      try opened.finish()
    } catch {
      target?.discard()
      side?.discard()
      throw (error as? TraceError).map { Failure.trace($0, in: input.name) } ?? error
    }
    return exporter
  }

  /// Where the header goes, unless something else is there; nil where the rows go to no file.
  private func sideOutput(_ header: String) throws -> Output? {
    guard let path = Self.sidePath(output) else { return nil }
    if FileManager.default.fileExists(atPath: path) {
      // All but the seed is the same in every one.
      let seed = header.firstRange(of: "workload_seed")?.lowerBound ?? header.endIndex
      let start = Data(header[..<seed].utf8)
      let handle = Output.isFile(path) ? FileHandle(forReadingAtPath: path) : nil
      guard let found = try? handle?.read(upToCount: start.count), found == start else {
        throw Failure.input(
          "`\(path)` is in the place of the trace's header", help: "name another file with -o")
      }
    }
    return try Output(path)
  }

  private static func write(
    _ source: some TraceSource, _ exporter: inout TraceExporter, to target: Output, at path: String
  ) throws {
    var source = source
    var session = TraceSession()
    let progress = TraceProgress("exported", of: source.header, to: path)
    while try source.next(&session) {
      exporter.append(session)
      progress.saw(session)
      if exporter.pending >= 1 << 18 { try target.write(exporter.takeBytes()) }
    }
    exporter.finish()
    progress.end()
    try target.write(exporter.takeBytes())
  }

  /// Beside `trace.csv`, `trace.yaml`; nil where the rows go to no file.
  static func sidePath(_ path: String) -> String? {
    guard Output.isFile(path) else { return nil }
    let folder = path.lastIndex(of: "/").map { path.index(after: $0) } ?? path.startIndex
    let dot = path[folder...].lastIndex(of: ".") ?? path.endIndex
    let stem = path[..<dot]
    return path.hasSuffix(".yaml") ? path + ".header.yaml" : stem + ".yaml"
  }
}
