/// What a page shows when its box is ticked, and on paper always. (Not every browser prints what
/// closed `details` hold, or can be told to.)
enum Disclosure {
  static func html(_ name: String, _ content: HTML) -> HTML {
    .tag(
      "div", ["class": "more"],
      [
        .tag("label", [.void("input", ["type": "checkbox"]), .tag("span", name)]), content,
      ])
  }

  /// Browsers that can't tell whether a box is ticked show everything.
  static let css = """
    .more > label { display: flex; gap: 0.4rem; align-items: center; width: fit-content;
      margin: 0.3rem 0; color: var(--quiet); font-size: 0.875rem; cursor: pointer; }
    .more input { margin: 0; accent-color: var(--c0); }
    .more input:focus-visible { outline: 3px solid var(--c0); outline-offset: 2px; }
    @media screen { @supports selector(:has(a)) {
      .more:not(:has(:checked)) > :not(label) { display: none; } } }
    @media print { .more input { display: none; } }
    """
}
