import Domain

/// What a row was measured on, built from the catalog.
struct RowSystem {
  var setup: MeasuredRow.Setup
  var decode: GPUEngine
  /// Decode engines, or all of an aggregated system.
  var count: Int
  var cap: Int
  var prefill: GPUEngine?
  var prefillCount = 0
  /// Set for rows on LPUs; then nothing else counts.
  var lpus: LPUGroup?
  /// Mean tokens of a verify step; nil where neither row nor catalog says.
  var accepted: Double?

  var devices: Double { Double(setup.devices + setup.prefillDevices) }

  init(_ row: MeasuredRow, in catalog: Catalog) throws(RowError) {
    func fail(_ error: PlacementError) -> RowError {
      RowError("row `\(row.id)`: \(error.message)", line: row.line, help: error.help)
    }
    setup = row.setup
    guard let chip = catalog.chip(setup.chip) else {
      throw fail(Names.unknown("chip", setup.chip, among: catalog.chips.map(\.name)))
    }
    guard let model = catalog.model(setup.model) else {
      throw fail(Names.unknown("model", setup.model, among: catalog.models.map(\.name)))
    }
    let profile = setup.software ?? chip.software
    guard let software = catalog.software(profile) else {
      throw fail(
        Names.unknown("software profile", profile, among: catalog.software.map(\.name)))
    }
    accepted = setup.drafts == 0 ? 1 : setup.accepted ?? model.accepted(drafts: setup.drafts)
    do throws(PlacementError) {
      let weights = try Self.format(setup.weights, chip, "weights") ?? chip.storage
      var engine = GPUEngine(
        model: model, chip: chip, software: software, weights: weights, devices: 1, isData: false)
      engine.attention = try Self.format(setup.attention, chip, "attention")
      engine.kvBytes = (try Self.format(setup.kv, chip, "kv") ?? .fp8).bytes
      cap = setup.sequences ?? 256
      (decode, count) = (engine, 1)
      try Self.checkContext(setup, model)
      if chip.kind == .lpu {
        lpus = try Self.group(row, engine)
        return
      }
      let shape = (setup.tensor, setup.data)
      (decode, count) = try Self.divide(engine, setup.devices, shape.0, shape.1, "")
      try Self.check(setup, decode)
      (decode.drafts, decode.accepted) = (setup.drafts, accepted ?? 1)
      switch setup.phase {
      case .serve: try Self.checkRoom(setup, decode, cap, tokens: setup.input + setup.output)
      case .decode: try Self.checkBatch(setup, decode)
      case .prefill, .prefillServing:
        try Self.checkRoom(setup, decode, cap, tokens: setup.input)
      }
      if setup.prefillDevices > 0 {
        guard setup.poll == 1 else {
          throw PlacementError(
            "`poll` is of engines that prefill and decode; this row has `prefill-devices`")
        }
        let shape = (setup.prefillTensor, setup.prefillData)
        (prefill, prefillCount) = try Self.divide(
          engine, setup.prefillDevices, shape.0, shape.1, "prefill-")
        if let prefill { try Self.checkRoom(setup, prefill, 256, tokens: setup.input) }
      }
    } catch {
      throw fail(error)
    }
  }

  private static func format(
    _ name: String?, _ chip: Chip, _ column: String
  ) throws(PlacementError) -> WeightFormat? {
    guard let name else { return nil }
    guard let format = WeightFormat(rawValue: name) else {
      throw Names.unknown("format", name, among: WeightFormat.allCases.map(\.rawValue))
    }
    let isStored =
      switch column {
      case "kv": format == .fp8 || format == .bf16
      case "attention": chip.peak[format] != nil
      default: chip.kind == .gpu || format != .bf16
      }
    guard isStored else {
      throw PlacementError("`\(chip.name)` has no `\(column)` in `\(name)`")
    }
    return format
  }

