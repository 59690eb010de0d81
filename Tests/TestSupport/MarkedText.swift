/// Text with positions marked in it: `1️⃣` stands before the character that a test speaks of.
public struct MarkedText: Sendable {
  /// The text without its marks.
  public let text: String
  /// Line and column, from 1, of each mark.
  public var marks: [Int: Position]

  public struct Position: Hashable, Sendable, CustomStringConvertible {
    public var line: Int
    public var column: Int
    public init(line: Int, column: Int) { (self.line, self.column) = (line, column) }
    public var description: String { "\(line):\(column)" }
  }

  public init(_ marked: String) {
    var text = ""
    var marks: [Int: Position] = [:]
    var position = Position(line: 1, column: 1)
    for character in marked {
      if let number = Self.number(character) {
        marks[number] = position
      } else if character == "\n" {
        text.append(character)
        position = Position(line: position.line + 1, column: 1)
      } else {
        text.append(character)
        position.column += character.unicodeScalars.count
      }
    }
    (self.text, self.marks) = (text, marks)
  }

  /// The digit of a keycap emoji.
  private static func number(_ character: Character) -> Int? {
    let scalars = Array(character.unicodeScalars)
    guard scalars.count == 3, scalars[2].value == 0x20E3 else { return nil }
    return Int(String(scalars[0]))
  }
}
