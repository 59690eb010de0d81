public import Domain

/// Finished requests of a run, one by one: as a table (RFC 4180) or as JSON lines.
///
/// Written in parts, so that millions of rows take no memory.
public struct RequestTable: Sendable {
  public enum Format: Hashable, Sendable {
    case csv, lines

    /// What a file's name asks for: lines without an extension, nil for that of anything else.
    public init?(fileName: String) {
      // A dot that a name begins with hides it.
      guard let last = fileName.split(separator: "/").last else { return nil }
      let name = last.dropFirst()
      switch name.lastIndex(of: ".").map({ name[$0...].lowercased() }) {
      case ".csv": self = .csv
      case nil, ".jsonl", ".ndjson", ".json": self = .lines
      default: return nil
      }
    }
  }

  private let arms: [ArmResult]
  private let header: TraceHeader
  private let format: Format
  /// Bytes that are written at once.
  private static let part = 1 << 20

  public init(_ arms: [ArmResult], _ header: TraceHeader, as format: Format) {
    (self.arms, self.header, self.format) = (arms, header, format)
  }

  /// - Parameter write: Takes the next bytes.
  public func write(_ write: ([UInt8]) throws -> Void) rethrows {
    let hasComponents = arms.contains { $0.attribution != nil }
    let names = RequestRow.names(hasComponents: hasComponents)
    var bytes: [UInt8] = []
    if format == .csv { bytes += (names.joined(separator: ",") + "\n").utf8 }
    let keys = names.map { name in
      var bytes: [UInt8] = []
      name.write(to: &bytes)
      return bytes + [UInt8(ascii: ":")]
    }
    for arm in arms {
      let row = RequestRow(arm, header)
      for index in arm.requests.indices {
        let cells = row.cells(index, hasComponents: hasComponents)
        if format == .csv {
          RequestTable.addRow(cells, to: &bytes)
        } else {
          RequestTable.addLine(keys, cells, to: &bytes)
        }
        guard bytes.count > RequestTable.part else { continue }
        try write(bytes)
        bytes.removeAll(keepingCapacity: true)
      }
    }
    try write(bytes)
  }

  private static func addRow(_ cells: [RequestCell], to bytes: inout [UInt8]) {
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      switch cell {
      case .text(let text): bytes += CSVText.quoted(text).utf8
      case .seconds(nil): break
      case .seconds(.some(let value)): value.write(to: &bytes)
      case .count(let count): count.write(to: &bytes)
      case .flag(let isSet): isSet.write(to: &bytes)
      }
    }
    bytes.append(UInt8(ascii: "\n"))
  }

  private static func addLine(
    _ keys: [[UInt8]], _ cells: [RequestCell], to bytes: inout [UInt8]
  ) {
    bytes.append(UInt8(ascii: "{"))
    for (place, cell) in cells.enumerated() {
      if place > 0 { bytes.append(UInt8(ascii: ",")) }
      bytes += keys[place]
      switch cell {
      case .text(let text): text.write(to: &bytes)
      case .seconds(let value): value.write(to: &bytes)
      case .count(let count): count.write(to: &bytes)
      case .flag(let isSet): isSet.write(to: &bytes)
      }
    }
    bytes += "}\n".utf8
  }
}
