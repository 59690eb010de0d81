import Domain
import Foundation
import Shipped
import TestSupport
import Testing
import WorkloadLanguage

/// The JSON Schemas under an independent validator.
@Suite(
  "schemas for editors",
  .enabled(if: Validator.isAvailable, "needs python3 with the modules jsonschema and yaml"))
struct SchemaTests {
  @Test("every shipped workload is accepted")
  func workloads() throws {
    let texts = Shipped.workloads.map(\.text)
    let found = try Validator.complaints(about: texts, schema: WorkloadSchema.jsonSchema)
    #expect(found.count == 15)
    for (file, complaint) in zip(Shipped.workloads, found) {
      #expect(complaint == nil, "\(file.name)")
    }
  }

  /// Its own pools, and the whole shipped catalog written as entries of its own.
  private static let platform =
    """
    platform: mine
    pools: {gpu: {chip: rubin, racks: 4}, lpx: {chip: groq-3-lpu, racks: 2}}
    links: {gpu-lpx: spectrum-x}
    lpx-weights: fp8

    """
    + Shipped.catalog.filter { $0.stem != "platforms" && $0.stem != "policies" }.map(\.text)
    .joined(separator: "\n")
      + """

      policies:
        fast:
          extends: afd
          engines: {prefill: {devices: 96, tensor: 8}, decode: {devices: 192, data: 4}}
          batching: {sequences: 64, tokens: 4k, micro-batches: 2}
          precision: {weights: fp8, kv: bf16}
          routing: {kv-aware: {overlap: 2.5, temperature: 20%}}
          snapshot-age: 50ms
          prefill-threshold: 512
          kv-transfer: layer-wise
          while-waiting: drop
          preemption: swap
          scheduling: tenant-fair
        plain: {extends: gpu-aggregated, routing: round-robin}
      """

  @Test("a platform file with every kind of entry is read and accepted")
  func platform() throws {
    let source = SourceText(name: "mine.yaml", text: Self.platform)
    #expect(CatalogReader.platform(source, in: Catalog()).diagnostics.rendered() == "")
    let found = try Validator.complaints(
      about: [Self.platform], schema: PlatformSchema.jsonSchema)
    #expect(found == [nil])
  }

  @Test("a platform that extends another takes what it doesn't say itself")
  func extending() throws {
    let base = Platform(
      name: "base", pools: [Platform.DevicePool(name: "gpu", chip: "rubin", racks: 4)],
      links: [Platform.PoolLink(name: "gpu-lpx", link: "net")], lpuWeights: .mxfp4,
      policies: [
        PolicyDefinition(name: "one", kind: .afd), PolicyDefinition(name: "two", kind: .afd),
      ])
    let text = """
      platform: mine
      extends: base
      policies: {two: {extends: gpu-aggregated}, three: {extends: lpx-decode}}
      """
    let source = SourceText(name: "mine.yaml", text: text)
    let (catalog, name, diagnostics) = CatalogReader.platform(
      source, in: Catalog(platforms: [base]))
    #expect(diagnostics.rendered() == "" && name == "mine")
    let mine = try #require(catalog?.platform("mine"))
    #expect(mine.pools == base.pools && mine.links == base.links && mine.lpuWeights == .mxfp4)
    #expect(mine.policies.map(\.name) == ["one", "two", "three"])
    #expect(mine.policies.map(\.kind) == [.afd, .gpuAggregated, .lpxDecode])
    #expect(try Validator.complaints(about: [text], schema: PlatformSchema.jsonSchema) == [nil])
  }

  @Test("what a platform file builds on must be known, and one without pools builds on something")
  func extendingNothing() {
    for (text, code) in [
      ("platform: mine\nextends: bass", "B301"), ("platform: mine", "B102"),
      ("platform: mine\nextends: base\npools: {gpu: {racks: 2}}", "B102"),
    ] {
      let base = Platform(name: "base", pools: [])
      let source = SourceText(name: "mine.yaml", text: text)
      let read = CatalogReader.platform(source, in: Catalog(platforms: [base]))
      #expect(read.diagnostics.map(\.code.rawValue) == [code], "\(text)")
    }
  }

