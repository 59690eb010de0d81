import ArgumentParser
import Domain
import TraceFormats

/// How an import reads its input.
struct ImportArguments: ParsableArguments {
  @Option(
    name: .long, help: "Format of the input; found from its content without this.",
    transform: { try ReplayCommand.format(named: $0) })
  var from: TraceFormat?
  @Option(name: .long, help: "Catalog name of the model that all requests go to.")
  var model = ReplayCommand.usualModel
  @Flag(name: .long, help: "Leave out rows that can't be read, and count them.")
  var lenient = false
  @Flag(name: .long, help: "Read all rows first and put them in order of time.")
  var sort = false
  @Flag(
    name: .long,
    help: "Join rows into sessions where a prompt extends an earlier one and its output.")
  var inferSessions = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      """
      When sessions start whose source has no times: at-once (the default), "constant 2/s", \
      "poisson 2/s" or "gamma 2/s cv 3".
      """, valueName: "process"),
    transform: { text in
      guard let process = ArrivalProcess(text) else {
        throw ValidationError("`\(text)` is no arrival process such as \"poisson 2/s\"")
      }
      return process
    })
  var arrivals: ArrivalProcess?
  @Option(name: .long, help: "Seed of what is drawn.") var seed: UInt64 = 1
  @Option(
    name: .long,
    help: ArgumentHelp(
      "How long a trace to draw from a source of rates, such as 1h.", valueName: "time"),
    transform: { text in
      guard let time = TimeWindow.time(text[...]), time > 0 else {
        throw ValidationError("`\(text)` is no length of time such as 90s, 10m, 2h or 1d")
      }
      return time
    })
  var length: Nanoseconds?
  @Option(name: .long, help: "Output tokens of requests whose source doesn't say them.")
  var outputTokens = 256
  @Option(
    name: .long,
    help: ArgumentHelp("Only this part of the trace, such as 2d..9d.", valueName: "from..to"))
  var window: TimeWindow?
  @Option(name: .long, help: "Tokens of a block, where the source's differ from its format's.")
  var blockSize: Int?
  @Option(name: .long, help: "Unit of time stamps, where it differs: s, ms, us or ns.")
  var timeUnit: TimeUnit?

  enum TimeUnit: String, ExpressibleByArgument, CaseIterable {
    case s, ms, us, ns
    var nanoseconds: Int {
      switch self {
      case .s: 1_000_000_000
      case .ms: 1_000_000
      case .us: 1000
      case .ns: 1
      }
    }
  }

  func validate() throws {
    if let blockSize, !(1...65_536).contains(blockSize) {
      throw ValidationError("a block has from 1 to 65536 tokens")
    }
    guard (0...1_000_000).contains(outputTokens) else {
      throw ValidationError("an output has from 0 to 1000000 tokens")
    }
  }

  var settings: ImportOptions {
    var options = ImportOptions(model: model)
    (options.isLenient, options.isSorting) = (lenient, sort)
    (options.infersSessions, options.arrivals, options.seed) = (inferSessions, arrivals, seed)
    (options.blockTokens, options.timeUnit) = (blockSize, timeUnit?.nanoseconds)
    (options.length, options.outputTokens) = (length, outputTokens)
    options.window = window?.range
    return options
  }
}

/// `2d..9d`, `90m..2h`, `0..600s`: times from the first row on.
struct TimeWindow: ExpressibleByArgument {
  var range: Range<Nanoseconds>

  init?(argument: String) {
    guard let dots = argument.firstRange(of: "..") else { return nil }
    guard let from = Self.time(argument[..<dots.lowerBound]),
      let to = Self.time(argument[dots.upperBound...]), from < to
    else { return nil }
    range = from..<to
  }

  static func time(_ text: Substring) -> Nanoseconds? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    let units: [Substring: Double] = ["": 1, "s": 1, "m": 60, "h": 3600, "d": 86_400]
    guard let number = Double(digits), let unit = units[text[digits.endIndex...]] else {
      return nil
    }
    let time = number * unit
    // A century.
    return time <= 3.2e9 ? Nanoseconds(time * 1e9) : nil
  }
}
