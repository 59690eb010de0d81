import Domain
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
    #expect(lpu.contains("rack power: 150 kW (100 kW to 200 kW), assumed: unpublished"))
    #expect(lpu.contains("  tray memory: 8 GB, derived: 16 chips\n"))
    #expect(lpu.contains("  rack DRAM: 12.3 TB, derived: 2 pools\n"))
    #expect(throws: PlacementError.self) { try CatalogText.entry("rubbin", in: catalog) }
  }

  @Test(
    "figures are printed with four digits and a unit that fits",
    arguments: [
      (CatalogUnit.seconds, 84.5e-6, "84.5 us"), (.seconds, 60e-6, "60 us"),
      (.seconds, 0.15, "150 ms"),
      (.seconds, 3600, "3600 s"), (.watts, 220_000, "220 kW"), (.bandwidth, 3.2e12, "3.2 TB/s"),
      (.plain, 1.0733048470588236, "1.073"), (.plain, 0.0142, "0.0142"), (.plain, 0, "0"),
      (.plain, 116_775_567_360, "116.8e9"), (.bytes, 18_432, "18.43 kB"),
    ])
  func numbers(_ unit: CatalogUnit, _ value: Double, _ text: String) {
    #expect(unit.text(value) == text)
  }

  @Test("a figure is the number that is written, without what a multiplication leaves")
  func exact() throws {
    let catalog = try shippedCatalog()
    #expect(catalog.figure("rubin-2026.layer-time")?.low == 60e-6)
    #expect(catalog.figure("hopper-2025.layer-time")?.value == 170e-6)
    #expect(catalog.figure("spectrum-x.latency")?.high == 10e-6)
  }
}
