import Domain
import Shipped
import WorkloadLanguage

/// The workloads that ship, as templates.
enum TemplateList {
  /// Names and descriptions.
  static func text(width: Int) -> String {
    let column = (Shipped.workloads.map(\.stem.count).max() ?? 0) + 2
    return Shipped.workloads.map { file in
      var lines: [String] = []
      var line = ""
      for word in (description(of: file) ?? "").split(separator: " ") {
        if !line.isEmpty, column + line.count + 1 + word.count > width {
          lines.append(line)
          line = ""
        }
        line += line.isEmpty ? String(word) : " " + word
      }
      lines.append(line)
      let margin = String(repeating: " ", count: column)
      let name = file.stem + margin.dropFirst(file.stem.count)
      return name + lines.joined(separator: "\n" + margin) + "\n"
    }.joined()
  }

  static func help(for name: String) -> String {
    let names = Shipped.workloads.map(\.stem)
    let nearest = Spelling.nearest(to: name, among: names).map { "did you mean `\($0)`? " } ?? ""
    return nearest + "`baton init --list` shows all \(names.count)"
  }

  private static func description(of file: ShippedFile) -> String? {
    let input = SourceText(name: file.name, text: file.text)
    return WorkloadReader.read(
      source: input, resolver: WorkloadFile.resolver, overrides: [],
      models: (try? Shelf.catalog())?.models.map {
        KnownModel(name: $0.name, window: $0.contextLimit)
      } ?? []
    ).0?.description
  }
}
