import Foundation

/// The Swift file that embeds the catalog and the shipped workloads.
public enum ShippedSource {
  public static let path = "Sources/Shipped/ShippedFiles.swift"

  private static let catalog = "Sources/Shipped/Catalog"

  public static func text() throws -> String {
    try """
    // swift-format-ignore-file
    // Generated from Sources/Shipped/Catalog and workloads; BATON_UPDATE=1 swift test writes it.

    extension Shipped {
      public static let catalog: [ShippedFile] = \(list(catalog))

      public static let measuredRows: [ShippedFile] = \(list("\(catalog)/accuracy", ".csv"))

      public static let workloads: [ShippedFile] = \(list("workloads"))
    }

    """
  }

  private static func list(_ folder: String, _ ending: String = ".yaml") throws -> String {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: folder).path)
    let files = try names.filter { $0.hasSuffix(ending) }.sorted().map { name in
      let text = try Repository.text("\(folder)/\(name)")
      let entry = "    ShippedFile(\n      name: \"\(name)\",\n      text: "
      return "\(entry)####\"\"\"\n\(text)\n\"\"\"####),\n"
    }
    return "[\n\(files.joined())  ]"
  }
}
