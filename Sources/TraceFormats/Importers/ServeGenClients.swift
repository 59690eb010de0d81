import Domain

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// ServeGen's clients: for each, request rates over the day and the lengths of its requests.
struct ServeGenClients {
  struct Client {
    var name: String
    var windows: [Window] = []
    var lengths: [Lengths] = []
  }

  /// Arrivals of one client from `start` seconds on, until the next window.
  struct Window {
    enum Gaps { case gamma, weibull, exponential }
    var start: Double
    /// Requests a second.
    var rate: Double
    var gaps: Gaps
    var shape: Double
  }

  struct Lengths {
    var start: Double
    var input: [Distribution]
    var output: Distribution
  }

  /// Values with the probability of being at most each.
  struct Distribution {
    var values: [Int] = []
    var cumulative: [Double] = []

    /// - Parameter share: in (0, 1).
    func value(at share: Double) -> Int {
      guard let whole = cumulative.last else { return 0 }
      var (low, high) = (0, values.count - 1)
      while low < high {
        let middle = (low + high) / 2
        if cumulative[middle] < share * whole { low = middle + 1 } else { high = middle }
      }
      return values[low]
    }
  }

  private(set) var clients: [Client] = []
  private(set) var hasMedia = false
  private var numbers: [String: Int] = [:]

  /// The client whose files begin with the same name.
  private mutating func client(_ file: String) -> Int {
    let name = file.split(separator: "/").last.map(String.init) ?? file
    let key = name.split(separator: "-").prefix(2).joined(separator: "-")
    if let number = numbers[key] { return number }
    numbers[key] = clients.count
    clients.append(Client(name: key.replacing("chunk-", with: "client-")))
    return clients.count - 1
  }

  /// One row of `start,rate,CV,process,shape,scale`.
  mutating func readWindow(
    _ file: String, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    let comma = UInt8(ascii: ",")
    let start = cursor
    let moment = try cursor.double(bytes, "the window's start")
    try cursor.expect(bytes, comma)
    let rate = try cursor.double(bytes, "the rate")
    try cursor.expect(bytes, comma)
    _ = try cursor.double(bytes, "the coefficient of variation")
    try cursor.expect(bytes, comma)
    let word = cursor.cell(bytes)
    try cursor.expect(bytes, comma)
    let shape = try cursor.double(bytes, "the shape")
    try cursor.expect(bytes, comma)
    _ = try cursor.double(bytes, "the scale")
    try cursor.expectEndOfLine(bytes)
    guard rate >= 0, rate < 1e9, moment >= 0, moment < 1e9 else {
      throw start.error("a start or a rate that can't be")
    }
    var window = Window(start: moment, rate: rate, gaps: .exponential, shape: 1)
    switch word {
    case "Gamma": window.gaps = .gamma
    case "Weibull": window.gaps = .weibull
    case "Exponential", "Poisson": break
    default: if rate > 0 { throw start.error("arrivals of an unknown kind, \"\(word)\"") }
    }
    if window.gaps != .exponential {
      guard shape > 0.01, shape < 1000 else { throw start.error("the shape is out of range") }
      window.shape = shape
    }
    let number = client(file)
    guard clients[number].windows.last.map({ $0.start < moment }) ?? true else {
      throw start.error("the windows are not in order")
    }
    clients[number].windows.append(window)
  }

  private static let inputs = [
    "text_tokens", "input_tokens", "image_tokens", "audio_tokens", "video_tokens",
  ]

  /// A document of windows, each with fields that hold a distribution as text.
  mutating func readLengths(
    _ file: String, _ bytes: Span<UInt8>, _ cursor: inout LineCursor
  ) throws(TraceError) {
    let start = cursor
    let number = client(file)
    for window in try JSONNode(bytes, &cursor).members {
      guard let moment = Double(window.name) else {
        throw start.error("\"\(window.name)\" is no window's start", at: start.lineStart)
      }
      var lengths = Lengths(start: moment, input: [], output: Distribution())
      for field in window.value.members {
        guard field.name.hasSuffix("_tokens"), let text = field.value.text else { continue }
        let found = try Self.distribution(text, field.name, start)
        if field.name == "output_tokens" {
          lengths.output = found
        } else if Self.inputs.contains(field.name) {
          if field.name != "text_tokens", field.name != "input_tokens",
            found.values.contains(where: { $0 > 0 })
          {
            hasMedia = true
          }
          lengths.input.append(found)
        }
      }
      clients[number].lengths.append(lengths)
    }
    clients[number].lengths.sort { $0.start < $1.start }
  }

  /// `{136: 0.25, 372: 0.75}`: values and their probabilities.
  private static func distribution(
    _ text: String, _ name: String, _ cursor: LineCursor
  ) throws(TraceError) -> Distribution {
    var found = Distribution()
    var sum = 0.0
    var pairs: [(Int, Double)] = []
    for pair in text.filter({ $0 != "{" && $0 != "}" }).split(separator: ",") {
      let parts = pair.split(separator: ":").map { $0.filter { $0 != " " } }
      guard parts.count == 2, let value = Double(parts[0]), let share = Double(parts[1]),
        value >= 0, value <= Double(ImportedHeader.mostTokens), share >= 0, share.isFinite
      else {
        throw cursor.error(
          "\"\(name)\" holds no distribution: \"\(pair.prefix(40))\"", at: cursor.lineStart)
      }
      pairs.append((Int(value), share))
    }
    for (value, share) in pairs.sorted(by: { $0.0 < $1.0 }) where share > 0 {
      sum += share
      found.values.append(value)
      found.cumulative.append(sum)
    }
    return found
  }

  /// Where no more is known of rates: a window's length behind the last one's start.
  var end: Double {
    let lengths = clients.compactMap { client in
      client.windows.count > 1 ? client.windows[1].start - client.windows[0].start : nil
    }
    let last = clients.compactMap { $0.windows.last?.start }.max() ?? 0
    return last + (lengths.min() ?? 600)
  }
}

extension ServeGenClients.Window {
  /// A gap in seconds. The rate is what counts: published shapes and scales disagree with it.
  func gap(_ stream: RandomStream) -> Double {
    switch gaps {
    case .exponential: -log(stream.uniform) / rate
    case .gamma: gammaDraw(shape: shape, stream) / (shape * rate)
    case .weibull: weibullDraw(shape: shape, stream) / (tgamma(1 + 1 / shape) * rate)
    }
  }
}
