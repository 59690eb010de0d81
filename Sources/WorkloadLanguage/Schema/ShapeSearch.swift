/// Collects what a shape leads to: shapes in the order in which they are met, and named types.
struct ShapeSearch {
  private(set) var shapes: [Shape] = []
  private(set) var aliases: [String: TypeDescription] = [:]

  mutating func visit(_ shape: Shape) {
    guard !shapes.contains(where: { $0.title == shape.title }) else { return }
    shapes.append(shape)
    for field in shape.fields { visit(field.type) }
    if let type = shape.percentiles { visit(type) }
  }

  private mutating func visit(_ type: TypeDescription) {
    switch type {
    case .anything, .scalar, .word, .shape: break
    case .mapping(let shape): visit(shape)
    case .list(let inner), .names(let inner): visit(inner)
    case .either(let types): for type in types { visit(type) }
    case .alias(let name, let inner):
      guard aliases.updateValue(inner, forKey: name) == nil else { return }
      visit(inner)
    }
  }
}
