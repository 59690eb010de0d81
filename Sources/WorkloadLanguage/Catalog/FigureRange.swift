/// What a figure of the catalog can be, by its name.
enum FigureRange {
  /// Parts of something: above 0, at most 1.
  private static let shares: Set<String> = [
    "memory-efficiency", "attention", "attention-share", "usable", "serving",
    "exchange-efficiency", "expert-correlation", "first", "decay",
  ]
  /// Numbers that may be nothing, and how much they may be.
  private static let limits: [String: Double] = [
    "jitter": 0.5, "draft-share": 10, "synchronisations": 100_000, "dollars": 1_000_000,
  ]
  /// What no chip or link is below; with less, steps would take longer than a replay can count.
  private static let least: [String: (value: Double, text: String)] = [
    "bandwidth": (1e9, "1 GB/s"), "scale-up": (1e9, "1 GB/s"), "scale-out": (1e9, "1 GB/s"),
    "rack-bandwidth": (1e9, "1 GB/s"), "host-link": (1e9, "1 GB/s"), "memory": (1e6, "1 MB"),
    "host-memory": (1e6, "1 MB"), "bf16": (1e12, "1 TFLOP/s"), "fp8": (1e12, "1 TFLOP/s"),
    "fp4": (1e12, "1 TFLOP/s"), "mxfp4": (1e12, "1 TFLOP/s"),
  ]
  private static let formats: Set<String> = ["bf16", "fp8", "fp4", "mxfp4"]

  /// What figures are in.
  enum Unit { case time, plain, other }

  /// Why a value can't be; nil if it can.
  ///
  /// - Parameter name: Its key; of plain figures by weight format, the format is enough.
  static func fault(_ value: Double, of name: String, in unit: Unit) -> String? {
    if unit == .time { return value <= 1 ? nil : "a time of the catalog is at most 1 s" }
    if let limit = limits[name] { return value <= limit ? nil : "at most \(limit) is possible" }
    guard value > 0 else { return "it must be above 0" }
    if unit == .other, let (low, text) = least[name], value < low { return "it is below \(text)" }
    let isShare =
      shares.contains(name) || formats.contains(name) || name.hasPrefix("gemm-")
      || name.hasPrefix("prefill-") || name.hasPrefix("dense-prefill-")
    guard unit != .other, isShare else { return nil }
    return value >= 0.001 && value <= 1 ? nil : "it is a share, from 0.001 to 1"
  }
}
