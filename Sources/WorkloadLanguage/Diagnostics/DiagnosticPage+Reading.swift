extension DiagnosticPage {
  static let reading = [
    DiagnosticPage(
      .unreadableFile, "file missing or unreadable",
      "A file named on the command line, by `file:` or by an experiment is missing, a folder, or "
        + "closed to you. Paths in a file are relative to it.",
      example: "input: {file: lenghts.csv}", fix: "input: {file: lengths.csv}"),
    DiagnosticPage(
      .notUTF8, "bytes are not UTF-8 text",
      "Files are UTF-8, with or without a byte order mark, and hold no control characters.",
      example: "description: caf\\xE9", fix: "description: café"),
    DiagnosticPage(
      .syntax, "YAML syntax",
      "The text is not YAML, so nothing after this place could be read. Keys of one mapping, and "
        + "items of one list, have the same indentation. Tabs cannot indent.",
      example: "context: [system, document", fix: "context: [system, document]"),
    DiagnosticPage(
      .limit, "a limit was exceeded",
      "A file has at most 4 MiB, lines of 64 KiB, 64 levels, 200,000 values and 50,000 "
        + "names. Whatever is larger belongs into a data file. Lists of an experiment have at most "
        + "100 items.",
      example: "output: {mix: [… 300,000 components …]}", fix: "output: {file: lengths.csv}"),
    DiagnosticPage(
      .leftOut, "a part of YAML that the language leaves out",
      "Anchors, aliases, merge keys, tags and further documents are not part of the "
        + "language: `extends` and variables do their work and cannot build a bomb.",
      example: "paid: {<<: *free, turns: 6}", fix: "paid: {extends: free, turns: 6}"),
    DiagnosticPage(
      .duplicateKey, "a key, import, or item named twice",
      "One of two equal keys would be lost in silence, one of two equal arms or workloads replayed "
        + "for nothing.",
      example: "tools:\n  search: {latency: 80ms, result: 0}\n  search: {latency: 90ms, result: 0}",
      fix: "tools:\n  search: {latency: 80ms, result: 0}\n  slow-search: {latency: 90ms, result: 0}"
    ),
    DiagnosticPage(
      .emptyFile, "nothing in the file",
      "The file holds only spaces or comments. `baton init` writes a workload to start from.",
      example: "# soon", fix: "workload: ours\n…"),
  ]

  static let keys = [
    DiagnosticPage(
      .unknownKey, "unknown key",
      "Keys are fixed, so a slip cannot pass as a setting. Checking goes on as if the "
        + "nearest key had been written.",
      example: "search: {lattency: 80ms, result: 0}", fix: "search: {latency: 80ms, result: 0}"),
    DiagnosticPage(
      .missingKey, "a required key is missing",
      "There is no default that would be right for most.",
      example: "search: {latency: 80ms}", fix: "search: {latency: 80ms, result: 700}"),
    DiagnosticPage(
      .wrongShape, "a list, mapping or value is expected",
      "The value has another shape than the key takes.",
      example: "steps:\n  generate: 300", fix: "steps:\n  - generate: 300"),
    DiagnosticPage(
      .emptyValue, "a key without a value",
      "YAML reads this as null; the language has no null.",
      example: "think:", fix: "think: {p50: 20s, p99: 5m}"),
    DiagnosticPage(
      .splitNumber, "a number split at its comma",
      "Inside `{}` and `[]` a comma separates entries, so `1,200` is two of them.",
      example: "{latency: 80ms, result: 1,200}", fix: "{latency: 80ms, result: 1200}"),
    DiagnosticPage(
      .missingSpace, "no space after a colon",
      "YAML takes `p50:80ms` as one word.",
      example: "latency: {p50:80ms, p99: 1s}", fix: "latency: {p50: 80ms, p99: 1s}"),
    DiagnosticPage(
      .exclusiveKeys, "keys that exclude each other",
      "Each says the same thing in another way, so one of them would be ignored.",
      example: "think: 20s\nevery: 30s", fix: "every: 30s"),
    DiagnosticPage(
      .uselessKey, "a key that does nothing here",
      "The key needs another one to have an effect; perhaps that one is missing.",
      example: "{latency: 80ms, result: 0, fails: 8%, backoff: 1s}",
      fix: "{latency: 80ms, result: 0, fails: 8%, retries: 2, backoff: 1s}"),
    DiagnosticPage(
      .notAName, "not a name, or a reserved one",
      "Names are lower-case words joined by `-`, at most 64 characters, and none of the "
        + "words that the language uses in the same places.",
      example: "Run_Tests: {latency: 14s, result: 0}", fix: "run-tests: {latency: 14s, result: 0}"),
  ]
}
