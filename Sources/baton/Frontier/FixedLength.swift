import ArgumentParser
import Foundation

/// Requests of one length in place of a workload's file, so that published points can be put beside
/// a frontier: so many users each send the next request when the last is answered, and the load is
/// their number.
struct FixedLength: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "In place of a workload: input tokens of every request, as 8192 or 400k.", valueName: "tokens"
    ),
    transform: FixedLength.tokens)
  var isl: Int?
  @Option(
    name: .long, help: ArgumentHelp("Output tokens of every request.", valueName: "tokens"),
    transform: FixedLength.tokens)
  var osl: Int?
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Share of the input that all requests have in common and caches hold (default: 0%).",
      valueName: "percentage"),
    transform: FixedLength.share)
  var cached: Double?
  @Option(name: .long, help: "Model that the requests are for (default: deepseek-r1).")
  var model: String?

  /// How messages call it.
  static let name = "--isl and --osl"

  static func tokens(_ text: String) throws -> Int {
    let isThousand = text.hasSuffix("k")
    let digits = isThousand ? String(text.dropLast()) : text
    guard let number = Double(digits), number >= 1, number <= 1e8,
      let tokens = Int(exactly: (number * (isThousand ? 1000 : 1)).rounded())
    else { throw ValidationError("`\(text)` is no number of tokens; write `8192` or `400k`") }
    return tokens
  }

  static func share(_ text: String) throws -> Double {
    guard text.hasSuffix("%"), let percent = Double(text.dropLast()), percent >= 0, percent < 100
    else { throw ValidationError("`\(text)` is no share below 100%; write `90%`") }
    return percent / 100
  }

  func validate() throws {
    if isl == nil, osl != nil || cached != nil || model != nil {
      throw ValidationError("--osl, --cached and --model need --isl")
    }
    if isl != nil, osl == nil { throw ValidationError("--isl needs --osl") }
  }

  /// The workload; nil where a file is meant.
  var workload: Input? {
    guard let isl, let osl else { return nil }
    let shared = Int((Double(isl) * (cached ?? 0)).rounded())
    let context = "context:\n  shared: {tokens: \(shared), shared-by: everyone}\n"
    let text = """
      workload: fixed-length
      description: \(isl) tokens in, \(osl) out, of the input \(shared) cached
      model: \(model ?? ReplayCommand.usualModel)
      duration: 10m
      warm-up: 2m
      \(shared > 0 ? context : "")agents:
        user:
          \(shared > 0 ? "context: [shared]\n    " : "")input: \(isl - shared)
          steps: [{generate: \(osl)}]
      traffic:
        users: {agent: user, sessions: {concurrency: 1}}

      """
    return Input(name: FixedLength.name, bytes: Array(text.utf8))
  }
}
