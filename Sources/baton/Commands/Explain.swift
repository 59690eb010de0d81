import ArgumentParser
import Domain
import Reporting
import WorkloadLanguage

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Explain a metric, a word of Baton, or a diagnostic code.")

  @Argument(help: "A term such as ttft, or a code such as B301.") var term: String

  func run() async {
    await Console.run {
      if let page = DiagnosticPage.page(for: term) {
        try Output.print(page.text)
        return 0
      }
      switch Glossary.page(term) {
      case .page(let page): try Output.print(page.text(width: Console.width))
      case .unknown(let nearest):
        throw Failure.input(
          "`\(term)` is no term or diagnostic code",
          help: nearest.map { "did you mean `\($0)`?" })
      }
      return 0
    }
  }
}
