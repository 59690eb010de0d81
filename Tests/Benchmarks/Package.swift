// swift-tools-version: 6.1
import PackageDescription

// A package of its own, so that builds of Baton do not fetch what only benchmarks use.
let package = Package(
  name: "BatonBenchmarks",
  dependencies: [
    .package(name: "baton", path: "../.."),
    // Without traits: its counters of allocations and reference counts need more packages.
    .package(url: "https://github.com/ordo-one/benchmark", exact: "1.38.1", traits: []),
  ],
  targets: [
    .target(
      name: "Jobs", dependencies: [.product(name: "BatonModules", package: "baton")],
      path: "Benchmarks/Jobs"),
    .executableTarget(
      name: "Baton",
      dependencies: ["Jobs", .product(name: "Benchmark", package: "benchmark")],
      path: "Benchmarks/Baton",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")]),
    .executableTarget(
      name: "Curve",
      dependencies: ["Jobs", .product(name: "BatonModules", package: "baton")],
      path: "Benchmarks/Curve"),
  ],
  swiftLanguageModes: [.v6]
)
