import Domain

/// Times of a session's records that follow from those before them.
extension TraceSession {
  /// When enough of what a record waits for has ended.
  ///
  /// - Parameters:
  ///   - ends: Of the records before it, from the session's start.
  ///   - needed: Room to work in.
  /// - Complexity: O(dependencies · log dependencies).
  func ready(
    _ index: Int, after ends: [Nanoseconds], _ needed: inout [Nanoseconds]
  ) -> Nanoseconds {
    let record = records[index]
    guard record.firstDependency >= 0 else { return index == 0 ? 0 : ends[index - 1] }
    guard record.needed > 0 else { return 0 }
    needed.removeAll(keepingCapacity: true)
    let first = Int(record.firstDependency)
    for dependency in dependencies[first..<(first + Int(record.dependencyCount))] {
      needed.append(ends[Int(dependency)])
    }
    if needed.count > 1 { needed.sort() }
    return needed.isEmpty ? 0 : needed[min(Int(record.needed), needed.count) - 1]
  }

  /// From an answer to the end of its sound, as if its text were there when it begins.
  func sound(_ speech: Speech, ofRecord index: Int) -> Nanoseconds {
    if speech.cut >= 0 { return speech.synthesis + speech.cut }
    let first = records[index].firstDependency
    let answer = records[first < 0 ? index - 1 : Int(dependencies[Int(first)])]
    let tokens = Int(answer.outputTokens - answer.reasoningTokens)
    return Speech.length(tokens: tokens, perToken: speech.perToken, synthesis: speech.synthesis)
      ?? Ticks.horizonNanoseconds
  }
}
