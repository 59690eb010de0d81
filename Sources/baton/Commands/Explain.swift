import ArgumentParser
import Domain
import WorkloadLanguage

struct Explain: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Explain a diagnostic code.")

  @Argument(help: "A code such as B301.") var term: String

  func run() async {
    await Console.run {
      guard let page = DiagnosticPage.page(for: term) else {
        let known = "codes run from \(DiagnosticPage.all.first?.code.rawValue ?? "")"
        throw Failure.input("`\(term)` is no diagnostic code", help: known)
      }
      try Output.print(page.text)
      return 0
    }
  }
}
