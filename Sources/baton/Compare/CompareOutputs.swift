import ArgumentParser
import Reporting
import WorkloadLanguage

/// How a comparison is shown, and where.
struct CompareOutputs: ParsableArguments {
  @Flag(name: .long, help: "Print the comparison as JSON, with every replicate.")
  var json = false
  @Option(
    name: .long,
    help: ArgumentHelp(
      "Write Markdown for a pull request, - for standard output.", valueName: "file"))
  var markdown: String?
  @Option(name: .long, help: ArgumentHelp("Write JUnit XML.", valueName: "file"))
  var junit: String?
  @Option(
    name: .long, help: ArgumentHelp("Write a page that needs nothing else.", valueName: "file"))
  var html: String?
  @Flag(name: .long, help: "Write GitHub annotations to standard error.")
  var annotations = false

  func validate() throws {
    let claims = [json, markdown == "-", junit == "-", html == "-"].count { $0 }
    if claims > 1 { throw ValidationError("only one of the outputs can be standard output") }
  }

  /// What couldn't be compared, where machines look for it.
  func tell(_ failure: Failure, of input: String) {
    if annotations {
      Console.note(failure.diagnostics.map { $0.githubAnnotation + "\n" }.joined())
    }
    guard let junit, junit != "-" else { return }
    let text = CompareJUnit.text(failure: failure.text, title: input)
    try? Output.write(Array(text.utf8), to: junit)
  }

  func write(
    _ comparison: Comparison, title: String, file: String?, failsOnInconclusive: Bool
  ) throws {
    let markdownText = CompareMarkdown.text(comparison, title: title)
    let junitText = CompareJUnit.text(
      comparison, title: title, failsOnInconclusive: failsOnInconclusive)
    let page = ComparePage.text(comparison, title: title)
    if let html, html != "-" { try Output.write(Array(page.utf8), to: html) }
    if let markdown, markdown != "-" { try Output.write(Array(markdownText.utf8), to: markdown) }
    if let junit, junit != "-" { try Output.write(Array(junitText.utf8), to: junit) }
    if annotations { Console.note(CompareAnnotations.text(comparison, title: title, file: file)) }
    if json {
      try Output(nil).write(CompareJSON.bytes(comparison))
    } else if markdown == "-" {
      try Output.print(markdownText)
    } else if junit == "-" {
      try Output.print(junitText)
    } else if html == "-" {
      try Output.print(page)
    } else {
      let text = CompareText(
        comparison, title: title, width: Console.width, isColoured: Console.isColored)
      try Output.print(text.text)
    }
  }
}

extension Output {
  /// Writes a file whole or not at all.
  static func write(_ bytes: [UInt8], to path: String) throws {
    let output = try Output(path)
    try output.write(bytes)
    try output.finish()
  }
}
