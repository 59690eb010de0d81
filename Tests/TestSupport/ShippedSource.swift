import Foundation

/// The Swift file that embeds the catalog and the shipped workloads.
public enum ShippedSource {
  public static let path = "Sources/Shipped/ShippedFiles.swift"

  public static func text() throws -> String {
    try """
    // swift-format-ignore-file
    // Generated from Sources/Shipped/Catalog and workloads; BATON_UPDATE=1 swift test writes it.

    extension Shipped {
      public static let catalog: [ShippedFile] = \(list("Sources/Shipped/Catalog"))

      public static let workloads: [ShippedFile] = \(list("workloads"))
    }

    """
  }

  private static func list(_ folder: String) throws -> String {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: Repository.root.appending(path: folder).path)
    let files = try names.filter { $0.hasSuffix(".yaml") }.sorted().map { name in
      let text = try Repository.text("\(folder)/\(name)")
      let entry = "    ShippedFile(\n      name: \"\(name)\",\n      text: "
      return "\(entry)####\"\"\"\n\(text)\n\"\"\"####),\n"
    }
    return "[\n\(files.joined())  ]"
  }
}
