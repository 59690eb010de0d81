import Domain
import TraceFormats

extension Jobs {
  /// Chat in Mooncake's form, read and written as a trace of Baton's own.
  public static func importMooncake() throws -> Facts { try rewrite(ChatTrace.lines()) }

  /// 400,000 rows of CSV in Azure's form.
  public static func importAzure() throws -> Facts {
    let root = RandomStream(seed: 3).named("rows")
    var bytes = Array("TIMESTAMP,ContextTokens,GeneratedTokens\n".utf8)
    // Sent every 7 ms, in tenths of microseconds.
    for index in 0..<400_000 {
      let (seconds, part) = (index * 7 / 1000, index * 7 % 1000 * 10_000)
      let (minutes, hours) = (seconds / 60 % 60, 18 + seconds / 3600)
      let stream = root.numbered(index)
      let row =
        "2023-11-16 \(hours):\(digits(minutes, 2)):\(digits(seconds % 60, 2))."
        + "\(digits(part, 7)),\(1 + Int(stream.named("input").uniform * 8000)),"
        + "\(1 + Int(stream.named("output").uniform * 500))\n"
      bytes += row.utf8
    }
    return try rewrite(bytes)
  }

  private static func digits(_ number: Int, _ count: Int) -> String {
    let text = String(number)
    return String(repeating: "0", count: count - text.count) + text
  }

  /// - Returns: Requests, bytes that were written, and a digest of their end, which has a digest of
  ///   all of them.
  private static func rewrite(_ bytes: [UInt8]) throws -> Facts {
    var rest: [UInt8]? = bytes
    var source = try TraceReader.open(model: "deepseek-r1") {
      defer { rest = nil }
      return rest
    }
    return try rewrite(&source)
  }

  private static func rewrite(_ source: inout some TraceSource) throws -> Facts {
    var writer = NativeTraceWriter(header: source.header)
    var session = TraceSession()
    var (requests, written) = (0, 0)
    var end: ArraySlice<UInt8> = []
    func take(_ piece: [UInt8]) {
      written += piece.count
      end = piece.suffix(100)
    }
    while try source.next(&session) {
      requests += session.records.count { $0.kind == .request }
      writer.append(session)
      if writer.pending >= NativeTraceWriter.pieceSize { writer.flush(take) }
    }
    writer.finish()
    writer.flush(take)
    var digest = Digest()
    for byte in end { digest.add(byte) }
    return Facts(count: requests, steps: written, digest: digest.hexadecimal)
  }
}
