import Domain

extension JSONWriter {
  mutating func distribution(_ key: String, _ value: Distribution?) {
    guard let value else { return field(key, String?.none) }
    object(key) { $0.distribution(value) }
  }

  private mutating func distribution(_ value: Distribution) {
    switch value.form {
    case .constant(let constant): field("value", constant)
    case .uniform(let low, let high): array("uniform") { $0.elements([low, high]) }
    case .quantiles(let points):
      array("quantiles") { list in
        for point in points { list.array { $0.elements([point.percent, point.value]) } }
      }
    case .mean(let mean): field("mean", mean)
    case .spread(let mean, let cv, let family):
      field("mean", mean)
      field("cv", cv)
      field("family", family.rawValue)
    case .pareto(let minimum, let tail): array("pareto") { $0.elements([minimum, tail]) }
    case .mixture(let components):
      array("mix") { list in
        for component in components {
          list.object { json in
            json.field("weight", component.weight)
            json.distribution("of", component.distribution)
          }
        }
      }
    case .table(let values): array("table") { $0.elements(values) }
    }
    field("min", value.minimum)
    field("max", value.maximum)
  }

  mutating func elements(_ values: [Double]) {
    for value in values { element(value) }
  }

  mutating func population(_ key: String, _ value: Population?) {
    switch value {
    case nil: field(key, String?.none)
    case .equal(let count): field(key, count)
    case .zipf(let count, let exponent):
      object(key) { json in
        json.field("zipf", count)
        json.field("exponent", exponent)
      }
    case .named(let members):
      object(key) { json in
        for member in members { json.field(member.name, member.weight) }
      }
    }
  }

  mutating func choice(_ key: String, _ choice: Step.Choice, _ name: (Int) -> String) {
    switch choice {
    case .each(let indices):
      array(key) { list in
        for index in indices { list.element(name(index)) }
      }
    case .weighted(let options):
      object(key) { json in
        for option in options { json.field(name(option.index), option.weight) }
      }
    }
  }

  mutating func join(_ join: Step.Join) {
    switch join {
    case .all: field("join", "all")
    case .never: field("join", "never")
    case .count(let count): field("join", count)
    case .share(let share): object("join") { $0.field("share", share) }
    }
  }

  mutating func arrivals(_ arrivals: Arrivals) {
    switch arrivals.process {
    case .poisson(let curve): rate("poisson", curve)
    case .gamma(let curve, let cv):
      rate("gamma", curve)
      field("cv", cv)
    case .weibull(let curve, let cv):
      rate("weibull", curve)
      field("cv", cv)
    case .steady(let curve): rate("steady", curve)
    case .atOnce(let count): field("atOnce", count)
    case .concurrency(let count): field("concurrency", count)
    case .schedule(let times):
      array("schedule") { list in
        for time in times { list.element(time) }
      }
    }
    population("clients", arrivals.clients)
    array("spikes") { list in
      for spike in arrivals.spikes {
        list.array { $0.elements([Double(spike.at), Double(spike.duration), spike.times]) }
      }
    }
    field("over", arrivals.over)
    distribution("pause", arrivals.pause)
    field("total", arrivals.total)
    field("start", arrivals.start)
    field("for", arrivals.length)
  }

  private mutating func rate(_ key: String, _ curve: RateCurve) {
    switch curve {
    case .constant(let rate): field(key, rate)
    case .phases(let phases):
      array(key) { list in
        for phase in phases {
          list.array { $0.elements([Double(phase.duration), phase.from, phase.to]) }
        }
      }
    case .wave(let mean, let peak, let period, let peakAt):
      object(key) { json in
        json.field("mean", mean)
        json.field("peak", peak)
        json.field("period", period)
        json.field("peakAt", peakAt)
      }
    case .switching(let states):
      array(key) { list in
        for state in states {
          list.object { json in
            json.field("rate", state.rate)
            json.distribution("stay", state.stay)
          }
        }
      }
    }
  }
}
