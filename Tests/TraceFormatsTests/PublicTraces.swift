import Domain
import Foundation
import TraceFormats

/// Folder of real public traces; without it their tests are skipped.
let publicTraces = ProcessInfo.processInfo.environment["BATON_TRACES"]

enum PublicTraces {
  static func bytes(_ path: String) throws -> [UInt8] {
    [UInt8](try Data(contentsOf: URL(filePath: "\(publicTraces ?? "")/\(path)")))
  }

  /// Files of a folder whose names have this start and end, by name.
  static func inputs(_ folder: String, _ start: String, _ end: String) throws -> [ImportInput] {
    let names = try FileManager.default.contentsOfDirectory(
      atPath: "\(publicTraces ?? "")/\(folder)")
    let wanted = names.sorted { $0.compare($1, options: .numeric) == .orderedAscending }
    return try wanted.filter { $0.hasPrefix(start) && $0.hasSuffix(end) }.map { name in
      ImportInput(name: name, chunks: chunks(try bytes("\(folder)/\(name)")))
    }
  }

  static func near(_ value: Double?, _ wanted: Double, _ tolerance: Double) -> Bool {
    value.map { abs($0 - wanted) <= tolerance } ?? false
  }

  /// Between neighbouring ranks, as the published figures are.
  static func interpolated(_ values: ValueHistogram, _ share: Double) -> Double {
    let place = share * Double(values.count - 1)
    let rank = Int(place)
    let low = Double(values.value(atRank: rank + 1))
    let high = Double(values.value(atRank: min(rank + 2, values.count)))
    return low + (high - low) * (place - Double(rank))
  }
}
