import Domain
import TraceFormats

/// Writes a trace to a file, whole or not at all, or to standard output.
enum TraceOutput {
  /// - Parameter name: what errors of the source are told of.
  static func write(_ source: some TraceSource, to path: String, name: String) throws {
    let target = try Output(path)
    let progress = TraceProgress("wrote", of: source.header, to: path)
    do {
      var source: any TraceSource = progress.watch(source)
      var writer = NativeTraceWriter(header: source.header)
      var session = TraceSession()
      while try source.next(&session) {
        writer.append(session)
        if writer.pending >= NativeTraceWriter.pieceSize { try writer.flush(target.write) }
      }
      writer.finish()
      try writer.flush(target.write)
      try target.finish()
      progress.end()
    } catch let error as TraceError {
      target.discard()
      throw Failure.trace(error, in: name)
    }
  }
}
