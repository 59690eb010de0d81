import Testing
import WorkloadLanguage

@Suite("renderings")
struct RenderingTests {
  private let diagnostics = WorkloadReader.read(
    source: SourceText(
      name: "a,b.yaml", text: "workload: ours\nmodell: gpt\nassert: [p99 ttft < 9%]\n")
  ).diagnostics

  @Test("the concise form is one line that tools can jump to")
  func concise() {
    #expect(
      diagnostics.map(\.concise) == [
        "a,b.yaml:2:1: error[B101]: unknown key `modell` in the file",
        "a,b.yaml:3:21: error[B203]: `9%` is a percentage; `ttft` takes a duration",
      ])
  }

  @Test("an annotation escapes what GitHub would read as its own")
  func github() {
    #expect(
      diagnostics.map(\.githubAnnotation) == [
        "::error file=a%2Cb.yaml,line=2,col=1,endColumn=7,title=B101::"
          + "unknown key `modell` in the file%0Ahelp: did you mean `model`?",
        "::error file=a%2Cb.yaml,line=3,col=21,endColumn=23,title=B203::"
          + "`9%25` is a percentage; `ttft` takes a duration",
      ])
  }

  @Test("the JSON form holds every part with its place")
  func json() {
    #expect(
      diagnostics.json == """
        {"schema":"baton/diagnostics/1","diagnostics":[{"code":"B101","severity":"error",\
        "message":"unknown key `modell` in the file","file":"a,b.yaml","line":2,"column":1,\
        "endLine":2,"endColumn":7,"label":"no key of this name","notes":[],\
        "help":"did you mean `model`?"},{"code":"B203","severity":"error",\
        "message":"`9%` is a percentage; `ttft` takes a duration","file":"a,b.yaml","line":3,\
        "column":21,"endLine":3,"endColumn":23,"label":"expected a duration","notes":[],\
        "help":null}]}

        """)
  }

  @Test("columns count characters, and the underline stands below them")
  func wideText() {
    let text =
      "workload: ours\ndescription: Zoë\nagents: {zoë: {input: 3, steps: [{generate: 5}]}}\n"
    let source = SourceText(name: "ours.yaml", text: text)
    #expect(
      WorkloadReader.read(source: source).diagnostics.rendered() == """
        error[B109]: `zoë` is not a name
          --> ours.yaml:3:10
           |
         3 | agents: {zoë: {input: 3, steps: [{generate: 5}]}}
           |          ^^^
           |
           = help: write `zo`

        1 error

        """)
  }

  @Test("carets stand below letters that are two columns wide, or none")
  func displayWidth() {
    let text = "workload: ours\nvariables: {日本: 1, e\u{301}a: 2, 🎈: 3}\n"
    let lines = WorkloadReader.read(source: SourceText(name: "ours.yaml", text: text)).diagnostics
      .map { $0.rendered().split(separator: "\n")[4] }
    #expect(
      lines
        == [
          "   |             ^^^^", "   |                      ^^",
          "   |                             ^^",
        ].map { Substring($0) })
  }

  @Test("on a narrow terminal the line is cut around its place, elsewhere at 110 columns")
  func narrow() {
    let text = "workload: ours\nvariables: {a: 1, b: 2, c: 3, d: 4, e: 5, Bad: 6, f: 7, g: 8}\n"
    let found = WorkloadReader.read(source: SourceText(name: "ours.yaml", text: text)).diagnostics
    let wide = found.rendered().split(separator: "\n")
    #expect(wide[3] == " 2 | variables: {a: 1, b: 2, c: 3, d: 4, e: 5, Bad: 6, f: 7, g: 8}")
    let narrow = found.rendered(columns: 40).split(separator: "\n")
    #expect(narrow[3] == " 2 |  3, d: 4, e: 5, Bad: 6, f: 7, g: 8}")
    #expect(narrow[4] == "   |                 ^^^")
    #expect(found.rendered(columns: 200) == found.rendered())
    #expect(found.rendered(columns: 1).split(separator: "\n")[3].count <= 25)
  }

  @Test("a file that can't be read has its code in every form, and no place to show")
  func unreadable() {
    let found = [
      Diagnostic.unreadable("nofile.yaml", "no such file", help: "did you mean `a.yaml`?")
    ]
    #expect(
      found.rendered() == """
        error[B001]: cannot read `nofile.yaml`: no such file
           = help: did you mean `a.yaml`?

        1 error

        """)
    #expect(
      found[0].concise == "nofile.yaml:1:1: error[B001]: cannot read `nofile.yaml`: no such file")
    #expect(found[0].githubAnnotation.hasPrefix("::error file=nofile.yaml,line=1,col=1"))
    #expect(found.json.contains("\"code\":\"B001\""))
  }

  @Test("colour marks severity and nothing else")
  func colour() {
    let plain = diagnostics.rendered()
    let colored = diagnostics.rendered(isColored: true)
    #expect(colored.contains("\u{1B}[1;31merror[B101]\u{1B}[0m"))
    #expect(!plain.contains("\u{1B}"))
  }

  @Test("after a hundred diagnostics the rest are counted")
  func many() {
    let text =
      "workload: ours\nvariables:\n"
      + (0..<150).map { "  Bad\($0): 1\n" }.joined()
    let result = WorkloadReader.read(source: SourceText(name: "ours.yaml", text: text)).diagnostics
    #expect(result.count == 150)
    #expect(result.rendered().hasSuffix("\n… and 50 more\n\n150 errors\n"))
  }
}
