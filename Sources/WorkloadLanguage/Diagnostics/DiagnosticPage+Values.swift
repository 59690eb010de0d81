extension DiagnosticPage {
  static let values = [
    DiagnosticPage(
      .missingUnit, "a unit is missing",
      "Durations, rates and percentages carry their unit, so nobody has to guess it. Only "
        + "`0` needs none.",
      example: "latency: 80", fix: "latency: 80ms"),
    DiagnosticPage(
      .unknownUnit, "unknown unit",
      "Units of time are `us`, `ms`, `s`, `m`, `h` and `d`, from the largest, each once; "
        + "rates end in `/s`, `/m` or `/h`.",
      example: "timeout: 3min", fix: "timeout: 3m"),
    DiagnosticPage(
      .unitOfAnotherKind, "a unit of another kind",
      "The value is well-formed, but the key takes another kind of quantity.",
      example: "latency: 12k", fix: "latency: 12s"),
    DiagnosticPage(
      .minutesForMillions, "minutes for millions",
      "`m` is minutes and `M` is a million.",
      example: "above: 3m", fix: "above: 3M"),
    DiagnosticPage(
      .notANumber, "not a number",
      "Numbers are digits with at most one point, and `k` or `M`: no separators, exponents, "
        + "signs or leading zeros.",
      example: "result: 1_000", fix: "result: 1k"),
    DiagnosticPage(
      .notWhole, "not a whole number",
      "Tokens and counts are whole, after `k` and `M` have been applied.",
      example: "result: 1.2345k", fix: "result: 1234"),
    DiagnosticPage(
      .outOfRange, "out of range",
      "The value is of the right kind and can't be meant: a chance above 100%, a weight of "
        + "zero, a peak beyond twice the mean.",
      example: "fails: 140%", fix: "fails: 14%"),
    DiagnosticPage(
      .bareFraction, "a bare fraction",
      "Chances are written with `%`, so 8 and 0.08 cannot be confused.",
      example: "fails: 0.08", fix: "fails: 8%"),
    DiagnosticPage(
      .unknownWord, "a word that is not in the list",
      "The key takes one of a few words, or the text holds a `$` that is not a whole value.",
      example: "priority: hihg", fix: "priority: high"),
    DiagnosticPage(
      .unknownForm, "unknown form of a distribution",
      "A distribution is a number, a range, two or more quantiles, `mean` with or without "
        + "`cv`, `min` with `tail`, `mix`, or `file`.",
      example: "latency: {p50: 80ms, cv: 2}", fix: "latency: {mean: 100ms, cv: 2}"),
    DiagnosticPage(
      .falling, "quantiles or a range fall",
      "A higher quantile is never smaller, and a range goes from its smaller end.",
      example: "{p50: 700, p99: 300}", fix: "{p50: 300, p99: 700}"),
    DiagnosticPage(
      .quantileNotAboveZero, "a quantile that is not above zero",
      "Quantiles are joined on a logarithmic scale, which zero is not on.",
      example: "{p50: 0, p99: 3k}",
      fix: "{mix: [{weight: 50, value: 0}, {weight: 50, p50: 200, p99: 3k}]}"),
    DiagnosticPage(
      .clampCutsQuantile, "a clamp cuts a quantile",
      "What is written is what is drawn: with this clamp the quantile could not be reached.",
      example: "{p50: 700, p99: 1.8k, max: 1k}", fix: "{p50: 700, p99: 1.8k, max: 2k}"),
    DiagnosticPage(
      .meanOutsideClamps, "the mean lies outside its clamps",
      "The mean is that of the clamped values, so it lies between `min` and `max`. Counts "
        + "start at 1 unless `min: 0` is written.",
      example: "{mean: 6, min: 8, max: 40}", fix: "{mean: 12, min: 8, max: 40}"),
    DiagnosticPage(
      .formNotForCounts, "a form that is not for counts",
      "`cv` and `tail` are for tokens and durations. A count with a mean is geometric; one "
        + "with quantiles follows them.",
      example: "turns: {mean: 6, cv: 2}", fix: "turns: {mean: 6, max: 40}"),
    DiagnosticPage(
      .dataFile, "a data file, column or row",
      "Data files are comma-separated with a header, or hold one number per line. Every row "
        + "of the column is a number, not negative. A file that is missing is B001.",
      example: "{file: lengths.csv, column: output}", fix: "{file: lengths.csv, column: out}"),
  ]

  static let names = [
    DiagnosticPage(
      .unknownName, "a name that is not defined, or of another kind",
      "Names mean what the file at hand or its imports define. In an imported entry they "
        + "mean what they mean in its own file.",
      example: "agent: codr", fix: "agent: coder"),
    DiagnosticPage(
      .unused, "defined and never used",
      "Often the other half of a slip, or what a deleted step left behind.",
      example: "tools:\n  edit: {latency: 30ms, result: 0}   # and no `call: edit`",
      fix: "- call: edit"),
    DiagnosticPage(
      .importNotFound, "import not found",
      "An import is the name of a shipped workload, or a path that ends in `.yaml`, "
        + "relative to the importing file.",
      example: "import: [chta, our/lib]", fix: "import: [chat, our/lib.yaml]"),
    DiagnosticPage(
      .circularReference, "a circle of imports or of `extends`",
      "Following the names would never end.",
      example: "free: {extends: paid}\npaid: {extends: free}",
      fix: "free: {input: 30, steps: […]}\npaid: {extends: free}"),
    DiagnosticPage(
      .misplacedNone, "`none` is misplaced",
      "`none` drops an optional key that `extends` copies. Elsewhere the key is simply left out.",
      example: "captioner: {extends: interpreter, steps: none}",
      fix: "captioner: {extends: interpreter, voice: none}"),
    DiagnosticPage(
      .overridePath, "a path of `--set` that leads nowhere",
      "The path names keys of the file, from the top, joined by dots; items of lists are "
        + "numbered from 0. A variable is set by its name.",
      example: "--set traffic.interactve.deadline=3m",
      fix: "--set traffic.interactive.deadline=3m"),
  ]
}
