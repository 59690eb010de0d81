/// Bytes of a file that another file names, and what messages call it.
public struct LoadedFile: Sendable {
  public var name: String
  public var bytes: [UInt8]
  public init(name: String, bytes: [UInt8]) { (self.name, self.bytes) = (name, bytes) }
}

/// How a reader gets at other files; the caller decides what a name means.
public struct FileResolver: Sendable {
  /// Names of the workloads that ship with Baton, for suggestions.
  public var shipped: [String]
  /// Loads what the file called `importer` names: a shipped name, or a path relative to it.
  public var load: @Sendable (_ reference: String, _ importer: String) -> LoadedFile?

  /// Why `load` gives nothing: "no such file", "it is a folder".
  public var reason: @Sendable (_ reference: String, _ importer: String) -> String

  public init(
    shipped: [String] = [],
    reason: @escaping @Sendable (String, String) -> String = { _, _ in "no such file" },
    load: @escaping @Sendable (String, String) -> LoadedFile?
  ) {
    (self.shipped, self.reason, self.load) = (shipped, reason, load)
  }

  /// Finds nothing.
  public static let none = FileResolver { _, _ in nil }
}
