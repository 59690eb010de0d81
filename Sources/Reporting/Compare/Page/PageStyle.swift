/// How pages look: light and dark, on paper, and on a telephone.
enum PageStyle {
  static let css = """
    :root { --paper: #ffffff; --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --shade: #f3f5f7;
      --bad: #b42318; --good: #116329; --unsure: #8a5a00; --same: #424a53;
      --band: #dbe7f3; --floor: #c9b8e0; }
    @media (prefers-color-scheme: dark) {
      :root { --paper: #14181d; --ink: #e6e9ed; --quiet: #9aa4af; --line: #38414b;
        --shade: #1d232a; --bad: #ff8a80; --good: #7ddb92; --unsure: #f0c060; --same: #c3cad2;
        --band: #24384d; --floor: #4a3d63; } }
    * { box-sizing: border-box; }
    body { margin: 0 auto; padding: 1.5rem 1rem 3rem; max-width: 68rem; background: var(--paper);
      color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
    h1 { margin: 0; font-size: 1.7rem; line-height: 1.2; overflow-wrap: anywhere; }
    h2 { margin: 2.5rem 0 0; padding-top: 1rem; border-top: 2px solid var(--line);
      font-size: 1.3rem; overflow-wrap: anywhere; }
    h3 { margin: 1.5rem 0 0.5rem; font-size: 1.05rem; }
    h4 { margin: 0.6rem 0 0.1rem; font-size: 0.95rem; }
    header p { margin: 0.4rem 0; max-width: 60rem; overflow-wrap: anywhere; }
    .kind { color: var(--quiet); }
    .headline { display: inline-block; padding: 0.15rem 0.7rem; border: 2px solid;
      border-radius: 0.4rem; font-size: 1.25rem; font-weight: 700; }
    .bad { color: var(--bad); font-weight: 600; }
    .good { color: var(--good); font-weight: 600; }
    .unsure { color: var(--unsure); font-weight: 600; }
    .same { color: var(--same); }
    figure { margin: 0; }
    figcaption, footer { margin-top: 0.5rem; color: var(--quiet); font-size: 0.875rem; }
    footer { margin-top: 2.5rem; }
    .row { display: grid; grid-template-columns: 10rem 1fr 11rem; gap: 0 1rem;
      align-items: center; margin: 0.2rem 0; }
    .row svg { display: block; width: 100%; height: 1.5rem; }
    .ticks { display: flex; justify-content: space-between; color: var(--quiet);
      font-size: 0.8rem; font-variant-numeric: tabular-nums; border-top: 1px solid var(--line); }
    .axis .name { color: var(--quiet); font-size: 0.875rem; }
    svg .tolerance { fill: var(--band); }
    svg .floor { fill: var(--floor); }
    svg line { vector-effect: non-scaling-stroke; stroke: currentColor; stroke-width: 2; }
    svg .one { stroke: var(--quiet); stroke-width: 1; }
    svg .estimate { stroke-width: 4; }
    svg .beyond { fill: currentColor; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; width: 100%; font-size: 0.9rem; }
    th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid var(--line); text-align: left;
      white-space: nowrap; }
    th.figure { text-align: right; }
    thead th { background: var(--shade); }
    tbody th { font-weight: 400; }
    .figure { text-align: right; font-variant-numeric: tabular-nums; }
    @media (max-width: 40rem) {
      .row { grid-template-columns: 1fr auto; margin-bottom: 0.4rem; }
      .row svg, .row .ticks { grid-column: 1 / -1; grid-row: 2; }
      .row.axis .name { display: none; } }
    @media print {
      :root { --paper: #ffffff; --ink: #000000; --quiet: #444444; --line: #999999;
        --shade: #eeeeee; --bad: #8f0f05; --good: #0b4a1d; --unsure: #6b4500; --same: #333333;
        --band: #dddddd; --floor: #bbbbbb; }
      * { print-color-adjust: exact; }
      body { max-width: none; padding: 0; font-size: 10pt; }
      .scroll { overflow: visible; }
      table { font-size: 8pt; }
      th, td { padding: 0.15rem 0.3rem; }
      .row, tr { break-inside: avoid; }
      h2, h3, h4 { break-after: avoid; } }
    """
}
