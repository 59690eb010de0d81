import Domain
import TraceFormats

/// The bytes of a whole native trace.
func nativeBytes(_ source: ArraySource) throws -> [UInt8] {
  var source = source
  var bytes: [UInt8] = []
  try NativeTraceWriter.write(&source) { bytes.append(contentsOf: $0) }
  return bytes
}

/// Hands out bytes in pieces.
func chunks(_ bytes: [UInt8], of size: Int = 65536) -> ByteChunks {
  var position = 0
  return {
    guard position < bytes.count else { return nil }
    defer { position += size }
    return Array(bytes[position..<min(bytes.count, position + size)])
  }
}

func chunks(_ text: String, of size: Int = 65536) -> ByteChunks {
  chunks(Array(text.utf8), of: size)
}

/// All sessions of a source.
func drain(_ source: inout some TraceSource) throws(TraceError) -> [TraceSession] {
  var sessions: [TraceSession] = []
  var session = TraceSession()
  while try source.next(&session) { sessions.append(session) }
  return sessions
}
