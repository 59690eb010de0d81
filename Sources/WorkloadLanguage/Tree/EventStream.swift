import CLibYAML

/// One event of libyaml, copied out of its memory.
///
/// Marks count characters, not bytes, and do not count a byte order mark.
struct YAMLEvent {
  enum Kind {
    case scalar(String, isPlain: Bool)
    case listStart, listEnd, mappingStart, mappingEnd
    case alias(String)
    case documentStart, documentEnd, other
  }

  var kind: Kind
  var hasAnchor = false
  var hasTag = false
  var start: Int
  var end: Int
}

/// What libyaml says about text that it can't parse.
struct YAMLProblem {
  var problem: String
  var offset: Int
  /// Start of the list, mapping or text that was being read.
  var contextOffset: Int?
  /// What was being read: "while scanning a tag".
  var context = ""
}

/// The only place that touches libyaml's memory.
enum EventStream {
  /// Hands each event to `body` until it returns false, the stream ends, or the text is wrong.
  static func read(_ bytes: [UInt8], _ body: (YAMLEvent) -> Bool) -> YAMLProblem? {
    let parser = UnsafeMutablePointer<yaml_parser_t>.allocate(capacity: 1)
    defer { unsafe parser.deallocate() }
    guard unsafe yaml_parser_initialize(parser) == 1 else {
      return YAMLProblem(problem: "out of memory", offset: 0)
    }
    defer { unsafe yaml_parser_delete(parser) }
    return unsafe bytes.withUnsafeBufferPointer { buffer in
      unsafe yaml_parser_set_encoding(parser, YAML_UTF8_ENCODING)
      unsafe yaml_parser_set_input_string(parser, buffer.baseAddress, buffer.count)
      while true {
        var event = unsafe yaml_event_t()
        guard unsafe yaml_parser_parse(parser, &event) == 1 else {
          return unsafe problem(of: parser.pointee)
        }
        defer { unsafe yaml_event_delete(&event) }
        if unsafe event.type == YAML_STREAM_END_EVENT { return nil }
        guard body(unsafe copy(event)) else { return nil }
      }
    }
  }

  private static func problem(of parser: yaml_parser_t) -> YAMLProblem {
    let text = unsafe parser.problem.map { unsafe String(cString: $0) } ?? "unknown problem"
    let context = unsafe parser.context
    return unsafe YAMLProblem(
      problem: text, offset: Int(parser.problem_mark.index),
      contextOffset: context == nil ? nil : Int(parser.context_mark.index),
      context: context.map { unsafe String(cString: $0) } ?? "")
  }

  private static func copy(_ event: yaml_event_t) -> YAMLEvent {
    var result = unsafe YAMLEvent(
      kind: .other, start: Int(event.start_mark.index), end: Int(event.end_mark.index))
    switch unsafe event.type {
    case YAML_DOCUMENT_START_EVENT: result.kind = .documentStart
    case YAML_DOCUMENT_END_EVENT: result.kind = .documentEnd
    case YAML_SEQUENCE_END_EVENT: result.kind = .listEnd
    case YAML_MAPPING_END_EVENT: result.kind = .mappingEnd
    case YAML_ALIAS_EVENT:
      result.kind = .alias(unsafe String(cString: event.data.alias.anchor))
    case YAML_SEQUENCE_START_EVENT:
      let data = unsafe event.data.sequence_start
      result.kind = .listStart
      unsafe (result.hasAnchor, result.hasTag) = (data.anchor != nil, data.tag != nil)
    case YAML_MAPPING_START_EVENT:
      let data = unsafe event.data.mapping_start
      result.kind = .mappingStart
      unsafe (result.hasAnchor, result.hasTag) = (data.anchor != nil, data.tag != nil)
    case YAML_SCALAR_EVENT:
      let data = unsafe event.data.scalar
      let bytes = unsafe UnsafeBufferPointer(start: data.value, count: data.length)
      result.kind = .scalar(
        unsafe String(decoding: bytes, as: UTF8.self),
        isPlain: unsafe data.style == YAML_PLAIN_SCALAR_STYLE)
      unsafe (result.hasAnchor, result.hasTag) = (data.anchor != nil, data.tag != nil)
    default: break
    }
    return result
  }
}
