/// Reads the text of a file into a tree of nodes.
///
/// Never throws: what can't be read is a diagnostic. The tree is nil only if nothing can be said
/// about the rest of the file, for example after a syntax error.
public enum Tree {
  static let nodeLimit = 200_000
  static let nameLimit = 50_000
  static let depthLimit = 64

  public static func read(_ source: SourceText) -> (tree: Node?, diagnostics: [Diagnostic]) {
    let check = TextCheck(source: source)
    if let problem = check.run() { return (nil, [problem]) }
    var collector = EventCollector(source: source, skipping: check.markLength)
    collector.collect()
    guard !collector.isBroken else { return (nil, collector.diagnostics) }
    if collector.isVoid { return (nil, collector.diagnostics + [empty(source)]) }
    var builder = TreeBuilder(source: source, events: collector.events)
    let tree = builder.build()
    return (tree, (collector.diagnostics + builder.diagnostics).sorted(first: source.name))
  }

  private static func empty(_ source: SourceText) -> Diagnostic {
    Diagnostic(
      .emptyFile, "the file is empty", at: Location(source, Span(0, 0)),
      help: "`baton init` writes a workload to start from")
  }
}

/// Collects libyaml's events of one document, with byte spans, inside the limits.
struct EventCollector {
  let source: SourceText
  private let offsets: CharacterOffsets
  private let skipped: Int
  private(set) var events: [YAMLEvent] = []
  private(set) var diagnostics: [Diagnostic] = []
  /// Whether reading stopped before the end of the document.
  private(set) var isBroken = false
  private var depth = 0
  private var nodes = 0
  private var documents = 0

  init(source: SourceText, skipping skipped: Int) {
    (self.source, self.skipped) = (source, skipped)
    offsets = CharacterOffsets(source.bytes, skipping: skipped)
  }

  mutating func collect() {
    let problem = EventStream.read(Array(source.bytes[skipped...])) { event in
      var event = event
      (event.start, event.end) = (offsets.byte(event.start), offsets.byte(event.end))
      return take(event)
    }
    guard let problem else { return }
    isBroken = true
    let context = problem.contextOffset.map(offsets.byte)
    diagnostics.append(
      SyntaxWording.diagnostic(
        problem, at: offsets.byte(problem.offset), context: context, in: source))
  }

  /// Whether there is no document, or one of nothing: libyaml makes an empty scalar of `---`.
  var isVoid: Bool {
    guard let only = events.first, events.count == 1 else { return events.isEmpty }
    guard case .scalar(let text, isPlain: true) = only.kind else { return false }
    return text.isEmpty && !only.hasAnchor && !only.hasTag
  }

  /// Returns false to stop reading.
  private mutating func take(_ event: YAMLEvent) -> Bool {
    switch event.kind {
    case .documentStart:
      documents += 1
      guard documents > 1 else { return true }
      report(
        .leftOut, "a second document starts here; the language has none",
        Span(event.start, event.start + 3), help: "write one file for each workload")
      return false
    case .documentEnd, .other: return true
    case .listStart, .mappingStart: depth += 1
    case .listEnd, .mappingEnd: depth -= 1
    case .scalar, .alias: break
    }
    nodes += 1
    events.append(event)
    if depth > Tree.depthLimit { return stop("more than \(Tree.depthLimit) levels deep", event) }
    if nodes > Tree.nodeLimit { return stop("more than 200,000 values", event) }
    return true
  }

  private mutating func stop(_ what: String, _ event: YAMLEvent) -> Bool {
    report(.limit, "the file is \(what)", Span(event.start, event.start + 1))
    isBroken = true
    return false
  }

  private mutating func report(
    _ code: DiagnosticCode, _ message: String, _ span: Span, help: String? = nil
  ) {
    diagnostics.append(Diagnostic(code, message, at: Location(source, span), help: help))
  }
}
