import Domain

/// Lines in Mooncake's form that are shaped like its conversation trace: 12,031 requests in an
/// hour, prompts of 12,000 tokens and outputs of 343 in the mean, blocks of 512.
enum ChatTrace {
  static let requests = 12_031

  private struct Conversation {
    /// Ids of its whole blocks so far.
    var blocks: [Int]
    var tokens: Int
  }

  static func lines() -> [UInt8] {
    let root = RandomStream(seed: 3).named("chat")
    var conversations: [Conversation] = []
    var nextID = 1
    var text = ""
    for index in 0..<requests {
      let stream = root.numbered(index)
      let isNew = stream.named("new").uniform < 0.6 || conversations.isEmpty
      let known = conversations.count
      // The latest conversations are the ones that go on.
      let back = Int(stream.named("which").uniform * Double(min(known, 400)))
      var conversation =
        isNew ? Conversation(blocks: [0], tokens: 512) : conversations[known - 1 - back]
      conversation.tokens += 200 + Int(exponential(stream.named("input")) * 7500)
      while conversation.blocks.count < (conversation.tokens + 511) / 512 {
        conversation.blocks.append(nextID)
        nextID += 1
      }
      let output = 1 + Int(exponential(stream.named("output")) * 343)
      let ids = conversation.blocks.map(String.init).joined(separator: ", ")
      text += "{\"timestamp\": \(index * 294), \"input_length\": \(conversation.tokens), "
      text += "\"output_length\": \(output), \"hash_ids\": [\(ids)]}\n"
      // What goes on is the part in whole blocks.
      conversation.blocks.removeLast(conversation.tokens % 512 == 0 ? 0 : 1)
      conversation.tokens = conversation.blocks.count * 512
      if isNew {
        conversations.append(conversation)
      } else {
        conversations[known - 1 - back] = conversation
      }
    }
    return Array(text.utf8)
  }

  /// Of mean 1, by Newton's iteration for −ln u: no library's rounding decides a digest.
  private static func exponential(_ stream: RandomStream) -> Double {
    // Sum of geometric digits: u in (2⁻ᵏ⁻¹, 2⁻ᵏ] gives k·ln 2 and a series for the rest.
    var u = stream.uniform
    var sum = 0.0
    while u <= 0.5 {
      u *= 2
      sum += 0.693_147_180_559_945_3
    }
    // −ln u = 2·artanh((1 − u)/(1 + u)) for u in (½, 1].
    let z = (1 - u) / (1 + u)
    var power = z
    for odd in stride(from: 1, through: 25, by: 2) {
      sum += 2 * power / Double(odd)
      power *= z * z
    }
    return sum
  }
}
