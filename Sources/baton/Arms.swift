import BackendModel
import Domain
import Foundation
import Replay
import Shipped
import WorkloadLanguage

/// The catalog that the binary carries, and platforms that users bring.
enum Shelf {
  /// Read once, by whoever asks first.
  private static let shipped: Result<Catalog, Failure> = {
    let files = Shipped.catalog.map { SourceText(name: $0.name, text: $0.text) }
    let (catalog, diagnostics) = CatalogReader.read(files)
    if diagnostics.hasErrors { return .failure(Failure(text: diagnostics.rendered(), code: 1)) }
    return .success(catalog)
  }()

  /// Begins to read the catalog while the command line is parsed, which takes as long.
  static func open() { Thread.detachNewThread { _ = shipped } }

  /// - Throws: `Failure` if the embedded catalog is broken, which tests rule out.
  static func catalog() throws -> Catalog { try shipped.get() }

  /// The catalog with the models of the platform files that arms name, so that workloads may use
  /// them; the platforms themselves are taken in by what they are of.
  ///
  /// - Parameter names: As users write them: a platform, or POLICY@PLATFORM.
  static func catalog(knowing names: [String?]) throws -> Catalog {
    var catalog = try catalog()
    var read: Set<String> = []
    for name in names {
      guard let place = name?.split(separator: "@").last.map(String.init), place != "-",
        isPath(place), read.insert(place).inserted, Input.obstacle(place) == nil
      else { continue }
      let source = SourceText(name: place, bytes: try Input(place).bytes())
      // What is wrong with it is told where it is taken in.
      guard let found = CatalogReader.platform(source, in: catalog).catalog else { continue }
      catalog.models = found.models
    }
    return catalog
  }

  /// The platforms that the YAML of an experiment names.
  static func platforms(in input: Input) throws -> [String] {
    let source = SourceText(name: input.name, bytes: try input.bytes())
    guard FileKind(of: source) == .experiment, let tree = Tree.read(source).0 else { return [] }
    let arms = tree.value(of: "arms")?.entries?.map(\.value) ?? []
    let named = (arms + [tree.value(of: "platform")].compactMap(\.self)).compactMap(\.text)
    return named.map { text in
      let parts = text.split(separator: "@")
      return parts.dropLast().map { $0 + "@" }.joined()
        + WorkloadFile.path(String(parts.last ?? ""), in: input.name)
    }.filter { $0.hasSuffix(".yaml") }
  }

  /// Whether a platform is named by a path rather than a name of the catalog.
  static func isPath(_ platform: String) -> Bool {
    platform.hasSuffix(".yaml") || platform.contains("/") || platform == "-"
  }

  /// Takes a user's platform file into the catalog.
  ///
  /// - Returns: The platform's name, and the text it was read from.
  static func add(
    _ path: String, to catalog: inout Catalog
  ) throws -> (name: String, source: SourceText) {
    let input = try Input(path)
    let source = SourceText(name: input.name, bytes: try input.bytes())
    let (found, name, diagnostics) = CatalogReader.platform(source, in: catalog)
    let text = Console.text(diagnostics)
    guard let found, let name else { throw Failure.rendered(text, diagnostics) }
    if !diagnostics.isEmpty { Console.note(text) }
    catalog = found
    return (name, source)
  }
}

/// The plans that a run compares: `POLICY` or `POLICY@PLATFORM`.
struct Arms {
  var plans: [Plan] = []
  /// With the platforms that the arms brought.
  private let catalog: Catalog
  /// What those were read from.
  private let files: [String: SourceText]
  private let header: TraceHeader

  /// What a run without `--policy` shows.
  static let defaults = ["gpu-aggregated", "afd"]
  /// The same on a platform without LPX.
  private static let gpuDefaults = ["gpu-aggregated", "gpu-disaggregated"]

  init(
    _ policies: [String], platform: String?, header: TraceHeader, catalog: Catalog
  ) throws {
    var catalog = catalog
    var names: [String: String] = [:]
    var files: [String: SourceText] = [:]
    func resolve(_ platform: String) throws -> String {
      if let known = names[platform] { return known }
      guard Shelf.isPath(platform) else { return platform }
      let found = try Shelf.add(platform, to: &catalog)
      (names[platform], files[found.name]) = (found.name, found.source)
      return found.name
    }
    if platform != nil, !policies.isEmpty, policies.allSatisfy({ $0.contains("@") }) {
      throw Failure.input(
        "--platform has no effect: every arm names its own", help: "leave it out")
    }
    var usual = Arms.defaults
    if policies.isEmpty, let platform {
      let name = try resolve(platform)
      let chips = catalog.platform(name)?.pools.map { catalog.chip($0.chip)?.kind } ?? [.lpu]
      if !chips.contains(.lpu) { usual = Arms.gpuDefaults }
    }
    for arm in policies.isEmpty ? usual : policies {
      let parts = arm.split(separator: "@", maxSplits: 1, omittingEmptySubsequences: false)
        .map(String.init)
      guard let policy = parts.first, parts.allSatisfy({ !$0.isEmpty }) else {
        throw Failure.input("`\(arm)` is no arm", help: "an arm is POLICY or POLICY@PLATFORM")
      }
      let named = try (parts.count > 1 ? parts[1] : platform).map(resolve)
      let plan = try Arms.plan(
        policy, on: named, header.models, catalog, file: named.flatMap { files[$0] })
      plans.append(header.blocks.map { plan.withBlocks(of: $0.tokens) } ?? plan)
    }
    (self.catalog, self.header, self.files) = (catalog, header, files)
  }

