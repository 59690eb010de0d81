import ArgumentParser
import BackendModel
import Domain

struct CatalogCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "catalog",
    abstract: "Show chips, software, networks, models, platforms and policies, with sources.")

  @Argument(help: "An entry; all names are listed without one.") var name: String?
  @Option(
    name: .long,
    help: ArgumentHelp("A platform file whose entries count too.", valueName: "file"))
  var platform: String?
  @Flag(name: .long, help: "Print as JSON.") var json = false

  func run() async {
    await Console.run {
      var catalog = try Shelf.catalog()
      if let platform { _ = try Shelf.add(platform, to: &catalog) }
      guard let name else {
        if json {
          try Output(nil).write(CatalogText.listJSON(of: catalog))
        } else {
          try Output.print(CatalogText.list(of: catalog))
        }
        return 0
      }
      var bytes: [UInt8] = []
      do throws(PlacementError) {
        bytes =
          json
          ? try CatalogText.entryJSON(name, in: catalog)
          : Array(try CatalogText.entry(name, in: catalog).utf8)
      } catch {
        throw Failure.input(error.message, help: error.help)
      }
      try Output(nil).write(bytes)
      return 0
    }
  }
}
