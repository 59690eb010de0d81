import Domain

/// Processes of the classes that are as likely, by a number; 0 is the first choice of each.
struct ProcessChoices {
  private struct Choice {
    var index: Int
    var first: Arrivals.Process
    var switching: SwitchingModel
    /// It is switching in the first choice too.
    var isSwitching: Bool
    var starts: CountSeries
  }
  private var choices: [Choice] = []

  init(_ sample: FitSample, _ fit: WorkloadFit) {
    let tick = CountSeries.tick(of: sample.sends.sorted()) ?? 0
    guard sample.classes.count == fit.workload.classes.count else { return }
    for (index, seen) in sample.classes.enumerated() {
      let first = fit.workload.classes[index].arrivals.process
      let starts = CountSeries(seen.starts, length: sample.length, tick: tick)
      if let model = SwitchingModel(first) {
        choices.append(
          Choice(index: index, first: first, switching: model, isSwitching: true, starts: starts))
      } else if let other = fit.alternatives[index], let model = SwitchingModel(other) {
        choices.append(
          Choice(index: index, first: first, switching: model, isSwitching: false, starts: starts))
      }
    }
  }

  var isOpen: Bool { !choices.isEmpty }

  private func isSwitching(_ choice: Choice, _ number: Int) -> Bool {
    if choice.isSwitching { return true }
    let stream = RandomStream(seed: 0).named("process").numbered(choice.index)
    return number > 0 && stream.numbered(number).uniform < 0.5
  }

  /// Classes whose process is another than their first choice.
  func changed(_ number: Int) -> [Int] {
    choices.filter { !$0.isSwitching && isSwitching($0, number) }.map(\.index)
  }

  /// Writes the processes of a number, and gives the largest error of the expected dispersion of
  /// those that switch.
  func set(_ number: Int, _ fit: inout WorkloadFit) -> Double {
    var error = 0.0
    for choice in choices {
      guard isSwitching(choice, number) else {
        fit.setProcess(choice.first, of: choice.index)
        continue
      }
      let variant = SwitchingVariant(choice.switching, number: number, of: choice.index)
      error = max(error, variant.error(choice.starts))
      fit.setProcess(.poisson(.switching(variant.states)), of: choice.index)
    }
    return error
  }
}

extension SwitchingModel {
  /// nil for any other process.
  init?(_ process: Arrivals.Process) {
    guard case .poisson(.switching(let states)) = process else { return nil }
    self.init(
      rates: states.map(\.rate),
      stays: states.map { if case .mean(let mean) = $0.stay.form { mean / 1e9 } else { 1 } })
  }
}
