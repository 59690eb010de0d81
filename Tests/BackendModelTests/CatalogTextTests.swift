import Testing

@testable import BackendModel

@Suite struct CatalogTextTests {
  @Test("every entry prints, with source and confidence; derived figures are marked")
  func entries() throws {
    let catalog = try shippedCatalog()
    for (_, names) in CatalogText.names(of: catalog) {
      for name in names { #expect(try !CatalogText.entry(name, in: catalog).isEmpty) }
    }
    let lpu = try CatalogText.entry("groq-3-lpu", in: catalog)
    #expect(lpu.contains("  rack bandwidth: 38.4 PB/s, derived: 256 chips\n"))
    #expect(lpu.contains("rack power: 150.0 kW (100.0 kW to 200.0 kW), assumed: unpublished"))
    #expect(throws: PlacementError.self) { try CatalogText.entry("rubbin", in: catalog) }
  }
}
