import Dispatch
import Domain
import Foundation
import Synchronization

/// A source that is read on a thread of its own, some sessions ahead of who takes them.
///
/// Reading or generating a trace takes a quarter of a replay's time or more. The sessions and
/// their order are those of the source; so is the error that ends it.
struct ReadAhead: TraceSource {
  let header: TraceHeader
  private let lease: Lease
  private var batch = Batch()
  private var position = 0
  private var taken = 0

  /// Opens the source on its thread.
  ///
  /// - Throws: What `open` throws.
  init(_ open: @escaping @Sendable () throws -> any TraceSource) throws {
    lease = Lease()
    let exchange = lease.exchange
    Thread.detachNewThread { exchange.fill(from: open) }
    header = try exchange.header()
  }

  mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while position == batch.count {
      if let end = batch.end {
        session.removeAll()
        if case .failed(let error) = end { throw error }
        return false
      }
      lease.exchange.trade(&batch, for: taken)
      taken += 1
      position = 0
    }
    swap(&session, &batch.sessions[position])
    position += 1
    return true
  }

  /// Ends the thread when nobody takes sessions any more.
  private final class Lease {
    let exchange = Exchange()
    deinit { exchange.cancel() }
  }
}

/// Sessions that change hands together, and how the source ended if these are its last.
private struct Batch {
  enum End {
    case finished
    case failed(TraceError)
  }

  /// Buffers, of which `count` are filled.
  var sessions: [TraceSession] = []
  var count = 0
  var end: End?

  /// Few enough to stay in a core's cache, enough that a handover costs nothing beside them.
  static let mostSessions = 32
  static let enoughRecords = 2_048

  mutating func fill(from source: inout any TraceSource) {
    var records = 0
    count = 0
    while count < Batch.mostSessions, records < Batch.enoughRecords {
      if count == sessions.count { sessions.append(TraceSession()) }
      do throws(TraceError) {
        guard try source.next(&sessions[count]) else {
          end = .finished
          return
        }
      } catch {
        end = .failed(error)
        return
      }
      records += sessions[count].records.count
      count += 1
    }
  }
}

/// Where full batches are traded for used ones.
///
/// They are swapped, never copied: a copy would make each side pay for the other's.
private final class Exchange: Sendable {
  private struct State {
    var opened: Result<TraceHeader, any Error> = .failure(CancellationError())
    var slots = [Batch](repeating: Batch(), count: Exchange.depth)
    var isCancelled = false
  }

  /// Batches that are full at the same time.
  private static let depth = 4

  private let state = Mutex(State())
  // Both start at 0: a semaphore may not be freed below what it started with.
  private let room = DispatchSemaphore(value: 0)
  private let filled = DispatchSemaphore(value: 0)

  init() {
    for _ in 0..<Exchange.depth { room.signal() }
  }

  /// The thread's work: fills batches until the source ends or nobody wants more.
  func fill(from open: () throws -> any TraceSource) {
    let opened = Result { try open() }
    state.withLock { $0.opened = opened.map(\.header) }
    filled.signal()
    guard var source = try? opened.get() else { return }
    var batch = Batch()
    var number = 0
    while batch.end == nil {
      batch.fill(from: &source)
      let isLast = batch.end != nil
      room.wait()
      if state.withLock({ $0.isCancelled }) { return }
      state.withLock { swap(&batch, &$0.slots[number % Exchange.depth]) }
      filled.signal()
      if isLast { return }
      number += 1
    }
  }

  /// Waits until the source is open.
  func header() throws -> TraceHeader {
    filled.wait()
    return try state.withLock { $0.opened }.get()
  }

  /// Gives batch `number - depth` back, whose sessions were taken, for the one of this number.
  func trade(_ batch: inout Batch, for number: Int) {
    filled.wait()
    state.withLock { swap(&batch, &$0.slots[number % Exchange.depth]) }
    room.signal()
  }

  func cancel() {
    state.withLock { $0.isCancelled = true }
    room.signal()
  }
}