  @Test("broken platform files are rejected by the reader and by the schema")
  func brokenPlatforms() throws {
    let changes = [
      ("platform: mine", "platfrom: mine"), ("platform: mine", "platform: Mine"),
      ("chip: rubin,", "chips: rubin,"), ("racks: 4", "racks: four"), ("racks: 4", "racks: -4"),
      ("racks: 4", "count: 4"), ("pools: {gpu: {", "pools: {GPU: {"),
      ("lpx-weights: fp8", "lpx-weights: fp7"), ("extends: afd", "extends: adf"),
      ("micro-batches: 2", "micro-batch: 2"), ("tokens: 4k", "tokens: 4KB"),
      ("overlap: 2.5", "overlap: much"), ("temperature: 20%", "temperature: warm"),
      ("snapshot-age: 50ms", "snapshot-age: 50"), ("kv-transfer: layer-wise", "kv-transfer: no"),
      ("while-waiting: drop", "while-waiting: dropp"), ("preemption: swap", "preemption: yes"),
      ("routing: round-robin", "routing: round-robbin"),
      ("scheduling: tenant-fair", "scheduling: [tenant-fair]"), ("kv: bf16", "kv: {is: bf16}"),
      ("per-rack: 72", "per-rack: many"), ("confidence: assumed", "confidence: sure"),
      ("is: 120ms", "is: 120"), ("is: 120ms", "is: 120 hours"), ("is: 120ms", "was: 120ms"),
    ]
    let texts = changes.map { change -> String in
      guard let range = Self.platform.firstRange(of: change.0) else { return "" }
      return Self.platform.replacingCharacters(in: range, with: change.1)
    }
    let found = try Validator.complaints(about: texts, schema: PlatformSchema.jsonSchema)
    for ((change, text), complaint) in zip(zip(changes, texts), found) {
      #expect(!text.isEmpty, "nothing to change: \(change.0)")
      let source = SourceText(name: "mine.yaml", text: text)
      let read = CatalogReader.platform(source, in: Catalog())
      #expect(read.diagnostics.hasErrors, "\(change.1)")
      #expect(complaint != nil && complaint != "unreadable", "\(change.1)")
    }
  }

  /// Broken files as an editor has them: what the command line sets is not in the file.
  private static let broken = BrokenFileTests.all.filter {
    $0.overrides.isEmpty && $0.kind == .workload
  }

  @Test("what the reader accepts, perhaps with warnings, the schema accepts")
  func lenient() throws {
    let good = Self.broken.filter { !$0.read().hasErrors }
    #expect(good.count >= 8)
    let found = try Validator.complaints(
      about: good.map(\.marked.text), schema: WorkloadSchema.jsonSchema)
    for (file, complaint) in zip(good, found) { #expect(complaint == nil, "\(file.title)") }
  }

  /// Errors of keys, kinds of values and units, which a schema can see.
  private static let visible: Set<String> = ["B101", "B103", "B104", "B106", "B109", "B201"]

  /// Names that the author chooses, and lists of any length, are no errors to a schema.
  private static let invisible: Set<String> = [
    "a count among the weights of tools", "a call of nothing", "a spawn of nothing",
    "a key of populations that is misspelt",
  ]

  @Test("which broken files the schema rejects is what was reviewed")
  func rejected() throws {
    let bad = Self.broken.filter { $0.read().hasErrors }
    let found = try Validator.complaints(
      about: bad.map(\.marked.text), schema: WorkloadSchema.jsonSchema)
    let pairs = Array(zip(bad, found))
    for (file, complaint) in pairs
    where file.codes.contains(where: Self.visible.contains)
      && !Self.invisible.contains(file.title)
    {
      #expect(complaint != nil, "\(file.title)")
    }
    let text = Validator.review(pairs.map { (file: $0.0, complaint: $0.1) })
    let path = "Tests/WorkloadLanguageTests/Snapshots/schema-broken.txt"
    #expect(try Repository.matches(path, text), "\(path) is stale; review BATON_UPDATE=1")
  }
}
