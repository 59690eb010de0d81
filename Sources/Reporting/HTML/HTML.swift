/// A piece of a page: text that is safe to stand between tags.
struct HTML {
  private(set) var text: String

  /// Escapes what users name.
  init(_ text: String) {
    self.text = text.unicodeScalars.reduce(into: "") { result, scalar in
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\0": result += "\u{FFFD}"
      default: result.unicodeScalars.append(scalar)
      }
    }
  }

  private init(raw: String) { text = raw }

  /// Pieces one after the other, each on a line of its own.
  init(_ parts: [HTML]) { text = parts.map(\.text).joined(separator: "\n") }

  /// `<name a="b">…</name>`; attributes are escaped, names are the program's own.
  static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ content: HTML
  ) -> HTML {
    HTML(raw: opening(name, attributes) + content.text + "</\(name)>")
  }

  static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ text: String
  ) -> HTML {
    tag(name, attributes, HTML(text))
  }

  static func tag(
    _ name: String, _ attributes: KeyValuePairs<String, String>, _ parts: [HTML]
  ) -> HTML {
    tag(name, attributes, parts.isEmpty ? HTML("") : HTML(raw: "\n\(HTML(parts).text)\n"))
  }

  static func tag(_ name: String, _ content: HTML) -> HTML { tag(name, [:], content) }

  static func tag(_ name: String, _ text: String) -> HTML { tag(name, [:], text) }

  static func tag(_ name: String, _ parts: [HTML]) -> HTML { tag(name, [:], parts) }

  /// `<name a="b"/>`, for elements that hold nothing.
  static func void(_ name: String, _ attributes: KeyValuePairs<String, String>) -> HTML {
    var text = opening(name, attributes)
    text.replaceSubrange(text.index(before: text.endIndex)..., with: "/>")
    return HTML(raw: text)
  }

  private static func opening(
    _ name: String, _ attributes: KeyValuePairs<String, String>
  ) -> String {
    let pairs = attributes.map { " \($0.key)=\"\(HTML($0.value).text)\"" }
    return "<\(name)\(pairs.joined())>"
  }

  /// A whole page that needs nothing from elsewhere, and may fetch nothing.
  ///
  /// - Parameter style: CSS of the program's own.
  static func page(title: String, style: String, _ body: [HTML]) -> String {
    """
    <!DOCTYPE html>
    <html lang="en">
    <head>
    <meta charset="utf-8"/>
    <meta name="viewport" content="width=device-width, initial-scale=1"/>
    <meta http-equiv="Content-Security-Policy" \
    content="default-src 'none'; style-src 'unsafe-inline'"/>
    <meta name="color-scheme" content="light dark"/>
    <title>\(HTML(title).text)</title>
    <style>
    \(style)
    </style>
    </head>
    <body>
    \(HTML(body).text)
    </body>
    </html>

    """
  }
}
