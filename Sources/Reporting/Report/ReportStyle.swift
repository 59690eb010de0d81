import Domain

/// What reports add to the look of pages.
enum ReportStyle {
  /// Hues that go together by what kind of time it is: waiting, prompts, decode, users and tools.
  static let css = """
    :root { --k-host: #8c8c8c; --k-queue: #c9302c; --k-preemption: #8f1d6b; --k-prefill: #e0912f;
      --k-interference: #f2c230; --k-transfer: #9a6a3a;  --k-attention: #1f66b0; --k-ffn: #58a6dd;
      --k-exchange: #27857f; --k-draft: #72c08a; --k-verify: #2f8f5b; --k-jitter: #b7c3cf;
      --k-tool: #6f52a8; --k-think: #b9a6dd; --k-pause: #d8cdea; --k-listen: #7f93b8;
      --k-speech: #4d8a3d; --k-other: #c8c8c0; --k-reload: #c98f7a; }
    @media (prefers-color-scheme: dark) { :root { --k-host: #7d858d; --k-queue: #ee5f56;
      --k-preemption: #d75fb0; --k-attention: #3f86d8; --k-exchange: #3aa79f; --k-tool: #9a7fe0;
      --k-jitter: #5d6b78; --k-other: #6c6c64; --k-pause: #5d5378; --k-think: #8f7fb8; } }
    \(colours)
    nav { display: flex; flex-wrap: wrap; gap: 0.2rem 1.1rem; margin-top: 0.8rem; }
    nav a { color: var(--c0); }
    a:focus-visible, .scroll:focus-visible { outline: 3px solid var(--c0);
      outline-offset: 2px; }
    .scroll + .scroll, .compared { margin-top: 1.2rem; }
    thead th { white-space: normal; vertical-align: bottom; }
    .scroll tbody th { position: sticky; left: 0; background: var(--paper); }
    .charts { display: grid; grid-template-columns: 1fr 1fr; gap: 1rem 1.5rem; }
    .charts figcaption { margin: 0.4rem 0 0; color: var(--ink); font-weight: 600; }
    svg.plot { display: block; width: 100%; height: auto; }
    svg.plot .line { fill: none; stroke: currentColor; stroke-width: 2.5;
      vector-effect: non-scaling-stroke; }
    .dash1 { stroke-dasharray: 9 4; } .dash2 { stroke-dasharray: 2 4; }
    .dash3 { stroke-dasharray: 12 4 2 4; } .dash4 { stroke-dasharray: 5 3; }
    svg.key { width: 2.75rem; height: 1rem; } svg.key .line { stroke: currentColor; }
    svg.swatch { width: 1rem; height: 1rem; }
    svg.bar { display: block; width: 100%; height: 1.25rem; }
    svg .part { stroke: var(--paper); stroke-width: 1; vector-effect: non-scaling-stroke; }
    .bars .row { grid-template-columns: minmax(10rem, 15rem) 1fr 8rem; }
    .bars .name { overflow-wrap: anywhere; font-size: 0.9rem; }
    .mean { font-size: 0.875rem; color: var(--quiet); font-variant-numeric: tabular-nums; }
    .who { margin: 0.4rem 0 0; font-size: 0.9rem; color: var(--quiet); }
    .causes { margin: 0.3rem 0 0.5rem; padding-left: 1.2rem; overflow-wrap: anywhere; }
    .session { margin: 1rem 0 1.6rem; }
    .session figcaption { color: var(--ink); margin-bottom: 0.3rem; }
    .session .kind { margin-left: 0.7rem; }
    svg.waterfall { display: block; width: 100%; margin-top: 0.3rem; background: var(--shade); }
    svg .wait { fill: var(--k-queue); opacity: 0.45; } svg .gen { fill: var(--k-attention); }
    @media (max-width: 40rem) {
      .charts { grid-template-columns: 1fr; }
      svg.plot text { font-size: 21px; }
      .bars .row { grid-template-columns: 1fr auto; }
      .session .kind { display: block; margin-left: 0; } }
    @media print { nav { display: none; } .plot, .row, svg.bar { break-inside: avoid; }
      .scroll { overflow: visible; } table { font-size: 0.7rem; }
      th, td { padding: 0.15rem 0.3rem; } th, td.word { white-space: normal; }
      td > .good, td > .bad { white-space: normal; } .compared { display: none; } }
    """

  private static let colours = Component.allCases.map(\.rawValue)
    .map { ".c-\($0) { fill: var(--k-\($0)); }" }.joined(separator: " ")
}
