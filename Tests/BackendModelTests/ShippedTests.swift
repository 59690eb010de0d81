import Shipped
import TestSupport
import Testing

@Suite struct ShippedTests {
  @Test("the binary carries the catalog and the workloads as they stand in the checkout")
  func embedding() throws {
    #expect(try Repository.matches(ShippedSource.path, try ShippedSource.text()))
    for file in Shipped.catalog {
      #expect(try Repository.text("Sources/Shipped/Catalog/\(file.name)") == file.text)
    }
    #expect(Shipped.catalog.count == 7)
  }
}
