#if canImport(Glibc)
  import Glibc
#elseif canImport(Darwin)
  import Darwin
#endif

/// What the seeds say of one metric, as logarithms in which above 0 is worse.
enum Evidence: Hashable, Sendable {
  /// Of the ratio, seed by seed.
  case paired([Double])
  /// Of each arm's values, on seeds of its own.
  case unpaired(baseline: [Double], candidate: [Double])

  /// Logarithm of the ratio.
  var mean: Double {
    switch self {
    case .paired(let differences): PairedStatistics.mean(differences)
    case .unpaired(let baseline, let candidate):
      PairedStatistics.mean(candidate) - PairedStatistics.mean(baseline)
    }
  }

  /// Seeds; of the arm with fewer, where unpaired.
  var count: Int {
    switch self {
    case .paired(let differences): differences.count
    case .unpaired(let baseline, let candidate): min(baseline.count, candidate.count)
    }
  }

  /// Two-sided.
  var p: Double {
    switch self {
    case .paired(let differences): PairedStatistics.signFlip(differences)
    case .unpaired(let baseline, let candidate):
      UnpairedStatistics.permutation(baseline, candidate)
    }
  }

  /// The standard error of the mean times the root of the seeds, were both arms to have as many.
  var spread: Double {
    switch self {
    case .paired(let differences): return PairedStatistics.standardDeviation(differences)
    case .unpaired(let baseline, let candidate):
      let spreads = [baseline, candidate].map(PairedStatistics.standardDeviation)
      return (spreads[0] * spreads[0] + spreads[1] * spreads[1]).squareRoot()
    }
  }

  /// Degrees of freedom of so many seeds.
  func degrees(_ seeds: Int) -> Int {
    switch self {
    case .paired: seeds - 1
    case .unpaired: 2 * seeds - 2
    }
  }

  /// The smallest p that so many seeds can yield.
  func smallestP(_ seeds: Int) -> Double {
    switch self {
    case .paired: PairedStatistics.smallestP(seeds)
    case .unpaired: UnpairedStatistics.smallestP(seeds, seeds)
    }
  }
}

extension ComparedMetric {
  /// nil if an arm lacks a value that the other has.
  var evidence: Evidence? { isPaired ? paired : unpaired }

  private var paired: Evidence? {
    var differences: [Double] = []
    for pair in zip(baselineValues, candidateValues) {
      switch pair {
      case (let baseline?, let candidate?):
        differences.append(log(metric.ratio(baseline: baseline, candidate: candidate)))
      case (nil, nil): continue
      default: return nil
      }
    }
    return differences.isEmpty ? nil : .paired(differences)
  }

  private var unpaired: Evidence? {
    let (before, after) = (baselineValues.compactMap(\.self), candidateValues.compactMap(\.self))
    // What one arm never lacks, the other may not lack either.
    guard baselineValues.contains(nil) == candidateValues.contains(nil), !before.isEmpty,
      !after.isEmpty
    else { return nil }
    let levels = metric.levels(before + after)
    return .unpaired(
      baseline: Array(levels.prefix(before.count)), candidate: Array(levels.suffix(after.count)))
  }
}
