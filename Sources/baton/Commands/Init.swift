import ArgumentParser
import Domain
import Foundation
import Shipped

struct Init: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "init",
    abstract: "Write a starting workload from one that ships; list them without a name.")

  @Argument(help: "A shipped workload, such as chat.") var template: String?
  @Option(
    name: .shortAndLong, help: "The file to write, or - for standard output; TEMPLATE.yaml without."
  )
  var output: String?
  @Flag(name: .long, help: "List the templates.") var list = false
  @Flag(name: .long, help: "Replace a file that is there.") var force = false

  func validate() throws {
    if list, template != nil { throw ValidationError("--list takes no template") }
    if template == nil, output != nil || force {
      throw ValidationError("name the template to write; --list shows them")
    }
  }

  func run() async {
    await Console.run {
      guard let name = template else {
        try Output.print(TemplateList.text(width: min(Console.width, 100)))
        return 0
      }
      guard let file = Shipped.workloads.first(where: { $0.stem == name }) else {
        throw Failure.input("no template is called `\(name)`", help: TemplateList.help(for: name))
      }
      let path = output ?? file.name
      if path != "-", !force, FileManager.default.fileExists(atPath: path) {
        throw Failure.input(
          "`\(path)` is there already", help: "--force replaces it, -o names another file")
      }
      let target = try Output(path)
      try target.write(file.bytes)
      try target.finish()
      if path != "-" {
        Console.note("wrote \(path); see what it produces: baton inspect \(path)\n")
      }
      return 0
    }
  }
}
