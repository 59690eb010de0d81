import Domain

/// Seeds of system draws that are no trace's own.
enum SystemSeed {
  /// Of the baseline's second replay, which shows how far it is from itself.
  static func control(of seed: UInt64) -> UInt64 {
    RandomStream(seed: seed).named("control").bits
  }

  /// Of the arm that a study pairs with itself.
  static func other(of seed: UInt64) -> UInt64 { RandomStream(seed: seed).named("other").bits }
}
