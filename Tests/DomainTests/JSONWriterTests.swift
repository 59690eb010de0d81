import Domain
import Testing

@Suite("JSON writer")
struct JSONWriterTests {
  @Test("nests, separates and escapes")
  func nests() {
    var json = JSONWriter()
    json.object {
      $0.field("a", 1)
      $0.array("b") {
        $0.element("x\"\\\n\u{1}é")
        $0.object { $0.field("c", true) }
        $0.array { $0.element(-2.5) }
      }
      $0.field("d", nil as Int?)
    }
    #expect(json.text == #"{"a":1,"b":["x\"\\\n\u0001é",{"c":true},[-2.5]],"d":null}"#)
  }

  @Test("numbers keep their value and never leave JSON")
  func numbers() {
    var json = JSONWriter()
    json.array {
      for value in [0.1, 3, -0.25, 1e300, .nan, .infinity] { $0.element(value) }
      $0.element(Int64.min)
      $0.element(UInt64.max)
    }
    #expect(
      json.text
        == "[0.1,3,-0.25,1e+300,null,null,-9223372036854775808,18446744073709551615]")
  }
}
