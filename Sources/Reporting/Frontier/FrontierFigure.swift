/// Charts of frontiers as one drawing, SVG 1.1, that needs nothing else: for documents and slides.
public enum FrontierFigure {
  /// - Parameter frontiers: One for each workload, drawn below one another.
  /// - Returns: UTF-8 text; equal values give equal text.
  public static func text(_ frontiers: [Frontier]) -> String {
    var top = 0.0
    let drawings = frontiers.map { frontier in
      let (drawing, height) = FrontierPage.speeds(frontier).figure(top: top)
      top += height
      return drawing
    }
    let size = "0 0 \(Int(FrontierChart.width)) \(Quantity.fixed(top, decimals: 0))"
    let background = HTML.void("rect", ["width": "100%", "height": "100%", "class": "paper"])
    let whole = HTML.tag(
      "svg", ["xmlns": "http://www.w3.org/2000/svg", "viewBox": size],
      [.tag("style", FrontierFigure.css), background] + drawings)
    return whole.text + "\n"
  }

  private static let css =
    """
    :root { --ink: #1b1f24; --quiet: #57606a; --line: #d0d7de; --paper: #ffffff; --band: #e6e9ed; }
    @media (prefers-color-scheme: dark) {
      :root { --ink: #e6edf3; --quiet: #9aa4ae; --line: #3a424b; --paper: #14181d;
        --band: #323a44; }
    }
    .paper { fill: var(--paper); }
    .key { dominant-baseline: middle; }

    """ + FrontierStyle.css
}
