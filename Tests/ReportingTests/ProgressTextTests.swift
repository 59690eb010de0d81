import Testing

@testable import Reporting

@Suite("progress and load in lines of text")
struct ProgressTextTests {
  @Test("rates are per second, or per minute where that is less than one; the rest in proportion")
  func progress() {
    #expect(
      ProgressText.parts("replayed", 12, of: 240, share: 0.05, after: 4)
        == "replayed 12 of 240, 3.00/s, about 76 s left")
    #expect(
      ProgressText.parts("replayed", 1, of: 24, share: 0.25, after: 100)
        == "replayed 1 of 24, 0.600/min, about 5 min left")
    #expect(
      ProgressText.requests("wrote", 412_000, share: 0.5, after: 8)
        == "wrote 412 k requests, 51.5 k/s, about 8 s left")
    // Nothing is said of what isn't known, or of an end that was due.
    #expect(
      ProgressText.requests("replayed", 900, share: nil, after: 3)
        == "replayed 900 requests, 300/s")
    #expect(ProgressText.requests("replayed", 0, share: 0, after: 2) == "replayed 0 requests")
    #expect(
      ProgressText.parts("replayed", 24, of: 24, share: 1, after: 2) == "replayed 24 of 24, 12.0/s")
  }

  @Test("parts of the time hold the mean of what there was in them")
  func means() {
    #expect(LoadText.means(of: [1, 3, 5, 7], step: 1, until: 4, parts: 2) == [2, 6])
    #expect(LoadText.means(of: [1, 3], step: 2, until: 4, parts: 4) == [1, 1, 3, 3])
    #expect(LoadText.means(of: [4, 0], step: 3, until: 6, parts: 3) == [4, 2, 0])
    // Values end before the time does.
    #expect(LoadText.means(of: [2], step: 1, until: 2, parts: 2) == [2, 0])
    #expect(LoadText.means(of: [2], step: 0, until: 2, parts: 2) == [])
  }
}
