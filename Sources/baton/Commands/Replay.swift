import ArgumentParser
import Domain
import TraceFormats
import WorkloadLanguage

struct ReplayCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "replay",
    abstract: "Replay a trace, Baton's own or another tool's, under each arm.")

  @Argument(help: "A trace file, or - for standard input.") var trace: String
  static let usualModel = "deepseek-r1"
  @Option(
    name: .long, help: "Its format; found from its content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var format: TraceFormat?
  @Option(name: .long, help: "Model of a trace that names none (default: deepseek-r1).")
  var model: String?
  @OptionGroup var options: ReplayOptions

  static func format(named name: String) throws -> TraceFormat {
    guard let format = TraceFormat(rawValue: name) else {
      let known = TraceFormat.allCases.map(\.rawValue).joined(separator: ", ")
      throw ValidationError("no format is called `\(name)`; there are \(known)")
    }
    return format
  }

  func run() async {
    await Console.run {
      let catalog = try Shelf.catalog()
      let input = try Input(trace)
      let (format, model) = (self.format, self.model)
      @Sendable func open() throws -> any TraceSource {
        do throws(TraceError) {
          return try TraceReader.open(
            format: format, model: model ?? Self.usualModel, chunks: try chunks(of: input))
        } catch {
          throw Self.otherFile(input) ?? Failure.trace(error, in: input.name)
        }
      }
      let header = try open().header
      // What a converter did with each field is in the header of every trace that names no model.
      if model != nil, header.account.isEmpty {
        throw Failure.input(
          "`\(input.name)` says itself what models it uses", help: "leave --model out")
      }
      return try await options.replay(
        header: header, catalog: catalog, name: input.name, file: input, source: open)
    }
  }
}

extension ReplayCommand {
  /// What to do with a file of Baton's that is no trace; nil for any other.
  private static func otherFile(_ input: Input) -> Failure? {
    let (name, isYAML) = (input.name, [".yaml", ".yml"].contains { input.name.hasSuffix($0) })
    guard isYAML, let bytes = try? input.bytes() else { return nil }
    let kind = FileKind(of: SourceText(name: name, bytes: bytes))
    let help =
      switch kind {
      case .workload: "`baton run \(name)` generates its trace and replays it"
      case .experiment: "`baton compare`, `frontier` and `capacity` take it"
      case .platform: "`--platform \(name)` takes it"
      }
    return .input("`\(name)` is \(kind.article) file, not a trace", help: help)
  }
}

/// Pieces of an input; an unreadable file is an error of the trace.
@Sendable func chunks(of input: Input) throws(TraceError) -> ByteChunks {
  do { return try input.chunks() } catch { throw TraceError("the file can't be opened", line: 0) }
}
