import Domain
import Foundation
import TraceFormats

/// A trace that is read several times, as a user named it.
struct TraceFiles {
  let name: String
  /// Last part of the file's name, or of the first of several.
  let file: String
  /// Without its ending; of several files in a folder the folder's.
  let stem: String
  /// Model of a trace that names none.
  private var model: String
  /// Whether the model also stands for the one that an import made up.
  private var replacesModel = false
  /// Why it isn't the usual one.
  private(set) var modelNote: String?
  private let format: TraceFormat?
  private let files: ImportFiles?
  /// Standard input, which is kept.
  private let kept: Input?

  init(_ traces: [String], format: TraceFormat?, model: String) throws {
    (self.format, self.model) = (format, model)
    if traces == ["-"] {
      let input = try Input("-")
      (kept, files, name, file, stem) = (input, nil, input.name, input.name, "fitted")
      return
    }
    let found = try ImportFiles(traces)
    (files, kept, name) = (found, nil, found.name)
    let url = URL(filePath: traces[0])
    let shown = traces.count > 1 ? url.deletingLastPathComponent() : url
    (file, stem) = (shown.lastPathComponent, shown.deletingPathExtension().lastPathComponent)
  }

  init(_ input: Input, format: TraceFormat?, model: String) {
    (self.format, self.model) = (format, model)
    (kept, files, name, file, stem) = (input, nil, input.name, input.name, "fitted")
  }

  /// The same trace with a model that its source doesn't name.
  func with(model: String, note: String?) -> TraceFiles {
    var files = self
    (files.model, files.replacesModel, files.modelNote) = (model, true, note)
    return files
  }

  func open(isSorting: Bool = false) throws(TraceError) -> any TraceSource {
    var options = ImportOptions(model: model)
    options.isSorting = isSorting
    var source: any TraceSource
    if let files {
      source = try TraceReader.open(format: format, try files.inputs(), options)
    } else if let kept {
      source = try TraceReader.open(
        format: format, [ImportInput(chunks: try chunks(of: kept))], options)
    } else {
      throw TraceError("there is nothing to read", line: 0)
    }
    if replacesModel { source = RenamedModel(source, model: model) }
    return source
  }
}

/// A trace of one model that has another name.
private struct RenamedModel: TraceSource {
  let header: TraceHeader
  private var source: any TraceSource

  init(_ source: any TraceSource, model: String) {
    self.source = source
    var header = source.header
    header.models = [model]
    self.header = header
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    try source.next(&session)
  }
}
