/// What the reader of text and YAML refuses (B0xx).
enum BrokenReading {
  static let cases = [
    Broken("a data file that is not there", "B001") {
      Broken.agent("input: {file: 1️⃣lengths.csv}\nsteps: [{generate: 5}]")
    },
    Broken("a control character", "B002") { "workload: ou1️⃣\u{7}rs\n" },
    Broken("a list that is not closed", "B003") {
      "workload: ours\nagents:\n  coder:\n    context: [system\n    input1️⃣: 3\n"
    },
    Broken("a tab in the indentation", "B003") { "workload: ours\nagents:\n1️⃣\tcoder: 1\n" },
    Broken("a second colon", "B003") { "workload: ours\nagents: coder1️⃣: 1\n" },
    Broken("an option that is indented too far", "B003") {
      Broken.steps("- call: search\n      1️⃣count: 3\n- generate: 5")
    },
    Broken("a stray space before a key", "B003") {
      Broken.agent("input: 10\nsteps: [{generate: 5}]").replacing(
        "\nmodel:", with: "\n 1️⃣model:")
    },
    Broken("a key between two indentations", "B003") {
      Broken.agent("context: [system]\ninput: 10\nsteps: [{generate: 5}]").replacing(
        "    input", with: "   1️⃣input")
    },
    Broken("a key indented below a value", "B003") {
      Broken.agent("context: [system]\n  1️⃣input: 10\nsteps: [{generate: 5}]")
    },
    Broken("an item between two indentations", "B003") {
      Broken.steps("- generate: 5\n 1️⃣- call: search")
    },
    Broken("an item indented below another", "B003") {
      Broken.steps("- generate: 5\n  1️⃣- call: search")
    },
    Broken("an item without its dash", "B003") {
      Broken.steps("- generate: 5\n1️⃣call: search")
    },
    Broken("a dash without its space", "B003") {
      Broken.steps("- generate: 5\n1️⃣-call: search")
    },
    Broken("a bracket that closes nothing", "B003") {
      Broken.agent("context: [system]1️⃣]\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("a key without its colon", "B003") {
      Broken.agent("context: [system]\n1️⃣input 250\nsteps: [{generate: 5}]")
    },
    Broken("an equals sign for a colon", "B003") {
      Broken.agent("1️⃣input = 250\nsteps: [{generate: 5}]")
    },
    Broken("a mapping without its braces", "B003") {
      Broken.agent("turns: mean1️⃣: 6, max: 40\nthink: 3s\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("text with a colon", "B003") {
      "workload: ours\ndescription: Users ask\n  note1️⃣: they wait\n"
    },
    Broken("text after a value", "B003") {
      Broken.agent("context: [system] 1️⃣document\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("a directive at the end", "B003") { "workload: ours\n1️⃣%YAML 1.1\n" },
    Broken("a line for each value", "B003") { "{a: 1}\n1️⃣{a: 2}\n" },
    Broken("text beside the mark of a block", "B003") {
      "workload: ours\ndescription: |1️⃣x\n  two\n"
    },
    Broken("a quote that is not closed", "B003") { "workload: ours\ndescription: 1️⃣\"never ends\n" },
    Broken("a line of 70,000 bytes", "B004") {
      "workload: ours\n1️⃣description: \(String(repeating: "x", count: 70_000))\n"
    },
    Broken("brackets 70 deep", "B004") {
      "workload: \(String(repeating: "[", count: 63))1️⃣[[[[[[[[\n"
    },
    Broken("an anchor and its alias", "B005", "B005") {
      """
      workload: ours
      model: gpt-oss-120b
      duration: 10m
      agents:
        coder: 1️⃣&base {input: 10, steps: [{generate: 5}]}
        other: 2️⃣*base
      traffic:
        users: {agent: coder, sessions: {poisson: 1/s}}
        others: {agent: other, sessions: {poisson: 1/s}}
      """
    },
    Broken("a merge key", "B005") {
      Broken.agent("1️⃣<<: {history: 3}\ninput: 10\nsteps: [{generate: 5}]")
    },
    Broken("a tag", "B005") { Broken.agent("input: 1️⃣!!int 10\nsteps: [{generate: 5}]") },
    Broken("a second document", "B005") {
      Broken.agent("input: 10\nsteps: [{generate: 5}]") + "\n1️⃣---\nworkload: theirs\n"
    },
    Broken("a key written twice", "B006") {
      Broken.agent("input: 10\n1️⃣input: 20\nsteps: [{generate: 5}]")
    },
    Broken("nothing but a comment", "B007") { "1️⃣# soon\n\n" },
    Broken("a comment after a line end of old systems", "B007") { "1️⃣ \r# soon" },
    Broken("a document of nothing", "B007") { "1️⃣--- # soon\n" },
  ]
}
