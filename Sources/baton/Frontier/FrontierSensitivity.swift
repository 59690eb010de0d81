import Domain
import Reporting

extension FrontierRun {
  /// One point that an arm's frontier rests on, to be replayed with one figure at one end.
  private struct Trial {
    /// Index of the arm, of its end, and of the variant.
    var arm: Int
    var end: Int
    var variant: Int
    var load: Double
    var placed: SweepArm
  }

  /// Replays the points that each arm's frontier rests on once more, with each assumed figure that
  /// the arm leans on at both ends of its range in turn.
  ///
  /// - Returns: false if points are missing that are another shard's.
  func addEnds(to frontier: inout Frontier, _ subject: SweepSubject) async throws -> Bool {
    let trials = try trials(of: &frontier, subject)
    let work = trials.flatMap { jobs(subject, $0.placed, load: $0.load) }
    let stock = try await sweep.stock(work)
    guard stock.missing == 0 else {
      Console.note(
        "\(work.count - stock.missing) of \(work.count) points with a figure at an end of its "
          + "range are in the folder; other parts replay the rest\n")
      return false
    }
    var records = stock.records.compactMap(\.self)[...]
    for trial in trials {
      frontier.arms[trial.arm].ends[trial.end].add(
        point(at: trial.load, from: &records), ofVariant: trial.variant)
    }
    return true
  }

  /// What is to be replayed; the ends that an arm can't be at are told to the frontier.
  private func trials(
    of frontier: inout Frontier, _ subject: SweepSubject
  ) throws -> [Trial] {
    var trials: [Trial] = []
    for index in frontier.arms.indices {
      let arm = frontier.arms[index]
      let variants = subject.arms.filter { $0.name == arm.name }
      let supports = arm.supports
      let used = Set(supports.map(\.variant)).sorted()
      let own = used.map { variants[$0] }
      for figure in own.map(\.plan).assumed {
        for value in figure.otherEnds {
          let end = frontier.arms[index].ends.count
          switch try Changed(own, figure, value, subject.header) {
          case .same: continue
          case .refused(let reason):
            frontier.arms[index].ends.append(FrontierEnd(figure, at: value, .refused(reason)))
          case .placed(let changed):
            let none = arm.variants.map { FrontierVariant($0.variant) }
            frontier.arms[index].ends.append(FrontierEnd(figure, at: value, .measured(none)))
            for (variant, placed) in zip(used, changed) {
              trials += supports.filter { $0.variant == variant }.map {
                Trial(arm: index, end: end, variant: variant, load: $0.load, placed: placed)
              }
            }
          }
        }
      }
    }
    return trials
  }
}

/// The variants of an arm where one figure has another value.
private enum Changed {
  /// A replay of them would say the same.
  case same
  case placed([SweepArm])
  case refused(String)

  init(
    _ arms: [SweepArm], _ figure: AssumedParameter, _ value: Double, _ header: TraceHeader
  ) throws {
    do {
      let changed = try arms.map { try $0.setting(figure.name, to: value, for: header) }
      let isSame = zip(arms, changed).allSatisfy { $0.plan.replays(like: $1.plan) }
      self = isSame ? .same : .placed(changed)
    } catch let failure as Failure where failure.code == 2 {
      self = .refused(failure.reason)
    }
  }
}

extension SweepArm {
  /// The same where a figure of the catalog has another value.
  fileprivate func setting(
    _ figure: String, to value: Double, for header: TraceHeader
  ) throws -> SweepArm {
    var arm = try SweepArm(
      name: name, variant: variant, place: place.setting(figure, to: value), header: header)
    arm.figure = "\(figure)=\(Number.text(value))"
    return arm
  }
}

extension Plan {
  /// Whether a replay and what is made of it are the same, whatever the figures that led there.
  fileprivate func replays(like other: Plan) -> Bool {
    var (one, other) = (self, other)
    (one.assumed, one.notes) = ([], [])
    (other.assumed, other.notes) = ([], [])
    return one == other
  }
}
