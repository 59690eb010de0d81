// swift-tools-version: 6.2
import PackageDescription

let strict: [SwiftSetting] = [
  .enableUpcomingFeature("ExistentialAny"),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
]

// The command that is shipped brings the runtime along: to load and bind the shared libraries would
// take it longer than to replay a thousand requests.
let shipped = BuildSettingCondition.when(platforms: [.linux], configuration: .release)
let fast: [SwiftSetting] = [.unsafeFlags(["-static-stdlib"], shipped)]
let quickStart: [LinkerSetting] = [
  .unsafeFlags(["-static-stdlib", "-Xclang-linker", "-no-pie"], shipped)
]

// Tests replay thousands of random cases and search constants over every row: what they spend most
// of their time in is optimized for them too, and keeps its assertions. Of other modules optimizing
// takes longer than it saves.
let tested: [SwiftSetting] = [
  .unsafeFlags(["-O", "-assert-config", "Debug"], .when(configuration: .debug))
]

let argumentParser = Target.Dependency.product(
  name: "ArgumentParser", package: "swift-argument-parser")

let package = Package(
  name: "baton",
  products: [
    .executable(name: "baton", targets: ["baton"]),
    // What Tests/Benchmarks measures.
    .library(
      name: "BatonModules",
      targets: [
        "Domain", "WorkloadLanguage", "TraceGeneration", "TraceFormats", "BackendModel", "Replay",
        "Shipped",
      ]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", exact: "1.8.2"),
    .package(url: "https://github.com/ordo-one/TextTable", exact: "0.0.2"),
    .package(url: "https://github.com/onevcat/Rainbow", exact: "4.2.2"),
  ],
  targets: [
    .systemLibrary(
      name: "CLibYAML", pkgConfig: "yaml-0.1",
      providers: [.apt(["libyaml-dev"]), .brew(["libyaml"])]),
    .target(name: "Domain", swiftSettings: strict + tested),
    .target(
      name: "WorkloadLanguage", dependencies: ["Domain", "CLibYAML"],
      swiftSettings: strict),
    .target(
      name: "TraceGeneration", dependencies: ["Domain"], swiftSettings: strict),
    .target(
      name: "TraceFormats", dependencies: ["Domain"], swiftSettings: strict),
    .target(name: "BackendModel", dependencies: ["Domain"], swiftSettings: strict + tested),
    .target(name: "Replay", dependencies: ["Domain"], swiftSettings: strict + tested),
    .target(
      name: "Reporting",
      dependencies: [
        "Domain", .product(name: "TextTable", package: "TextTable"),
        .product(name: "Rainbow", package: "Rainbow"),
      ], swiftSettings: strict),
    .target(
      name: "Shipped", exclude: ["Catalog"], swiftSettings: strict),
    .executableTarget(
      name: "baton",
      dependencies: [
        "Domain", "WorkloadLanguage", "TraceGeneration", "TraceFormats", "BackendModel", "Replay",
        "Reporting", "Shipped", argumentParser,
      ], swiftSettings: strict + fast, linkerSettings: quickStart),

    .target(
      name: "TestSupport", dependencies: ["Domain"], path: "Tests/TestSupport",
      swiftSettings: strict),
    .target(
      name: "ReferenceStepper", dependencies: ["Domain"], path: "Tests/ReferenceStepper",
      // Thousands of random replays are walked step by step; its checks are preconditions.
      swiftSettings: strict + [.unsafeFlags(["-O"])]),
    .testTarget(
      name: "DomainTests", dependencies: ["Domain", "TestSupport"], swiftSettings: strict),
    .testTarget(
      name: "WorkloadLanguageTests",
      dependencies: ["Domain", "WorkloadLanguage", "Shipped", "TestSupport"],
      exclude: ["Snapshots", "Validator/validate.py"], swiftSettings: strict),
    .testTarget(
      name: "TraceGenerationTests", dependencies: ["Domain", "TraceGeneration", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "TraceFormatsTests", dependencies: ["Domain", "TraceFormats", "TestSupport"],
      exclude: ["Foreign"], swiftSettings: strict),
    .testTarget(
      name: "BackendModelTests",
      dependencies: ["Domain", "BackendModel", "WorkloadLanguage", "Shipped", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReplayTests",
      dependencies: ["Domain", "Replay", "ReferenceStepper", "TraceFormats", "TestSupport"],
      swiftSettings: strict),
    .testTarget(
      name: "ReportingTests", dependencies: ["Domain", "Reporting", "TestSupport"],
      exclude: ["Readers"], swiftSettings: strict),
    .testTarget(
      name: "CommandTests", dependencies: ["Domain", "Shipped", "TestSupport"],
      exclude: ["Snapshots"], swiftSettings: strict),
    .testTarget(name: "TidyTests", dependencies: ["TestSupport"], swiftSettings: strict),
  ],
  swiftLanguageModes: [.v6]
)

// Under libFuzzer, which brings the entry point: `Tests/Fuzzing/fuzz`.
if Context.environment["BATON_FUZZ"] != nil {
  package.targets.append(
    .executableTarget(
      name: "Fuzzing",
      dependencies: ["Domain", "WorkloadLanguage", "TraceFormats", "TraceGeneration"],
      path: "Tests/Fuzzing", exclude: ["fuzz", "language.dict"],
      swiftSettings: strict + [.unsafeFlags(["-parse-as-library"])]))
}
