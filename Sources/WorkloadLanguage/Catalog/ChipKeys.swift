import Domain

/// Keys of a chip of the catalog.
enum ChipKeys {
  static let kind = Key<Chip.Kind>("kind", .word, .required(), "`gpu` or `lpu`")
  static let peak = Key(
    "peak", FormatKeys.type(.operations, "peaks"), .required(), "dense peak by weight format")
  static let memory = Key("memory", .bytes, .required(), "HBM of a GPU, SRAM of an LPU")
  static let bandwidth = Key("bandwidth", .bandwidth, .required(), "of the memory")
  static let scaleUp = Key(
    "scale-up", .bandwidth, .required(), "per direction to chips of its domain")
  static let scaleOut = Key(
    "scale-out", .bandwidth, .required(), "per direction to all other chips")
  static let domain = Key("domain", .count(in: 1...100_000), .required(), "chips of one domain")
  static let perRack = Key(
    "per-rack", .count(in: 1...100_000), .required(), "chips of one rack, or of one node")
  static let rackPower = Key(
    "rack-power", .watts, .required(), "of one rack at the meter, PUE included")
  static let price = Key("price", .plain, .optional("unpublished"), "dollars per chip and hour")
  static let software = Key("software", .catalogName, .required(), "its software profile")
  static let hops = Key(
    "hops", .list(of: hop), .optional("none"), "latency between any two of so many chips")

  static let perTray = Key(
    "per-tray", .count(in: 1...100_000), .optional("unknown"), "chips of one tray")
  static let vector = Key(
    "vector", .count(in: 1...1_000_000), .optional("1"),
    "bytes that move as one; activations take whole ones")
  static let dram = Key(
    "dram", .entries(.bytes), .optional("none"),
    "memory of a rack beside that of its chips, by name; no placement uses it")

  static let hostMemory = Key(
    "host-memory", .bytes, .optional("unknown"), "memory of hosts that is one GPU's")
  static let hostLink = Key(
    "host-link", .bandwidth, .optional("unknown"), "from there to the GPU")

  static let shape = Shape(
    "chip",
    [
      kind.field, peak.field, memory.field, bandwidth.field, scaleUp.field, scaleOut.field,
      domain.field, perRack.field, rackPower.field, price.field, software.field, hops.field,
      perTray.field, vector.field, dram.field, hostMemory.field, hostLink.field,
    ])

  static let hopChips = Key("chips", .count(in: 1...100_000), .required(), "so many chips")
  static let hopLatency = Key("latency", .seconds, .required(), "from memory to memory")
  static var hop: ValueType<Chip.Hop> {
    .shape(Shape("hop", [hopChips.field, hopLatency.field])) { fields, decoder in
      let chips = fields.read(hopChips, &decoder)
      let latency = fields.read(hopLatency, &decoder)
      guard let chips, let latency else { return nil }
      return Chip.Hop(chips: chips, latency: latency)
    }
  }

  /// A chip without its name, which the caller sets.
  static var type: ValueType<Chip> {
    .shape(shape) { fields, decoder in
      let kind = fields.read(kind, &decoder)
      let peak = fields.read(peak, &decoder)
      let (memory, bandwidth) = (
        fields.read(memory, &decoder), fields.read(bandwidth, &decoder)
      )
      let (up, out) = (fields.read(scaleUp, &decoder), fields.read(scaleOut, &decoder))
      let (domain, perRack) = (fields.read(domain, &decoder), fields.read(perRack, &decoder))
      let (power, price) = (fields.read(rackPower, &decoder), fields.read(price, &decoder))
      let software = fields.read(software, &decoder)
      let hops = fields.read(hops, &decoder) ?? []
      let (tray, vector) = (fields.read(perTray, &decoder), fields.read(vector, &decoder) ?? 1)
      let dram = fields.read(dram, &decoder) ?? []
      let hostMemory = fields.read(hostMemory, &decoder)
      let hostLink = fields.read(hostLink, &decoder)
      if let tray, let perRack, perRack % tray != 0 {
        decoder.report(
          .outOfRange, "\(perRack) chips of a rack aren't whole trays of \(tray)",
          at: fields.node("per-tray")?.location ?? fields.node.location)
        return nil
      }
      guard let kind, let peak, let memory, let bandwidth, let up, let out, let domain,
        let perRack, let power, let software
      else { return nil }
      var chip = Chip(
        name: "", kind: kind, peak: peak, memory: memory, bandwidth: bandwidth, scaleUp: up,
        scaleOut: out, domain: domain, perRack: perRack, rackPower: power, price: price,
        software: software, hops: hops)
      (chip.perTray, chip.vector) = (tray, vector)
      (chip.hostMemory, chip.hostLink) = (hostMemory, hostLink)
      chip.dram = dram.map { Chip.Memory(name: $0.name, bytes: $0.value) }
      return chip
    }
  }
}
