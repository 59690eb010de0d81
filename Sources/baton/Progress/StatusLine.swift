import Foundation
import Synchronization

/// A line on a terminal's standard error that says how far long work is, from the first second on.
///
/// A thread of its own writes it anew a few times a second, so that work that is done in one piece
/// is seen to go on. It is gone before anything else is written.
final class StatusLine: Sendable {
  static let isWanted = isatty(STDERR_FILENO) == 1

  private let screen = Screen()

  /// - Parameter text: What the line says after so many seconds.
  init(isWanted: Bool = true, _ text: @escaping @Sendable (Double) -> String) {
    guard isWanted, StatusLine.isWanted else { return }
    let screen = screen
    let start = ContinuousClock.now
    Thread.detachNewThread {
      Thread.sleep(forTimeInterval: 1)
      while screen.show(text((ContinuousClock.now - start) / .seconds(1))) {
        Thread.sleep(forTimeInterval: 0.25)
      }
    }
  }

  deinit { screen.end() }

  func end() { screen.end() }

  private final class Screen: Sendable {
    private struct State {
      var isPrinted = false
      var isEnded = false
    }
    private let state = Mutex(State())

    /// Whether there will be more to show.
    func show(_ text: String) -> Bool {
      state.withLock { state in
        guard !state.isEnded else { return false }
        state.isPrinted = true
        Console.note("\r\(text.prefix(Console.errorWidth - 1))\u{1B}[K")
        return true
      }
    }

    func end() {
      state.withLock { state in
        if state.isPrinted, !state.isEnded { Console.note("\r\u{1B}[K") }
        state.isEnded = true
      }
    }
  }
}
