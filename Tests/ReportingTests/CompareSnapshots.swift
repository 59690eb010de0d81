extension CompareOutputTests {
  static let expectedText = """
    example
    baseline gpu-aggregated · 12 seeds · on two-racks · tolerance 5 % · a ratio
      above 1 is worse

    afd
                       baseline candidate   ratio 95 % interval      p
    chat
      p99 ttft           906 ms    1.09 s   1.203   1.198–1.208 0.0039  regressed
      p99 itl           20.0 ms   20.0 ms   1.000   1.000–1.000  1.000  equivalent
    build
      p99 ttft           890 ms    890 ms   1.000   1.000–1.000  1.000  equivalent
      p99 itl           20.0 ms   20.0 ms   1.000   1.000–1.000  1.000  equivalent
    assertions
      ✓ p99 ttft of chat < 2s  1.09 s
      ✗ goodput >= 99%  75.0 %

    draft
                       baseline candidate   ratio 95 % interval      p
    chat
      p99 ttft           906 ms    906 ms   1.000   1.000–1.000  1.000  equivalent
      p99 itl           20.0 ms   20.0 ms   1.000   1.000–1.000  1.000  equivalent
    build
      p99 ttft           890 ms    890 ms   1.000   1.000–1.000  1.000  equivalent
      p99 itl           20.0 ms   19.9 ms   0.996   0.931–1.064  1.000  inconclusive

    verdict: regressed, and an assertion failed
    of afd: regressed, an assertion failed; draft: inconclusive
    draft: p99 itl of build would be decided by about 55 seeds
    noise floor: zero; nothing in the baseline's replay is random

    """

  static let expectedMarkdown = """
    ### example: regressed, and an assertion failed

    `afd`, `draft` against `gpu-aggregated` on `two-racks` over 12 seeds, tolerance 5 %. A \
    ratio above 1 is worse. Noise floor: zero; nothing in the baseline's replay is random.

    Of afd: regressed, an assertion failed; draft: inconclusive.

    | candidate | class | metric | baseline | candidate | ratio | 95 % interval | p | \
    verdict |
    |---|---|---|--:|--:|--:|--:|--:|---|
    | afd | chat | p99 ttft | 906 ms | 1.09 s | 1.203 | 1.198–1.208 | 0.0039 | regressed |
    | draft | build | p99 itl | 20.0 ms | 19.9 ms | 0.996 | 0.931–1.064 | 1.000 | \
    inconclusive, about 55 seeds |

    1 metric is undecided; how many seeds would decide each stands beside it.

    Failed assertions:

    - `afd`: `goodput >= 99%` is 75.0 %

    <details><summary>All 8 metrics</summary>

    | candidate | class | metric | baseline | candidate | ratio | 95 % interval | p | \
    verdict |
    |---|---|---|--:|--:|--:|--:|--:|---|
    | afd | chat | p99 ttft | 906 ms | 1.09 s | 1.203 | 1.198–1.208 | 0.0039 | regressed |
    | afd | chat | p99 itl | 20.0 ms | 20.0 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | afd | build | p99 ttft | 890 ms | 890 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | afd | build | p99 itl | 20.0 ms | 20.0 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | draft | chat | p99 ttft | 906 ms | 906 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | draft | chat | p99 itl | 20.0 ms | 20.0 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | draft | build | p99 ttft | 890 ms | 890 ms | 1.000 | 1.000–1.000 | 1.000 | equivalent |
    | draft | build | p99 itl | 20.0 ms | 19.9 ms | 0.996 | 0.931–1.064 | 1.000 | \
    inconclusive, about 55 seeds |

    </details>

    """

  static let expectedJUnit = """
    <?xml version="1.0" encoding="UTF-8"?>
    <testsuites name="example" tests="10" failures="2" errors="0" time="0">
      <testsuite name="afd against gpu-aggregated" tests="6" failures="2" errors="0" \
    skipped="0" time="0">
        <testcase classname="example.chat" name="p99 ttft" time="0">
          <failure message="p99 ttft of chat under afd against gpu-aggregated: regressed, \
    20.3 % worse (906 ms to 1.09 s; ratio 1.203, 95 % interval 1.198–1.208)" type="failure"/>
        </testcase>
        <testcase classname="example.chat" name="p99 itl" time="0"/>
        <testcase classname="example.build" name="p99 ttft" time="0"/>
        <testcase classname="example.build" name="p99 itl" time="0"/>
        <testcase classname="example.assert" name="p99 ttft of chat &lt; 2s" time="0"/>
        <testcase classname="example.assert" name="goodput &gt;= 99%" time="0">
          <failure message="is 75.0 %" type="failure"/>
        </testcase>
      </testsuite>
      <testsuite name="draft against gpu-aggregated" tests="4" failures="0" errors="0" \
    skipped="1" time="0">
        <testcase classname="example.chat" name="p99 ttft" time="0"/>
        <testcase classname="example.chat" name="p99 itl" time="0"/>
        <testcase classname="example.build" name="p99 ttft" time="0"/>
        <testcase classname="example.build" name="p99 itl" time="0">
          <skipped message="p99 itl of build under draft against gpu-aggregated: \
    inconclusive, 0.4 % better (20.0 ms to 19.9 ms; ratio 0.996, 95 % interval 0.931–1.064); \
    p99 itl of build would be decided by about 55 seeds"/>
        </testcase>
      </testsuite>
    </testsuites>

    """

  static let expectedAnnotations = """
    ::error title=example%3A regressed::p99 ttft of chat under afd against gpu-aggregated: \
    regressed, 20.3 %25 worse (906 ms to 1.09 s; ratio 1.203, 95 %25 interval 1.198–1.208)
    ::warning title=example%3A inconclusive::p99 itl of build under draft against \
    gpu-aggregated: inconclusive, 0.4 %25 better (20.0 ms to 19.9 ms; ratio 0.996, 95 %25 \
    interval 0.931–1.064); p99 itl of build would be decided by about 55 seeds
    ::error title=example%3A assertion failed::afd: goodput >= 99%25 is 75.0 %25

    """
}
