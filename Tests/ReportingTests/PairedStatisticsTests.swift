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
  @Test("sign-flip p by hand: of eight patterns of 1, 2, 3, those as far from 0 as the seen")
  func signFlip() {
    #expect(PairedStatistics.signFlip([1, 2, 3]) == 2.0 / 8)
    #expect(PairedStatistics.signFlip([-1, 2, 3]) == 4.0 / 8)
    #expect(PairedStatistics.signFlip([-1, -2, -3]) == 2.0 / 8)
    #expect(PairedStatistics.signFlip([0, 0, 0]) == 1)
    #expect(PairedStatistics.signFlip([1, -2, 1]) == 1)
    #expect(PairedStatistics.signFlip([0.1, 0.2, 0.3]) == 2.0 / 8)
    #expect(PairedStatistics.signFlip([5]) == 1)
  }

  @Test("sign-flip p is what counting every pattern gives")
  func everyPattern() {
    for study in 0..<40 {
      let values = normals(2 + study % 9, RandomStream(seed: 3).numbered(study)).map { $0 + 0.3 }
      let seen = abs(values.reduce(0, +))
      let hits = (0..<1 << values.count).count { pattern in
        let sum = values.indices.reduce(0.0) {
          $0 + (pattern >> $1 & 1 == 0 ? values[$1] : -values[$1])
        }
        return abs(sum) >= seen - 1e-9
      }
      #expect(
        PairedStatistics.signFlip(values) == Double(hits) / Double(1 << values.count), "\(values)")
    }
  }

  @Test("p values drawn beyond 24 seeds agree with a normal approximation")
  func drawnSignFlip() {
    let values = normals(36, RandomStream(seed: 5)).map { $0 + 0.3 }
    let sum = values.reduce(0, +)
    let spread = values.reduce(0) { $0 + $1 * $1 }.squareRoot()
    let expected = erfc(abs(sum) / spread / 2.0.squareRoot())
    let p = PairedStatistics.signFlip(values)
    #expect(abs(p - expected) < 0.01)
    #expect(PairedStatistics.signFlip(Array(repeating: 1, count: 36)) == 1.0 / 65_537)
    #expect(PairedStatistics.smallestP(36) == 1.0 / 65_537)
    #expect(PairedStatistics.smallestP(12) == 2.0 / 4096)
  }

  @Test("of equal arms, at most one family of six tests in a hundred has an adjusted p below 0.01")
  func familywise() {
    let stream = RandomStream(seed: 29)
    let alarms = (0..<2000).count { study in
      let p = (0..<6).map {
        PairedStatistics.signFlip(normals(12, stream.numbered(study).numbered($0)))
      }
      return PairedStatistics.adjusted(p).contains { $0 < PairedJudge.significance }
    }
    // 20 are expected at most; one-sided p towards the side seen gave 38.
    #expect((5...29).contains(alarms), "\(alarms) of 2000")
  }

  @Test("Benjamini–Hochberg by hand")
  func adjusted() {
    #expect(PairedStatistics.adjusted([0.01, 0.5, 0.02, 0.04]) == [0.04, 0.5, 0.04, 0.04 * 4 / 3])
    #expect(PairedStatistics.adjusted([0.9, 0.95]) == [0.95, 0.95])
    #expect(PairedStatistics.adjusted([]) == [])
  }

  @Test(
    "the interval covers the true mean of normal numbers in about 95 of 100",
    arguments: [2, 4, 6, 12])
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
