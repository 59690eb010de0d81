import ArgumentParser
import Domain
import WorkloadLanguage

struct Schema: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    abstract: "Print the JSON Schema of workload files, for editors.")

  func run() async {
    await Console.run {
      try Output.print(WorkloadSchema.jsonSchema + "\n")
      return 0
    }
  }
}
