import Foundation
import Testing

/// What scripts read of a comparison.
struct CompareRecord: Decodable {
  struct Metric: Decodable {
    var metric: String
    var scenario: String
    var `class`: String
    var candidate: String
    var baselineValue: Double?
    var candidateValue: Double?
    var ratio: Double?
    var interval: [Double]?
    var p: Double?
    var verdict: String
  }
  struct Looks: Decodable {
    var planned: Int
    var taken: Int
  }
  struct Assertion: Decodable {
    var candidate: String
    var text: String
  }
  struct Candidate: Decodable {
    var candidate: String
    var verdict: String
  }
  var verdict: String
  var verdicts: [Candidate]
  var seeds: Int
  var looks: Looks
  var confidence: Double
  var baseline: String
  var candidates: [String]
  var scenarios: [String]
  var metrics: [Metric]
  var assertions: [Assertion]

  init(_ result: Baton.Result) throws {
    try #require(!result.output.isEmpty, "\(result.errors)")
    self = try JSONDecoder().decode(CompareRecord.self, from: result.output)
  }
}
