import Domain
import Shipped
import Testing
import WorkloadLanguage

/// The catalog as it ships.
func shippedCatalog() throws -> Catalog {
  let files = Shipped.catalog.map { SourceText(name: $0.name, bytes: $0.bytes) }
  let (catalog, diagnostics) = CatalogReader.read(files)
  try #require(diagnostics.isEmpty, "\(diagnostics.map(\.message))")
  return catalog
}
