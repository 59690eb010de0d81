import ArgumentParser
import Domain
import TraceFormats

struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the parts of one trace together, as `generate --shard` wrote them.")

  @Argument(help: "All parts, in any order.") var parts: [String]
  @Option(name: .shortAndLong, help: "The trace to write, or - for standard output.")
  var output: String

  func run() async {
    await Console.run {
      let inputs = try parts.map { try Input($0) }
      var sources: [any TraceSource] = []
      for input in inputs {
        do throws(TraceError) {
          sources.append(
            try TraceReader.open(format: .baton, model: "", chunks: try chunks(of: input)))
        } catch {
          throw Failure.trace(error, in: input.name)
        }
      }
      let merge: TraceMerge
      do throws(TraceMerge.Mismatch) {
        merge = try TraceMerge(sources)
      } catch {
        throw Failure.input("`\(inputs[error.source].name)` \(error.message)")
      }
      try TraceOutput.write(merge, to: output, name: "the parts")
      return 0
    }
  }
}
