import Domain
import TraceFormats

/// The model that a fitted workload names where the trace's source names none: one whose window
/// holds its requests, since sessions end before a prompt that their model doesn't take.
enum FitModel {
  /// - Parameter name: what the user says; nil looks for one.
  static func choose(
    for trace: TraceFiles, named name: String?, in catalog: Catalog
  ) throws -> TraceFiles {
    do throws(TraceError) {
      var source = try trace.open()
      guard source.header.models.count == 1, let usual = source.header.models.first,
        isMadeUp(source.header)
      else { return trace }
      if let name { return trace.with(model: name, note: nil) }
      guard let window = window(of: usual, catalog) else { return trace }
      let longest = try longest(of: &source)
      guard longest > window else { return trace }
      let wide = catalog.models.filter { $0.contextLimit >= longest }
      guard let chosen = wide.min(by: { $0.contextLimit < $1.contextLimit }) else {
        return trace
      }
      return trace.with(
        model: chosen.name,
        note:
          "the longest request has \(longest) tokens, \(usual) takes \(window): the workload is"
          + " for \(chosen.name); --model names another")
    } catch {
      throw Failure.trace(error, in: trace.name)
    }
  }

  /// What to know of a model that no entry describes; nothing for others.
  static func note(of name: String, in catalog: Catalog) -> String {
    catalog.models.contains { $0.name == name }
      ? ""
      : "note: the catalog has no model `\(name)`: a platform file has to describe it\n"
  }

  private static func isMadeUp(_ header: TraceHeader) -> Bool {
    header.account.contains { $0.field.lowercased() == "model" && $0.fate == .synthesized }
  }

  private static func window(of model: String, _ catalog: Catalog) -> Int? {
    catalog.models.first { $0.name == model }?.contextLimit
  }

  private static func longest(of source: inout any TraceSource) throws(TraceError) -> Int {
    var session = TraceSession()
    var longest = 0
    while try source.next(&session) {
      for record in session.records where record.kind == .request {
        longest = max(longest, Int(record.inputTokens) + Int(record.outputTokens))
      }
    }
    return longest
  }
}
