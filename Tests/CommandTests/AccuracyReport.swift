import Foundation
import Testing

/// What `baton accuracy --json` says, read back as a script would.
struct AccuracyReport: Decodable {
  var schema: String
  var files: [File]

  struct File: Decodable {
    var file: String
    var rows: [Row]
    var mape: [String: Double]
  }

  struct Row: Decodable {
    var id: String
    var metric: String
    var use: String
    var measured: Double
    var predicted: Double?
    var error: Double?
    var closedForm: Double?
    var impliedAcceptance: Double?
  }

  /// The shipped rows, replayed once for all tests.
  static let shipped = Result {
    let result = try Baton.run("accuracy", "--json")
    return try JSONDecoder().decode(AccuracyReport.self, from: result.output)
  }

  func file(_ start: String) throws -> File {
    try #require(files.first { $0.file.hasPrefix(start) }, "\(start)")
  }
}

extension AccuracyReport.File {
  func row(_ id: String) throws -> AccuracyReport.Row {
    try #require(rows.first { $0.id == id }, "\(id)")
  }
  var scored: [AccuracyReport.Row] { rows.filter { $0.use != "print" } }
}
