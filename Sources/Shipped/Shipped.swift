/// A text file that the binary carries.
public struct ShippedFile: Sendable {
  /// Without its folder: `chips.yaml`.
  public let name: String
  public let text: String

  public var bytes: [UInt8] { Array(text.utf8) }
  /// Without its ending, as users name a workload: `chat`.
  public var stem: String { name.hasSuffix(".yaml") ? String(name.dropLast(5)) : name }
}

/// What ships with the binary, so that it needs no files beside it. `ShippedFiles.swift` is written
/// from the files themselves by the tests under `BATON_UPDATE=1`.
public enum Shipped {}
