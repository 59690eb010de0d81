import Domain

/// What the numbers of an engine have to do with each other.
enum EngineChecks {
  static func check(
    _ found: PolicyDefinition.Engines, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Bool {
    func place(_ key: String) -> Location { fields.node(key)?.location ?? fields.node.location }
    if let expert = found.expert, let data = found.data, found.tensor == nil, expert % data != 0 {
      decoder.report(
        .outOfRange, "experts on \(expert) GPUs can't be those of \(data) equal ranks",
        at: place("expert"), help: "`expert` is a multiple of `data`")
      return false
    }
    if let expert = found.expert, let width = found.width, expert != width,
      expert != 1 || found.data != nil
    {
      decoder.report(
        .outOfRange,
        "experts can't be spread over \(expert) of the \(width) GPUs that share a layer",
        at: place("expert"),
        help: found.data == nil
          ? "`expert` is \(width), or 1 where each expert is split" : "`expert` is \(width)")
      return false
    }
    guard let devices = found.devices, let size = found.size, devices % size != 0 else {
      return true
    }
    decoder.report(
      .outOfRange, "`devices: \(devices)` isn't a number of whole engines of \(size)",
      at: place("devices"),
      help: "`devices` is a multiple of \(size)")
    return false
  }
}
