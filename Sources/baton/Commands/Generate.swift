import ArgumentParser
import Domain
import TraceFormats
import TraceGeneration

struct Generate: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "generate",
    abstract: "Expand a workload into a timestamped trace, or a part of it.")

  @Argument(help: "A workload file, or - for standard input.") var workload: String
  @Option(name: .shortAndLong, help: "The trace to write, or - for standard output.")
  var output: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only the i-th of n parts with equally many sessions; `baton merge` joins them.",
      valueName: "i/n"))
  var shard: Shard?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only these sessions of the trace, counted from 1, both ends included.", valueName: "a..b"))
  var sessions: SessionRange?
  @OptionGroup var draw: DrawOptions

  func validate() throws {
    if shard != nil, sessions != nil {
      throw ValidationError("--shard and --sessions both choose a part: give one")
    }
  }

  func run() async {
    await Console.run {
      let catalog = try Shelf.catalog()
      let file = try WorkloadFile(Input(workload), overrides: draw.set, catalog: catalog)
      let generator = try file.generator(seed: draw.seed, load: draw.load)
      if let part = try part(of: generator) {
        let source = TracePartSource(generator, part: part)
        try TraceOutput.write(source, to: output, name: workload)
      } else {
        try TraceOutput.write(generator, to: output, name: workload)
      }
      return 0
    }
  }

  private func part(of generator: TraceGenerator) throws -> TracePart? {
    guard shard != nil || sessions != nil else { return nil }
    let count = generator.sessionCount()
    if let shard { return shard.part(of: count) }
    guard let range = sessions?.range else { return nil }
    guard range.upperBound <= count else {
      throw Failure.input("the trace has \(count) sessions, not \(range.upperBound)")
    }
    return TracePart(first: range.lowerBound, sessions: range.count, of: count)
  }
}

/// `2/8`: the second of eight parts.
struct Shard: ExpressibleByArgument {
  var index: Int
  var count: Int

  init?(argument: String) {
    let parts = argument.split(separator: "/", omittingEmptySubsequences: false).map { Int($0) }
    guard parts.count == 2, let index = parts[0], let count = parts[1], count >= 1,
      count <= 1_000_000, (1...count).contains(index)
    else { return nil }
    (self.index, self.count) = (index, count)
  }

  func part(of sessions: Int) -> TracePart {
    let from = sessions * (index - 1) / count
    return TracePart(first: from + 1, sessions: sessions * index / count - from, of: sessions)
  }
}

/// `1..500`: sessions by their place in the trace.
struct SessionRange: ExpressibleByArgument {
  var range: ClosedRange<Int>

  init?(argument: String) {
    guard let dots = argument.firstRange(of: "..") else { return nil }
    guard let first = Int(argument[..<dots.lowerBound]),
      let last = Int(argument[dots.upperBound...]), first >= 1, first <= last
    else { return nil }
    range = first...last
  }
}
