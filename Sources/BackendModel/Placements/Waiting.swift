/// Waiting for a server that several engines share.
enum Waiting {
  /// Mean time that a visit waits for a server which others visit at odd moments.
  ///
  /// Each of `others` visits once in a cycle and takes `service`, so the server is busy with them a
  /// part ρ = others · service / cycle of the time, and a visit waits ρ · service / (2 · (1 − ρ)):
  /// M/D/1 (Kleinrock, *Queueing Systems* I, 1975, §5.6). The wait lengthens the cycle, so that ρ
  /// stays below 1; nobody waits for more than all others once.
  ///
  /// - Parameters:
  ///   - cycle: From one visit to the next without waiting.
  ///   - visits: Of a cycle that wait like this one, at servers of their own.
  ///   - least: What a cycle takes however short the waits are.
  static func time(
    service: Double, others: Double, cycle: Double, visits: Double = 1, least: Double = 0
  ) -> Double {
    let most = others * service
    guard most > 0 else { return 0 }
    // 2 w (c − most) = most · service, where c is the greater of `least` and cycle + visits · w:
    // the greater c, the smaller w.
    let half = (cycle - most) / 2
    let lengthened = ((half * half + visits * most * service / 2).squareRoot() - half) / visits
    let steady = least > most ? most * service / (2 * (least - most)) : most
    return min(lengthened, steady, most)
  }

  /// Numbers of engines that decode for which costs are worked out; those between whose steps no
  /// batch differs by more than half a percent are one, the larger.
  ///
  /// - Parameter time: Of a step while so many engines decode, of so many sequences.
  static func levels(upTo engines: Int, time: (Int, Int) -> Double) -> [Int] {
    let counts = counts(upTo: engines)
    let times = counts.map { count in [1, 8, 64, 4096].map { time(count, $0) } }
    var levels = [counts.count - 1]
    for index in counts.indices.reversed().dropFirst() {
      let next = times[levels[0]]
      if zip(times[index], next).contains(where: { $0 < $1 / 1.005 }) {
        levels.insert(index, at: 0)
      }
    }
    return levels.map { counts[$0] }
  }

  /// Numbers of engines for which costs are worked out, up to all of them: each at most half more
  /// than the one before, from 4 on.
  static func counts(upTo engines: Int) -> [Int] {
    var counts: [Int] = []
    var count = 1
    while count < engines {
      counts.append(count)
      count = max(count + 1, count * 3 / 2)
    }
    return counts + [engines]
  }
}
