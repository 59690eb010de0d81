/// A key of arms and the values that it takes in turn, as `engines.decode.tensor=2,4` writes them.
public struct Variation: Hashable, Sendable {
  /// Of a policy, `engines.decode.tensor`, or of its platform, `pools.lpx.racks`.
  public var path: String
  /// YAML on one line each; not empty.
  public var values: [String]
  public init(path: String, values: [String]) { (self.path, self.values) = (path, values) }

  /// Every value of the first with every value of the others, the last one changing fastest.
  ///
  /// - Returns: of no variations, one variant without settings.
  public static func variants(of variations: [Variation]) -> [Variant] {
    variations.reduce([Variant()]) { variants, variation in
      variants.flatMap { variant in
        variation.values.map { value in
          Variant(variant.settings + [Variant.Setting(path: variation.path, value: value)])
        }
      }
    }
  }
}

/// An arm with some keys set to other values.
public struct Variant: Hashable, Sendable {
  public struct Setting: Hashable, Sendable {
    public var path: String
    public var value: String
    public init(path: String, value: String) { (self.path, self.value) = (path, value) }
    /// `PATH=VALUE`, as the command line takes it.
    public var text: String { "\(path)=\(value)" }
  }

  /// Empty for the arm as it is.
  public var settings: [Setting]
  public init(_ settings: [Setting] = []) { self.settings = settings }

  /// What outputs call it; empty for the arm as it is.
  public var name: String { settings.map(\.text).joined(separator: " ") }
}