  private static func divide(
    _ engine: GPUEngine, _ devices: Int, _ tensor: Int?, _ data: Int?, _ prefix: String
  ) throws(PlacementError) -> (GPUEngine, Int) {
    var engine = engine
    engine.devices = data.map { $0 * (tensor ?? 1) } ?? tensor ?? devices
    engine.isData = data != nil
    engine.tensor = data == nil ? engine.devices : tensor ?? 1
    guard devices >= engine.devices, devices % engine.devices == 0 else {
      throw PlacementError(
        "\(devices) `\(prefix)devices` aren't whole engines of \(engine.devices)")
    }
    if engine.isData, engine.model.experts == nil {
      throw PlacementError(
        "`\(prefix)data` needs a model with experts; `\(engine.model.name)` has none",
        help: "use `\(prefix)tensor`")
    }
    guard engine.storedBytes < engine.memory else {
      throw PlacementError(
        "weights need \(Amount.gigabytes(engine.storedBytes)) at \(engine.weights.rawValue); "
          + "\(engine.devices) \(engine.chip.name) hold \(Amount.gigabytes(engine.memory))")
    }
    return (engine, devices / engine.devices)
  }

  private static func check(
    _ setup: MeasuredRow.Setup, _ engine: GPUEngine
  ) throws(PlacementError) {
    let isWhole = setup.expert == engine.devices || setup.expert == 1 && !engine.isData
    guard setup.expert == nil || isWhole else {
      throw PlacementError(
        "experts can't be spread over \(setup.expert ?? 0) of an engine's \(engine.devices) GPUs",
        help: "`expert` is \(engine.devices), or 1 where each layer is split")
    }
    guard setup.phase == .serve, setup.drafts > 0, setup.accepted == nil,
      engine.model.accepted(drafts: setup.drafts) == nil
    else { return }
    throw PlacementError(
      "the catalog doesn't say how many of \(setup.drafts) drafts of `\(engine.model.name)` are "
        + "accepted", help: "give `accepted`")
  }

  private static func checkContext(
    _ setup: MeasuredRow.Setup, _ model: ModelArchitecture
  ) throws(PlacementError) {
    let longest =
      setup.phase == .decode ? setup.context : Double(setup.input) + Double(setup.output)
    guard longest > Double(model.contextLimit) else { return }
    throw PlacementError(
      "\(Int(longest.rounded())) tokens are past the \(model.contextLimit) that "
        + "`\(model.name)` takes")
  }

  /// Whether an engine has room for one request of so many tokens.
  private static func checkRoom(
    _ setup: MeasuredRow.Setup, _ engine: GPUEngine, _ cap: Int, tokens: Int
  ) throws(PlacementError) {
    let blocks = ServeRun.blocks(engine, cap: cap)
    guard blocks * PlanBuilder.blockTokens < tokens + PlanBuilder.blockTokens else { return }
    throw PlacementError(
      "KV of \(tokens) tokens doesn't fit: an engine of \(engine.devices) \(engine.chip.name) has "
        + "room for \(blocks * PlanBuilder.blockTokens) beside "
        + "\(Amount.gigabytes(engine.storedBytes)) of weights")
  }

  /// Whether the whole batch of a decode row can be in memory, all of it: what was measured isn't
  /// bound by the share that Baton leaves to software.
  private static func checkBatch(
    _ setup: MeasuredRow.Setup, _ engine: GPUEngine
  ) throws(PlacementError) {
    let bytes =
      setup.batch * (setup.context * engine.bytesPerToken + engine.bytesPerSequence)
    let free = Double(engine.devices) * engine.chip.memory.value - engine.storedBytes
    guard bytes > free else { return }
    throw Self.tooMuch(setup, bytes, free, "\(engine.devices) \(engine.chip.name)")
  }

  private static func tooMuch(
    _ setup: MeasuredRow.Setup, _ bytes: Double, _ free: Double, _ devices: String
  ) -> PlacementError {
    PlacementError(
      "KV of \(Int(setup.batch.rounded())) sequences of \(Int(setup.context.rounded())) tokens "
        + "needs \(Amount.gigabytes(bytes)); \(devices) have \(Amount.gigabytes(free)) beside "
        + "weights")
  }

