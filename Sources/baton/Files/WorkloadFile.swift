import Domain
import Foundation
import Shipped
import TraceGeneration
import WorkloadLanguage

/// A workload file with all that it names, read and checked.
struct WorkloadFile: Sendable {
  var workload: Workload
  var models: [ModelArchitecture]

  init(_ workload: Workload, catalog: Catalog) {
    (self.workload, models) = (workload, catalog.models)
  }

  /// - Throws: `Failure` with every diagnostic if one is an error; warnings go to standard error.
  init(_ input: Input, overrides: [String], catalog: Catalog) throws {
    let bytes = try input.bytes()
    switch FileKind(of: SourceText(name: input.name, bytes: bytes)) {
    case .workload: break
    case .experiment:
      throw Failure.input(
        "`\(input.name)` is an experiment file, not a workload", help: "`baton compare` takes it")
    case .platform:
      throw Failure.input(
        "`\(input.name)` is a platform file, not a workload", help: "`--platform` takes it")
    }
    let (workload, diagnostics) = WorkloadFile.read(input, bytes, overrides, catalog)
    let text = Console.text(diagnostics)
    guard let workload else { throw Failure.rendered(text, diagnostics) }
    if !diagnostics.isEmpty { Console.note(text) }
    guard !workload.classes.isEmpty else {
      throw Failure.input(
        "`\(input.name)` has no `traffic`: it can be checked and imported, not run")
    }
    self.init(workload, catalog: catalog)
  }

  static func read(
    _ input: Input, _ bytes: [UInt8], _ overrides: [String], _ catalog: Catalog
  ) -> (workload: Workload?, diagnostics: [Diagnostic]) {
    read(LoadedFile(name: input.name, bytes: bytes), overrides, catalog)
  }

  static func read(
    _ file: LoadedFile, _ overrides: [String], _ catalog: Catalog
  ) -> (workload: Workload?, diagnostics: [Diagnostic]) {
    WorkloadReader.read(
      source: SourceText(name: file.name, bytes: file.bytes), resolver: resolver,
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
  static let resolver = FileResolver(
    shipped: Shipped.workloads.map(\.stem),
    reason: { Input.obstacle(path($0, in: $1)) ?? Input.missing },
    load: { reference, importer in
      if let shipped = Shipped.workloads.first(where: { $0.stem == reference }) {
        // No file of that name need exist where the process is.
        return LoadedFile(name: "\(shipped.name) (shipped)", bytes: shipped.bytes)
      }
      let path = path(reference, in: importer)
      guard let data = FileManager.default.contents(atPath: path) else { return nil }
      return LoadedFile(name: path, bytes: [UInt8](data))
    })

  /// A path as the file `importer` writes it, relative to the folder that the process is in, if it
  /// lies there.
  static func path(_ reference: String, in importer: String) -> String {
    let folder = URL(filePath: importer).deletingLastPathComponent()
    let url =
      reference.hasPrefix("/") ? URL(filePath: reference) : folder.appending(path: reference)
    let current = FileManager.default.currentDirectoryPath + "/"
    return url.path.hasPrefix(current) ? String(url.path.dropFirst(current.count)) : url.path
  }
}
