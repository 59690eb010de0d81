import Domain
import Foundation
import Testing

@testable import Reporting

/// Standard normal numbers by Box and Muller.
func normals(_ count: Int, _ stream: RandomStream) -> [Double] {
  (0..<count).map { index in
    let draw = stream.numbered(index)
    let radius = (-2 * log(draw.numbered(0).uniform)).squareRoot()
    return radius * cos(2 * Double.pi * draw.numbered(1).uniform)
  }
}

@Suite struct PairedStatisticsTests {
  @Test("sign-flip p by hand: of eight patterns of 1, 2, 3, those that sum to at least the seen")
  func signFlip() {
    #expect(PairedStatistics.signFlip([1, 2, 3]) == 1.0 / 8)
    #expect(PairedStatistics.signFlip([-1, 2, 3]) == 2.0 / 8)
    #expect(PairedStatistics.signFlip([-1, -2, -3]) == 1)
    #expect(PairedStatistics.signFlip([0, 0, 0]) == 1)
    #expect(PairedStatistics.signFlip([0.1, 0.2, 0.3]) == 1.0 / 8)
  }

  @Test("p values drawn beyond fourteen seeds agree with a normal approximation")
  func drawnSignFlip() {
    let values = normals(24, RandomStream(seed: 5)).map { $0 + 0.4 }
    let sum = values.reduce(0, +)
    let spread = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let expected = erfc(sum / spread / 2.0.squareRoot()) / 2
    let p = PairedStatistics.signFlip(values)
    #expect(abs(p - expected) < 0.01)
    #expect(PairedStatistics.signFlip(Array(repeating: 1, count: 24)) == 1.0 / 16_385)
    #expect(PairedStatistics.smallestP(24) == 1.0 / 16_385)
    #expect(PairedStatistics.smallestP(12) == 1.0 / 4096)
  }

  @Test("Benjamini–Hochberg by hand")
  func adjusted() {
    #expect(PairedStatistics.adjusted([0.01, 0.5, 0.02, 0.04]) == [0.04, 0.5, 0.04, 0.04 * 4 / 3])
    #expect(PairedStatistics.adjusted([0.9, 0.95]) == [0.95, 0.95])
    #expect(PairedStatistics.adjusted([]) == [])
  }

  @Test(
    "the interval covers the true mean of normal numbers in about 95 of 100", arguments: [6, 12])
  func coverage(count: Int) throws {
    let stream = RandomStream(seed: 11)
    let bootstrap = Bootstrap(count: count)
    var covered = 0
    for study in 0..<200 {
      let values = normals(count, stream.numbered(study))
      let interval = try #require(bootstrap.interval(values))
      if interval.low <= 0, interval.high >= 0 { covered += 1 }
    }
    #expect((180...199).contains(covered), "\(covered) of 200")
  }

  @Test("an interval of equal values is a point; of one value there is none")
  func degenerate() throws {
    let interval = try #require(Bootstrap(count: 3).interval([0.25, 0.25, 0.25]))
    #expect(interval.low == 0.25)
    #expect(interval.high == 0.25)
    #expect(Bootstrap(count: 1).interval([1]) == nil)
  }

  @Test("Student's t is that of tables, and goes on smoothly where its own ends")
  func studentT() {
    let table = [(1, 12.7062), (2, 4.3027), (5, 2.5706), (11, 2.2010), (30, 2.0423), (60, 2.0003)]
    let student = StudentT(tail: 0.025)
    for (degrees, expected) in table + [(120, 1.9799), (1000, 1.9623)] {
      #expect(abs(student.quantile(degrees) - expected) < 0.0001, "\(degrees) degrees")
    }
    #expect(student.quantile(60) > student.quantile(61))
    #expect(abs(StudentT(tail: 0.005).quantile(11) - 3.1058) < 0.0001)
  }
}