  /// The same arms on the same platforms with another value for one figure of the catalog.
  ///
  /// - Returns: nil where the catalog has no such figure.
  func setting(_ parameter: String, to value: Double) throws -> Arms? {
    guard let changed = catalog.setting(parameter, to: value) else { return nil }
    var arms = self
    arms.plans = try plans.map { try replaced($0, changed) }
    return arms
  }

  /// The same arms on platforms that are divided into so many equal cells.
  ///
  /// - Throws: `Failure` if a pool's racks can't be divided so, or a cell can't hold the models.
  func divided(into cells: Int) throws -> Arms {
    var arms = self
    arms.plans = try plans.map { plan in
      let cell = try catalog.dividing(plan.platform, into: cells)
      var whole = try replaced(plan, cell).cells(cells)
      let racks = (cell.platform(plan.platform)?.pools ?? []).map { "\($0.racks) \($0.name)" }
      whole.notes.append(
        "\(cells) cells of \(racks.joined(separator: " + ")) racks; what is said above is of one")
      return whole
    }
    return arms
  }

  /// The plan of an arm under another catalog.
  private func replaced(_ plan: Plan, _ catalog: Catalog) throws -> Plan {
    let new = try Arms.plan(
      plan.policy, on: plan.platform, header.models, catalog, file: files[plan.platform])
    return header.blocks.map { new.withBlocks(of: $0.tokens) } ?? new
  }

  /// - Parameters:
  ///   - file: That the platform was read from.
  ///   - option: Of the command line, that named the arm.
  static func plan(
    _ policy: String, on platform: String?, _ models: [String], _ catalog: Catalog,
    file: SourceText? = nil, option: String = "--policy"
  ) throws -> Plan {
    do throws(PlacementError) {
      return try placement(policy, on: platform, models, catalog)
    } catch {
      throw Failure.placement(
        error, arm: platform.map { "\(policy)@\($0)" } ?? policy, option: option,
        policy: file.flatMap { CatalogReader.place(ofPolicy: policy, in: $0) })
    }
  }

  /// - Parameter platform: A name of the catalog; nil for the smallest that holds the models.
  static func placement(
    _ policy: String, on platform: String?, _ models: [String], _ catalog: Catalog
  ) throws(PlacementError) -> Plan {
    var place = platform
    if place == nil { place = try PlanBuilder.smallestPlatform(for: models, catalog: catalog) }
    return try PlanBuilder.plan(
      platform: place ?? "", policy: policy, models: models, catalog: catalog)
  }

  /// Replays a trace under every arm, at most `threads` at a time; results in the order of the
  /// arms. Where there are two threads for each, one reads ahead of the other.
  ///
  /// - Parameters:
  ///   - attributes: Whether results say what time was spent on.
  ///   - progress: Told how far they are, a pass for each arm.
  func replay(
    threads: Int, name: String, attributes: Bool = false, progress: TraceProgress? = nil,
    source: @escaping @Sendable () throws -> any TraceSource
  ) async throws -> [ArmResult] {
    let plans = self.plans
    return try await withThrowingTaskGroup(of: [(Int, ArmResult)].self) { group in
      let workers = max(1, min(threads, plans.count))
      for worker in 0..<workers {
        group.addTask {
          try stride(from: worker, to: plans.count, by: workers).map {
            let sessions = threads >= 2 * workers ? try ReadAhead(source) : try source()
            let seen = progress?.watch(sessions, pass: $0) ?? sessions
            return ($0, try Arms.replay(plans[$0], name, seen, attributes: attributes))
          }
        }
      }
      var results: [(Int, ArmResult)] = []
      for try await part in group { results += part }
      return results.sorted { $0.0 < $1.0 }.map(\.1)
    }
  }

  static func replay(
    _ plan: Plan, _ name: String, _ source: any TraceSource, systemSeed: UInt64? = nil,
    attributes: Bool = false
  ) throws -> ArmResult {
    do throws(Replayer.Failure) {
      return try Replayer.replay(
        source, plan: plan, systemSeed: systemSeed, attributes: attributes)
    } catch {
      switch error {
      case .trace(let error): throw Failure.trace(error, in: name)
      case .unhosted(let model, let hosted):
        throw Failure.input(
          "`\(plan.policy)` on `\(plan.platform)` hosts no `\(model)`",
          help: "it hosts " + hosted.map { "`\($0)`" }.joined(separator: ", "))
      case .blockSize(let trace, let plan):
        throw Failure.input("the trace has blocks of \(trace) tokens, the plan of \(plan)")
      }
    }
  }
}
