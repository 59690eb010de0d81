import Foundation
import Synchronization

/// Where a result goes: standard output, or a file that is written whole or not at all.
struct Output {
  private let handle: FileHandle
  /// Where the whole file goes, links followed; nil for what is written to as it is.
  private let target: String?
  private let partial: String
  private let name: String
  private let interruption: Interruption?

  /// - Parameter path: `-` or nil for standard output.
  /// - Throws: `Failure` for a folder, or what can't be written.
  init(_ path: String?) throws {
    guard let path, path != "-" else {
      (handle, target, partial, name) = (.standardOutput, nil, "", "standard output")
      interruption = nil
      return
    }
    name = "`\(path)`"
    switch Output.type(path) {
    case .typeDirectory?: throw Failure.input("`\(path)` is a folder, not a file")
    case .typeRegular?, nil:
      let target = Output.resolved(path)
      // Machines that share a folder may have processes of one number.
      let random = String(UInt64.random(in: .min ... .max), radix: 16)
      partial = "\(target).part-\(getpid())-\(random)"
      self.target = target
      interruption = Interruption(removing: partial)
      guard FileManager.default.createFile(atPath: partial, contents: nil),
        let handle = FileHandle(forWritingAtPath: partial)
      else {
        interruption?.end()
        throw Failure.input(Output.unwritable(path))
      }
      self.handle = handle
    default:
      // A device or a pipe has no whole to put in its place.
      (target, partial, interruption) = (nil, "", nil)
      guard let handle = FileHandle(forWritingAtPath: path) else {
        throw Failure.input(Output.unwritable(path))
      }
      self.handle = handle
    }
  }

  /// Says before any work whether a file could be written.
  ///
  /// - Throws: `Failure` as `init` does; nothing is left behind.
  static func check(_ path: String) throws {
    switch type(path) {
    // Opening a pipe would wait for its reader.
    case .typeDirectory?, .typeRegular?, nil: try Output(path).discard()
    default:
      guard unsafe access(path, W_OK) == 0 else { throw Failure.input(unwritable(path)) }
    }
  }

  /// Whether it is a file, or would be one: what is written to it last is then all that is there.
  static func isFile(_ path: String) -> Bool {
    guard path != "-" else { return false }
    let found = type(path)
    return found == nil || found == .typeRegular
  }

  /// Of what is there, links followed; nil for nothing.
  private static func type(_ path: String) -> FileAttributeType? {
    let attributes = try? FileManager.default.attributesOfItem(atPath: resolved(path))
    return attributes?[.type] as? FileAttributeType
  }

  /// `errno` in words, of what was tried last.
  private static func unwritable(_ path: String) -> String {
    "`\(path)` can't be written: \(unsafe String(cString: strerror(errno)))"
  }

  /// The path with links followed, a dangling one too.
  private static func resolved(_ path: String) -> String {
    var path = path
    // As many as Linux follows.
    for _ in 0..<40 {
      guard let next = try? FileManager.default.destinationOfSymbolicLink(atPath: path) else {
        break
      }
      let folder = URL(filePath: path).deletingLastPathComponent()
      path = next.hasPrefix("/") ? next : folder.appending(path: next).path
    }
    return path
  }

  func write(_ bytes: [UInt8]) throws {
    if let reason = Output.write(bytes, to: handle.fileDescriptor) {
      discard()
      let words = unsafe String(cString: strerror(reason))
      throw Failure.machine("writing \(name) failed: \(words)")
    }
  }

  /// Writes all of it from where it is, without a copy.
  ///
  /// - Returns: what `errno` says if it fails; nil if it doesn't.
  private static func write(_ bytes: [UInt8], to descriptor: Int32) -> Int32? {
    unsafe bytes.withUnsafeBytes { raw in
      var done = 0
      while done < raw.count {
        let rest = unsafe UnsafeRawBufferPointer(rebasing: raw[done...])
        let count = unsafe Foundation.write(descriptor, rest.baseAddress, rest.count)
        if count >= 0 {
          done += count
        } else if errno != EINTR {
          return errno
        }
      }
      return nil
    }
  }

  /// Puts the file in its place.
  func finish() throws {
    guard let target else { return }
    try? handle.close()
    guard unsafe rename(partial, target) == 0 else {
      discard()
      throw Failure.machine("\(name) can't be put in its place")
    }
    interruption?.end()
  }

  /// Leaves nothing behind.
  func discard() {
    guard target != nil else { return }
    try? FileManager.default.removeItem(atPath: partial)
    interruption?.end()
  }

  static func print(_ text: String) throws {
    try Output(nil).write(Array(text.utf8))
  }
}

/// Removes partly written files when the process is told to stop.
///
/// The kernel calls the handler at once, on whatever thread: sources of Dispatch that come and go
/// with each file can miss a signal.
private struct Interruption {
  private static let signals = [SIGINT, SIGTERM, SIGHUP]
  private static let most = 256
  /// By slot, what to remove; read by the handler.
  private nonisolated(unsafe) static let paths: UnsafeMutablePointer<UnsafeMutablePointer<CChar>?> =
    {
      let paths = UnsafeMutablePointer<UnsafeMutablePointer<CChar>?>.allocate(capacity: most)
      unsafe paths.initialize(repeating: nil, count: most)
      return unsafe paths
    }()
  private static let free = Mutex(Array((0..<most).reversed()))
  private static let isReady: Bool = {
    _ = unsafe paths
    for number in signals {
      let before = signal(number) { number in
        var slot = 0
        while slot < Interruption.most {
          if let path = unsafe Interruption.paths[slot] { _ = unsafe unlink(path) }
          slot += 1
        }
        signal(number, SIG_DFL)
        raise(number)
      }
      // Who starts a command that is to ignore a signal, as `nohup` does, is heeded.
      if unsafe unsafeBitCast(before, to: Int.self) == unsafeBitCast(SIG_IGN, to: Int.self) {
        signal(number, SIG_IGN)
      }
    }
    return true
  }()

  /// Beyond so many files at once the last ones stay.
  private let slot: Int?

  init(removing path: String) {
    _ = Self.isReady
    slot = Self.free.withLock { $0.popLast() }
    // The handler may be reading it whenever it is let go, so it never is.
    if let slot { unsafe Self.paths[slot] = unsafe strdup(path) }
  }

  func end() {
    guard let slot, unsafe Self.paths[slot] != nil else { return }
    unsafe Self.paths[slot] = nil
    Self.free.withLock { $0.append(slot) }
  }
}
