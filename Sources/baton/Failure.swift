import BackendModel
import Domain
import Foundation
import WorkloadLanguage

/// Why a command stops, with the text for standard error and the exit code (design: 1 failure of
/// Baton or the machine, 2 invalid input).
struct Failure: Error {
  var text: String
  var code: Int32
  /// The same for readers other than people, where it is about a file that was named.
  var diagnostic: Diagnostic? { diagnostics.first }
  var diagnostics: [Diagnostic] = []

  /// What the user gave can't be used.
  static func input(_ message: String, help: String? = nil) -> Failure {
    Failure(text: "error: \(message)\n" + (help.map { "  help: \($0)\n" } ?? ""), code: 2)
  }

  /// An arm that can't be placed: where it was asked for, and where its policy is written.
  ///
  /// - Parameter option: Of the command line, that named the arm.
  static func placement(
    _ error: PlacementError, arm: String, option: String, policy: Location?
  ) -> Failure {
    let source = SourceText(name: option, text: arm)
    let diagnostic = Diagnostic(
      .armCannotCarry, error.message, at: Location(source, Span(0, arm.utf8.count)),
      notes: policy.map { [Diagnostic.Note("the policy is written here", at: $0)] } ?? [],
      help: error.help)
    return Failure(
      text: diagnostic.rendered(isColored: Console.isErrorColored), code: 2,
      diagnostics: [diagnostic])
  }

  /// Text that is rendered already.
  static func rendered(_ text: String, _ found: [Diagnostic] = []) -> Failure {
    Failure(text: text, code: 2, diagnostics: found)
  }

  /// A file that a user named can't be read.
  static func unreadable(_ path: String, _ reason: String, help: String?) -> Failure {
    let diagnostic = Diagnostic.unreadable(path, reason, help: help)
    let text = diagnostic.rendered(isColored: Console.isErrorColored)
    return Failure(text: text, code: 2, diagnostics: [diagnostic])
  }

  static func machine(_ message: String) -> Failure {
    Failure(text: "error: \(message)\n", code: 1)
  }

  /// A row of a trace, with its place and the row itself where that is known.
  static func trace(_ error: TraceError, in name: String) -> Failure {
    .rendered(
      "\(place(error, in: name)): error: \(error.message)\n"
        + (error.help.map { "  help: \($0)\n" } ?? ""))
  }

  /// `FILE:LINE:COLUMN` as far as it is known.
  static func place(_ error: TraceError, in name: String) -> String {
    var place = error.input ?? name
    if error.line > 0 { place += ":\(error.line)" }
    if error.line > 0, error.column > 0 { place += ":\(error.column)" }
    return place
  }
}

/// Standard error and how a command ends.
enum Console {
  static func note(_ text: String) { FileHandle.standardError.write(Data(text.utf8)) }

  /// Runs a command's work; a failure is told on standard error and ends the process.
  ///
  /// - Parameter tell: Tells a failure elsewhere too.
  static func run(
    telling tell: (Failure) -> Void = { _ in }, _ body: () async throws -> Int32
  ) async {
    do {
      exit(try await body())
    } catch let failure as Failure {
      note(failure.text)
      tell(failure)
      exit(failure.code)
    } catch {
      note("error: \(error)\n")
      exit(1)
    }
  }

  /// Columns of the terminal; 80 where there is none.
  static var width: Int { columns(of: STDOUT_FILENO) ?? 80 }

  /// The same of standard error's.
  static var errorWidth: Int { columns(of: STDERR_FILENO) ?? 80 }

  /// Diagnostics as they fit what they are written to.
  static func text(_ found: [Diagnostic], on descriptor: Int32 = STDERR_FILENO) -> String {
    let columns = isatty(descriptor) == 1 ? wanted ?? columns(of: descriptor) : nil
    return found.rendered(isColored: isColoredOn(descriptor), columns: columns)
  }

  /// What `COLUMNS` says.
  private static var wanted: Int? {
    ProcessInfo.processInfo.environment["COLUMNS"].flatMap(Int.init).flatMap { $0 > 0 ? $0 : nil }
  }

  private static func columns(of descriptor: Int32) -> Int? {
    var size = winsize()
    let isKnown = unsafe ioctl(descriptor, UInt(TIOCGWINSZ), &size) == 0 && size.ws_col > 0
    return isKnown ? Int(size.ws_col) : nil
  }

  /// Colour only on a terminal, and not under `NO_COLOR`.
  static var isColored: Bool { isColoredOn(STDOUT_FILENO) }
  static var isErrorColored: Bool { isColoredOn(STDERR_FILENO) }

  private static func isColoredOn(_ descriptor: Int32) -> Bool {
    let asks = ProcessInfo.processInfo.environment["NO_COLOR"].map { !$0.isEmpty } ?? false
    return !asks && isatty(descriptor) == 1
  }
}