  private static func group(
    _ row: MeasuredRow, _ engine: GPUEngine
  ) throws(PlacementError) -> LPUGroup {
    guard row.setup.phase == .decode else {
      throw PlacementError("LPUs have rows of phase `decode` only")
    }
    let group = LPUGroup(
      model: engine.model, chip: engine.chip, software: engine.software, weights: engine.weights,
      devices: row.setup.devices, perLayer: min(row.setup.devices, engine.chip.perRack))
    guard group.allBytes < group.memory else {
      throw PlacementError(
        "weights need \(Amount.gigabytes(group.allBytes)); \(row.setup.devices) LPUs hold "
          + "\(Amount.gigabytes(group.memory))")
    }
    let sequence = row.setup.context * engine.model.kvElements + engine.model.windowElements
    let bytes = row.setup.batch * sequence
    let free = Double(group.devices) * group.chip.memory.value - group.allBytes
    guard bytes <= free else {
      throw tooMuch(row.setup, bytes, free, "\(row.setup.devices) LPUs")
    }
    return group
  }

  // MARK: Steady state

  /// Seconds of one step of a decode row.
  var stepTime: Double {
    if let lpus {
      return lpus.verifyStep(
        sequences: setup.batch, context: setup.batch * setup.context, drafts: setup.drafts)
    }
    return decode.step(sequences: setup.batch, context: setup.batch * setup.context)
  }

  var closedLoop: ClosedLoop.Result {
    let lengths = (setup.meanInput, setup.meanOutput, Double(setup.cached))
    guard let prefill else {
      return ClosedLoop.aggregated(
        decode, engines: count, cap: cap, users: Double(setup.users), input: lengths.0,
        output: lengths.1, cached: lengths.2, unseen: setup.unseenSteps)
    }
    return ClosedLoop.disaggregated(
      prefill, engines: prefillCount, decode, engines: count, cap: cap,
      users: Double(setup.users), input: lengths.0, output: lengths.1, cached: lengths.2)
  }

  /// Seconds of decode steps that a request waits until an engine looks for it.
  var unseenTime: Double {
    guard setup.poll > 1 else { return 0 }
    let one = closedLoop.batch / Double(count)
    let context = one * (setup.meanInput + setup.meanOutput / 2)
    return setup.unseenSteps * decode.step(sequences: one, context: context)
  }

  /// The metric of a row in closed form; nil where acceptance is unknown, and for frontiers.
  func closedForm(_ metric: MeasuredRow.Metric) -> Double? {
    switch setup.phase {
    case .serve:
      let found = closedLoop
      let rate = found.outputRate / ClosedLoop.runOut / devices
      switch metric {
      case .tpot: return found.timePerToken * 1e3
      case .ttft: return found.firstToken * 1e3
      case .outputRate: return rate
      case .totalRate: return rate * (1 + setup.meanInput / setup.meanOutput)
      default: return nil
      }
    case .decode:
      if metric == .step { return stepTime * 1e3 }
      guard let accepted else { return nil }
      let rate = accepted / stepTime
      let size = Double(lpus?.devices ?? decode.devices)
      switch metric {
      case .tpot: return 1e3 / rate
      case .userRate: return rate
      default: return rate * setup.batch / size
      }
    case .prefill, .prefillServing:
      let new = setup.meanInput - Double(setup.cached)
      var time = decode.prefill(tokens: new, cached: Double(setup.cached))
      if setup.phase == .prefill { time *= decode.software.serving?.value ?? 1 }
      return metric == .step ? time * 1e3 : new / time / Double(decode.devices)
    }
  }
}

extension ModelArchitecture {
  /// Mean tokens of a verify step by the model's own drafter; nil without a figure.
  func accepted(drafts: Int) -> Double? {
    guard let speculation, drafts >= 1, drafts <= speculation.lengths.count else { return nil }
    return speculation.mean(drafts: drafts)
  }
}
