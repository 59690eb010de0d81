import Domain
import Testing

@testable import BackendModel

/// One B200 node under SGLang, DeepSeek-R1 FP4, TP4, without speculation (InferenceX, 2026-03-25).
@Suite struct CalibrationTests {
  struct Row: Sendable {
    var input: Double
    var output: Double
    var users: Double
    var milliseconds: Double
    var outputPerGPU: Double
  }

  static let rows: [Row] = {
    let table: [(Double, Double, [(Double, Double, Double)])] = [
      (
        922, 922,
        [
          (4, 9.01, 105.4), (8, 10.45, 184.4), (16, 12.99, 294.7), (32, 16.03, 477.5),
          (64, 20.05, 749.9), (128, 25.54, 1193),
        ]
      ),
      (
        922, 7373,
        [
          (4, 8.76, 112.5), (8, 10.79, 181.6), (16, 12.75, 305.6), (32, 16.67, 468.1),
          (64, 21.9, 717.3), (128, 27.97, 1122.8),
        ]
      ),
      (
        7373, 922,
        [
          (4, 9.19, 102.9), (8, 11.66, 163.7), (16, 15.03, 248.8), (32, 21.55, 350.6),
          (64, 31.64, 479.5), (128, 51.28, 597),
        ]
      ),
    ]
    return table.flatMap { input, output, points in
      points.map {
        Row(input: input, output: output, users: $0.0, milliseconds: $0.1, outputPerGPU: $0.2)
      }
    }
  }()

  @Test("time per token of the calibration rows is met within 5 % on average, each within 12 %")
  func timePerToken() throws {
    let catalog = try shippedCatalog()
    let chip = try #require(catalog.chip("b200"))
    let engine = GPUEngine(
      model: try #require(catalog.model("deepseek-r1")), chip: chip,
      software: try #require(catalog.software(chip.software)), weights: .fp4, devices: 4,
      isData: false)
    var (times, rates) = (0.0, 0.0)
    for row in Self.rows {
      let found = ClosedLoop.aggregated(
        engine, engines: 1, cap: 256, users: row.users, input: row.input, output: row.output)
      let error = found.timePerToken * 1e3 / row.milliseconds - 1
      let rate = found.outputRate / 4 / ClosedLoop.runOut / row.outputPerGPU - 1
      #expect(abs(error) < 0.12, "\(row): \(found.timePerToken * 1e3) ms")
      #expect(abs(rate) < 0.12, "\(row): \(found.outputRate / 4)")
      (times, rates) = (times + abs(error), rates + abs(rate))
    }
    let count = Double(Self.rows.count)
    #expect(times / count < 0.05, "mean error \(times / count)")
    #expect(rates / count < 0.06, "mean error \(rates / count)")
  }
}
