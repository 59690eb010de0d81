import ArgumentParser
import Domain
import TraceFormats

struct Merge: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "merge",
    abstract: "Put the parts of one trace together, or folders of points and cells.",
    discussion: """
      Parts of a trace are what `generate --shard` wrote. Folders are what `frontier`, `capacity`, \
      `run` and `replay` kept with `--runs`: their files are put into one folder.
      """)

  @Argument(help: "All parts of a trace, or folders, in any order.") var parts: [String]
  @Option(
    name: .shortAndLong,
    help: "The trace to write, or - for standard output; of folders, the folder.")
  var output: String

  func run() async {
    await Console.run {
      if parts.contains(where: Input.isFolder) {
        guard output != "-" else {
          throw Failure.usage("folders are merged into a folder: name it")
        }
        let count = try FolderMerge.merge(parts, into: output)
        Console.note("\(count.added) of \(count.files) files are new in `\(output)`\n")
        return 0
      }
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
