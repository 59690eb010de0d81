import Domain
import Foundation
import Shipped
import TraceGeneration
import WorkloadLanguage

/// A workload file with all that it names, read and checked.
struct WorkloadFile: Sendable {
  var workload: Workload
  var models: [ModelArchitecture]

  /// - Throws: `Failure` with every diagnostic if one is an error; warnings go to standard error.
  init(_ input: Input, overrides: [String], catalog: Catalog) throws {
    let (workload, diagnostics) = WorkloadFile.read(input, try input.bytes(), overrides, catalog)
    let text = diagnostics.rendered(isColored: Console.isErrorColored)
    guard let workload else { throw Failure.rendered(text) }
    if !diagnostics.isEmpty { Console.note(text) }
    guard !workload.classes.isEmpty else {
      throw Failure.input(
        "`\(input.name)` has no `traffic`: it can be checked and imported, not run")
    }
    self.workload = workload
    models = catalog.models
  }

  static func read(
    _ input: Input, _ bytes: [UInt8], _ overrides: [String], _ catalog: Catalog
  ) -> (workload: Workload?, diagnostics: [Diagnostic]) {
    WorkloadReader.read(
      source: SourceText(name: input.name, bytes: bytes), resolver: resolver,
      overrides: overrides,
      models: catalog.models.map { KnownModel(name: $0.name, window: $0.contextLimit) })
  }

  /// The trace of this workload under a seed.
  func generator(seed: UInt64, load: Double) throws -> TraceGenerator {
    let identity = "\(workload.fingerprint) \(seed) \(load) \(TraceGenerator.version)"
    var windows: [String: Int] = [:]
    for model in models { windows[model.name] = model.contextLimit }
    do throws(GenerationError) {
      return try TraceGenerator(
        workload: workload, seed: seed, load: load,
        fingerprint: StableHash.hexadecimal(of: identity.utf8), windows: windows)
    } catch {
      throw Failure.input(error.message)
    }
  }

  /// Shipped names, and paths relative to the file that names them.
  static let resolver = FileResolver(shipped: Shipped.workloads.map(\.stem)) {
    reference, importer in
    if let shipped = Shipped.workloads.first(where: { $0.stem == reference }) {
      return LoadedFile(name: shipped.name, bytes: shipped.bytes)
    }
    let folder = URL(filePath: importer).deletingLastPathComponent()
    let url =
      reference.hasPrefix("/") ? URL(filePath: reference) : folder.appending(path: reference)
    guard let data = try? Data(contentsOf: url) else { return nil }
    let name =
      url.path.hasPrefix(FileManager.default.currentDirectoryPath + "/")
      ? String(url.path.dropFirst(FileManager.default.currentDirectoryPath.count + 1)) : url.path
    return LoadedFile(name: name, bytes: [UInt8](data))
  }
}
