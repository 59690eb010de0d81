/// The description of everything that a platform file may hold.
public enum PlatformSchema {
  /// JSON Schema of a platform file, for editors.
  public static var jsonSchema: String {
    JSONSchema(
      title: "Baton platform", root: CatalogKeys.platformShape, hasVariables: false
    ).text
  }
}
