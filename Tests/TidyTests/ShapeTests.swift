import Foundation
import Testing

@Suite("shape of the source")
struct ShapeTests {
  @Test("lines have at most 100 columns, files at most 400 lines")
  func lengths() throws {
    for file in try SourceTree.sources() + SourceTree.tests() {
      if file.path.hasSuffix("ShippedFiles.swift") { continue }
      #expect(file.lines.count <= 401, "\(file.path) has \(file.lines.count - 1) lines")
      for (number, line) in file.lines.enumerated() {
        #expect(line.count <= 100, "\(file.path):\(number + 1) has \(line.count) columns")
      }
    }
  }

  @Test("functions have at most 70 lines")
  func functions() throws {
    for file in try SourceTree.sources() + SourceTree.tests() {
      if file.path.hasSuffix("ShippedFiles.swift") { continue }
      var open: [(name: Substring, indent: Int, line: Int)] = []
      for (number, line) in file.lines.enumerated() {
        let code = line.drop { $0 == " " }
        let indent = line.count - code.count
        if let last = open.last, code.hasPrefix("}"), indent == last.indent {
          let length = number - last.line + 1
          #expect(length <= 70, "\(file.path):\(last.line + 1): \(length) lines: \(last.name)")
          open.removeLast()
        }
        let isFunction = code.contains("func ") || code.contains("init(")
        let isDeclaration = !code.hasPrefix("//") && !code.hasPrefix("\"")
        if isFunction, isDeclaration, code.hasSuffix("{") { open.append((code, indent, number)) }
      }
    }
  }

  @Test("nothing is left for later in silence")
  func promises() throws {
    let words = ["TO" + "DO", "FIX" + "ME", "XX" + "X"]
    for file in try SourceTree.sources() + SourceTree.tests() {
      for (number, line) in file.lines.enumerated() {
        for word in words {
          #expect(!line.contains(word), "\(file.path):\(number + 1): \(word)")
        }
      }
    }
  }
}

@Suite("documents")
struct DocumentTests {
  private func documents() throws -> [SourceTree.File] {
    let text = try String(contentsOf: SourceTree.root.appending(path: "README.md"), encoding: .utf8)
    let readme = SourceTree.File(
      path: "README.md", lines: text.split(separator: "\n", omittingEmptySubsequences: false))
    return try [readme] + SourceTree.files(in: "Docs", endings: [".md"])
  }

  @Test("links between documents lead somewhere")
  func links() throws {
    for file in try documents() {
      let folder = SourceTree.root.appending(path: file.path).deletingLastPathComponent()
      for line in file.lines {
        for match in line.matches(of: /\]\(([^)#\s]+)(#[^)]*)?\)/) where !match.1.contains("://") {
          let target = folder.appending(path: String(match.1)).standardizedFileURL
          #expect(
            FileManager.default.fileExists(atPath: target.path), "\(file.path): (\(match.1))")
        }
      }
    }
  }

  @Test("every document is reached from the README or the architecture page")
  func reached() throws {
    let files = try documents()
    let text = files.flatMap(\.lines).joined(separator: "\n")
    for file in files where file.path.hasPrefix("Docs/") && !file.path.contains("Decisions/") {
      let name = file.path.split(separator: "/").last ?? ""
      #expect(text.contains("\(name))"), "\(file.path) is linked from nowhere")
    }
  }

  @Test("the top level holds what its owner fixed")
  func topLevel() throws {
    let fixed: Set = [
      "Package.swift", "Sources", "Tests", "workloads", "traces", "Docs", "README.md", "LICENSE",
      "Package.resolved",
    ]
    let names = try FileManager.default.contentsOfDirectory(atPath: SourceTree.root.path)
    for name in names where !name.hasPrefix(".") {
      #expect(fixed.contains(name), "`\(name)` does not belong at the top")
    }
  }
}
