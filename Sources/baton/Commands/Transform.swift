import ArgumentParser
import Domain
import TraceFormats
import WorkloadLanguage

struct Transform: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "transform",
    abstract: "Scale, thin, cut, merge, repeat or anonymize a trace; sessions stay whole.",
    discussion: """
      Steps are taken in this order, whatever their order here: merge, cut, thin, rate, repeat, \
      anonymize.
      """)

  @Argument(help: "A trace of any format, or - for standard input.") var trace: String
  @Option(name: .shortAndLong, help: "The trace to write, or - for standard output.")
  var output: String
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A trace that runs at the same time; may be repeated.", valueName: "trace"))
  var merge: [String] = []
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Only sessions that start in this window, which becomes the whole.", valueName: "5m..15m"),
    transform: { try Self.value($0, of: CommandValue.durations, "a window such as 5m..15m") })
  var cut: Range<Nanoseconds>?
  @Option(
    name: .long,
    help: ArgumentHelp("Keep this share of the sessions, each whole.", valueName: "50%"),
    transform: {
      try Self.value(
        $0, of: { CommandValue.share($0).flatMap { $0 > 0 ? $0 : nil } },
        "a share above 0 % and at most 100 %, such as 30%")
    })
  var thin: Double?
  @Option(name: .long, help: "Seed of what is kept by --thin.") var seed: UInt64 = 1
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Sessions start this many times as fast; 0.5 is half as fast.", valueName: "factor"))
  var rate: Double?
  @Option(
    name: .customLong("repeat"),
    help: ArgumentHelp(
      "This many copies one after the other, each with content of its own.", valueName: "times"))
  var times: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "With --repeat: from the start of a copy to the next; the trace's length without this.",
      valueName: "duration"),
    transform: {
      try Self.value(
        $0, of: { CommandValue.duration($0).flatMap { $0 > 0 ? $0 : nil } },
        "a duration above zero, such as 10m")
    })
  var every: Nanoseconds?
  @Flag(name: .long, help: "Number workload, classes, agents, tools and tenants.")
  var anonymize = false
  @Option(
    name: .long, help: "Format of the traces; found from their content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var format: TraceFormat?
  @Option(name: .long, help: "Model of a trace that names none.") var model = "deepseek-r1"

  private static func value<Value>(
    _ text: String, of reading: (String) -> Value?, _ what: String
  ) throws -> Value {
    guard let value = reading(text) else { throw ValidationError("`\(text)` is not \(what)") }
    return value
  }

  func validate() throws {
    guard !merge.isEmpty || cut != nil || thin != nil || rate != nil || times != nil || anonymize
    else {
      throw ValidationError(
        "nothing to do: give --merge, --cut, --thin, --rate, --repeat or --anonymize")
    }
    if let rate, !(0.001...1000).contains(rate) {
      throw ValidationError("--rate is a factor from 0.001 to 1000, such as 2 for twice as fast")
    }
    if let times, !(1...1000).contains(times) {
      throw ValidationError("--repeat is a whole number from 1 to 1000")
    }
    if every != nil, times == nil {
      throw ValidationError("--every has no effect without --repeat")
    }
    if seed != 1, thin == nil { throw ValidationError("--seed has no effect without --thin") }
  }

  func run() async {
    await Console.run {
      let inputs = try ([trace] + merge).map { try Input($0) }
      let names = inputs.map(\.name).joined(separator: ", ")
      let notes = Notes()
      let source: any TraceSource
      do throws(TraceError) {
        source = try transformed(inputs, notes)
      } catch {
        throw Failure.trace(error, in: names)
      }
      try TraceOutput.write(source, to: output, name: names)
      if let lost = notes.lostBlocks {
        Console.note("note: \(lost.field) are dropped, \(lost.note)\n")
      }
      if let last = notes.lastStart, let cut, last < cut.upperBound {
        let seconds = (Double(last) / 1e6).rounded() / 1000
        Console.note("note: the last session starts at \(seconds) s, before the window ends\n")
      }
      return 0
    }
  }

  /// What steps find while they run.
  private final class Notes {
    var lastStart: Nanoseconds?
    var lostBlocks: FieldAccount?
  }

  private func transformed(
    _ inputs: [Input], _ notes: Notes
  ) throws(TraceError) -> any TraceSource {
    var source: any TraceSource
    if let times {
      source = try RepeatedTrace(times: times, every: every) { () throws(TraceError) in
        try open(inputs, notes)
      }
    } else {
      source = try open(inputs, notes)
    }
    return anonymize ? AnonymousTrace(source) : source
  }

  /// All steps but those on the whole.
  private func open(_ inputs: [Input], _ notes: Notes) throws(TraceError) -> any TraceSource {
    var sources: [any TraceSource] = []
    for input in inputs {
      sources.append(
        try TraceReader.open(format: format, model: model, chunks: try chunks(of: input)))
    }
    var source = sources[0]
    notes.lostBlocks = JoinedTrace.lostBlocks(sources)
    do throws(JoinedTrace.Mismatch) {
      let joined = try JoinedTrace(sources)
      if sources.count > 1 { source = joined }
    } catch {
      throw TraceError("`\(inputs[error.source].name)` \(error.message)", line: 0)
    }
    if let cut {
      source = try CutTrace(source, window: cut) { notes.lastStart = $0 }
    }
    if let thin { source = ThinnedTrace(source, share: thin, seed: seed) }
    if let rate { source = try ScaledTrace(source, factor: rate) }
    return source
  }
}
