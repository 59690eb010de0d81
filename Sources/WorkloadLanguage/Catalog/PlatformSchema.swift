/// The description of everything that a platform file may hold.
public enum PlatformSchema {
  /// Every kind of mapping, the file first.
  public static let shapes: [Shape] = {
    var search = ShapeSearch()
    search.visit(CatalogKeys.platformShape)
    return search.shapes
  }()

  /// JSON Schema of a platform file, for editors.
  public static var jsonSchema: String {
    JSONSchema(
      title: "Baton platform", root: CatalogKeys.platformShape, hasVariables: false
    ).text
  }
}
