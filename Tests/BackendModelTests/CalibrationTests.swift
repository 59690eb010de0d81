import Domain
import Shipped
import Testing

@testable import BackendModel

@Suite struct CalibrationTests {
  private func rows() throws -> [MeasuredRow] {
    try Shipped.measuredRows.flatMap { file in
      let rows = try RowTable.read(file.text)
      #expect(!rows.isEmpty, "\(file.name)")
      return rows
    }
  }

  @Test(
    "the constants of the catalog are what the rows yield, from wherever the search starts",
    arguments: [0.9, 1, 1.15])
  func committed(start: Double) throws {
    let found = try Calibration.fit(try rows(), catalog: try shippedCatalog(), start: start)
    #expect(found.count == Calibration.constants.count)
    for constant in found {
      let fitted = try #require(constant.fitted, "\(constant.name)")
      #expect(abs(fitted / constant.committed - 1) < 1e-9, "\(constant)")
      #expect(constant.rows > 0)
    }
  }

  @Test("figures that hold a constant of another profile hold the same value")
  func copies() throws {
    let catalog = try shippedCatalog()
    for constant in Calibration.constants {
      let value = try #require(catalog.figure(constant.name)?.value)
      for figure in constant.figures {
        #expect(catalog.figure(figure)?.value == value, "\(figure)")
      }
    }
  }

  @Test("a constant that no row depends on is not fitted")
  func untouched() throws {
    let rubin = try rows().filter { $0.setup.chip == "rubin" && $0.setup.phase == .decode }
    let found = try Calibration.fit(rubin, catalog: try shippedCatalog())
    for constant in found where constant.name.hasPrefix("hopper") {
      #expect(constant.fitted == nil && constant.rows == 0)
    }
  }

  @Test("least squares finds a known minimum")
  func leastSquares() throws {
    let found = LeastSquares.solve(start: [0.3, -0.2, 7]) { point in
      (0..<8).map { x in
        let truth = 2 * power(2.718281828, -0.5 * Double(x))
        return exponential(point[0]) * power(2.718281828, point[1] * Double(x)) - truth
      }
    }
    #expect(abs(try #require(found[0]) - logarithm(2)) < 1e-6)
    #expect(abs(try #require(found[1]) + 0.5) < 1e-6)
    #expect(found[2] == nil)
  }
}
