/// What charts add to the look of pages.
enum FrontierStyle {
  /// Colours there are; further arms take them again.
  static let colours = 10

  /// Outlines of marks: square, triangles, diamond, plus, cross, pentagon, star and bar. The first
  /// arm has a circle, so each colour has a mark of its own.
  static let shapes = [
    "M-5-5H5V5H-5Z", "M0-7 7 6H-7Z", "M0-7 7 0 0 7-7 0Z", "M-7-6H7L0 7Z",
    "M-2.5-7H2.5V-2.5H7V2.5H2.5V7H-2.5V2.5H-7V-2.5H-2.5Z",
    "M-6-3.2-3.2-6 0-2.8 3.2-6 6-3.2 2.8 0 6 3.2 3.2 6 0 2.8-3.2 6-6 3.2-2.8 0Z",
    "M0-7 6.7-2.2 4.1 5.7H-4.1L-6.7-2.2Z",
    "M0-9 2.4-2.4 9 0 2.4 2.4 0 9-2.4 2.4-9 0-2.4-2.4Z", "M-8-3H8V3H-8Z",
  ]

  static let css = """
    :root { --c0: #0b5cad; --c1: #b3430a; --c2: #1d7a3a; --c3: #7a3fb0; --c4: #a3195b;
      --c5: #5c6a00; --c6: #00707a; --c7: #8a5a00; --c8: #4a4f9c; --c9: #6b3d2e; }
    @media (prefers-color-scheme: dark) {
      :root { --c0: #6cb2ff; --c1: #ff9d66; --c2: #74d68f; --c3: #c79bff; --c4: #ff86b8;
        --c5: #cfd95a; --c6: #5fd4de; --c7: #f0c060; --c8: #a5abff; --c9: #d9a48f; } }
    svg.chart { display: block; width: 100%; height: auto; }
    svg text { fill: var(--ink); font: 15px system-ui, sans-serif; }
    svg .tick { fill: var(--quiet); text-anchor: end; dominant-baseline: middle;
      font-variant-numeric: tabular-nums; }
    svg .below { text-anchor: middle; }
    svg .title { text-anchor: middle; }
    svg .above { text-anchor: start; }
    @media (max-width: 40rem) { svg.chart text { font-size: 28px; } }
    svg line.grid { stroke: var(--line); stroke-width: 1; }
    svg polyline { fill: none; stroke-linejoin: round; }
    svg .envelope { stroke: var(--band); stroke-width: 18; stroke-linecap: round; }
    svg .range { fill: currentColor; fill-opacity: 0.16; stroke: none; }
    svg .other { fill: currentColor; fill-opacity: 0.45; }
    svg .line { stroke: currentColor; stroke-width: 2.5; }
    svg .mark { fill: currentColor; stroke: currentColor; stroke-width: 2; }
    svg .hollow { fill: var(--paper); }
    .legend { display: flex; flex-wrap: wrap; gap: 0.2rem 1.2rem; margin: 0 0 0.5rem; padding: 0;
      list-style: none; font-size: 0.95rem; }
    .legend li { display: flex; align-items: center; gap: 0.4rem; }
    svg.key { width: 1.9rem; height: 1rem; }
    \((0..<colours).map { ".arm\($0) { color: var(--c\($0)); }" }.joined(separator: " "))
    main > section > p, main > section > ul { margin: 0.4rem 0; overflow-wrap: anywhere; }
    @media print { :root { --c0: #063a70; --c1: #7a2c05; --c2: #0f4d22; --c3: #4b2373;
      --c4: #6e0f3c; } }
    """
}
