import Foundation
import Testing

@Suite("baton schema")
struct SchemaCommandTests {
  @Test(
    "prints one JSON document for each kind, workloads without one",
    arguments: [
      ([], "workload"), (["workload"], "workload"), (["platform"], "platform"),
      (["experiment"], "experiment"),
    ])
  func kinds(_ arguments: [String], _ kind: String) throws {
    let result = try Baton.run(["schema"] + arguments)
    #expect(result.code == 0)
    let document = try JSONSerialization.jsonObject(with: result.output) as? [String: Any]
    #expect(document?["title"] as? String == "Baton \(kind)")
    #expect(result.text.hasSuffix("}\n") && !result.text.hasSuffix("\n\n"))
  }

  @Test(
    "another kind is wrong usage, with the nearest name",
    arguments: [
      ("platfrom", "did you mean `platform`?"),
      ("xyz", "there are `workload`, `platform`, `experiment`"),
    ])
  func unknown(_ kind: String, _ hint: String) throws {
    let result = try Baton.run("schema", kind)
    #expect(result.code == 64)
    #expect(result.errors.contains("no schema is called `\(kind)`; \(hint)"))
  }
}
