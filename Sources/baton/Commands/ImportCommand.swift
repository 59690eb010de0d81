import ArgumentParser
import Domain
import TraceFormats

struct ImportCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "import",
    abstract: "Turn another tool's trace into one of Baton's, and say what became of each field.",
    discussion: """
      Formats are found from the content: \
      \(TraceFormat.allCases.filter { $0 != .baton }.map(\.rawValue).joined(separator: ", ")).
      """)

  @Argument(
    help: "Files, folders of one trace's files, or - for standard input.") var inputs: [String]
  @Option(name: .shortAndLong, help: "The trace to write, or - for standard output.")
  var output: String
  @Flag(name: .long, help: "Print the account of fields as JSON.") var json = false
  @OptionGroup var options: ImportArguments

  func validate() throws {
    if inputs.isEmpty { throw ValidationError("name at least one file") }
    if json, output == "-" {
      throw ValidationError("the trace and its account can't both go to standard output")
    }
  }

  func run() async {
    await Console.run {
      let files = try ImportFiles(inputs)
      let settings = options.settings
      var source = try open(files, settings)
      var header = source.header
      if files.canBeReadAgain, !Output.isFile(output), output != "/dev/null" {
        header.account = try Self.account(&source, name: files.name)
        source = try open(files, settings)
      }
      try Self.write(&source, header, to: output, name: files.name)
      var report = source.report
      guard report.sessions > 0 else {
        let place = options.window == nil ? "" : " in the window"
        throw Failure.input(
          "no request was found in \(files.name)\(place)",
          help: report.problems.first.map { Failure.trace($0, in: files.name).text })
      }
      if report.account != header.account, files.canBeReadAgain {
        // Fields that only later rows have belong into the header, which is the first line.
        var whole = header
        whole.account = report.account
        source = try open(files, settings)
        try Self.write(&source, whole, to: output, name: files.name)
        report = source.report
      }
      let text = ImportText(report, name: files.name, output: output)
      if json { try Output.print(text.json) }
      Console.note(text.text)
      Console.note(try FitModel.note(of: options.model, in: Shelf.catalog()))
      return 0
    }
  }

  private func open(
    _ files: ImportFiles, _ settings: ImportOptions
  ) throws -> any ImportedTrace {
    do throws(TraceError) {
      let source = try TraceReader.open(
        format: options.from, try files.inputs(), settings)
      if let imported = source as? any ImportedTrace { return imported }
    } catch {
      var error = error
      // Other commands call it so.
      error.help = error.help?.replacing("`--format`", with: "`--from`")
      throw Failure.trace(error, in: files.name)
    }
    throw Failure.input(
      "\(files.name) is a trace of Baton's own", help: "there is nothing to import")
  }

  /// The account of all that is there, without writing anything.
  private static func account(
    _ source: inout some ImportedTrace, name: String
  ) throws -> [FieldAccount] {
    do throws(TraceError) {
      var session = TraceSession()
      while try source.next(&session) {}
    } catch {
      throw Failure.trace(error, in: name)
    }
    return source.report.account
  }

  /// Writes the trace whole or not at all; it is not put in place without a session.
  private static func write(
    _ source: inout some ImportedTrace, _ header: TraceHeader, to path: String, name: String
  ) throws {
    let target = try Output(path)
    let progress = TraceProgress("imported", to: path)
    do {
      var writer = NativeTraceWriter(header: header)
      var session = TraceSession()
      while try source.next(&session) {
        writer.append(session)
        progress.saw(session)
        if writer.pending >= NativeTraceWriter.pieceSize { try writer.flush(target.write) }
      }
      guard source.report.sessions > 0 else { return target.discard() }
      writer.finish()
      try writer.flush(target.write)
      try target.finish()
      progress.end()
    } catch let error as TraceError {
      target.discard()
      throw Failure.trace(error, in: name)
    }
  }
}
