import Domain

/// Decodes the entries of a loaded file and those it uses from its imports.
struct DraftBuilder {
  private var draft: WorkloadDraft

  static func build(_ loader: FileLoader, models: [KnownModel]) -> WorkloadDraft {
    var builder = DraftBuilder(
      draft: WorkloadDraft(
        decoder: loader.decoder, file: loader.opened[0], models: models,
        usedVariables: loader.usedVariables))
    builder.readTimes()
    builder.registerOwn()
    builder.readClasses()
    builder.readUsed()
    builder.completeClasses()
    builder.readAssertions()
    return builder.draft
  }

  private mutating func readTimes() {
    let file = draft.file
    draft.duration = file.read(FileKeys.duration, &draft.decoder)
    draft.warmUp = file.read(FileKeys.warmUp, &draft.decoder)
    _ = file.read(FileKeys.model, &draft.decoder)
    _ = file.read(FileKeys.tenants, &draft.decoder)
    _ = file.read(FileKeys.description, &draft.decoder)
    if draft.hasTraffic, !file.has("duration"), let place = file.keyLocation("traffic") {
      draft.decoder.report(
        .missingKey, "the file has `traffic` and no `duration`", at: place,
        label: "`duration` is missing", help: "add `duration: 20m`")
    }
    if let duration = draft.duration, duration == 0, let place = file.node("duration")?.location {
      draft.decoder.report(.outOfRange, "`duration` is longer than 0", at: place)
    }
    guard let duration = draft.duration else { return }
    if let warmUp = draft.warmUp, warmUp >= duration, let place = file.node("warm-up")?.location {
      draft.decoder.report(
        .outOfRange, "`warm-up` leaves nothing of `duration` to measure", at: place,
        help: "make it shorter")
    }
    draft.warmUp = draft.warmUp ?? duration / 10
  }

  /// Gives the file's own entries the first indices, in the order written.
  private mutating func registerOwn() {
    for definition in draft.names.files[0].definitions {
      _ = draft.decoder.names.index(of: definition.id)
    }
  }

  private mutating func readClasses() {
    let classes = draft.names.files[0].definitions.filter { $0.kind == .trafficClass }
    for definition in classes {
      var entry = EntryDraft<TrafficClass>(definition: definition)
      entry.fields = open(definition)
      entry.value = entry.fields.flatMap { ClassReader.read($0, definition, &draft.decoder) }
      draft.classes.append(entry)
    }
  }

  /// Decodes agents, tools and contexts until nothing new is named.
  private mutating func readUsed() {
    while let id = nextUnread(.agent, draft.agents.count), let entry = definition(id) {
      let fields = open(entry)
      // From here on, names of agents are those that this one spawns.
      draft.decoder.names.currentAgent = draft.agents.count
      let workload = draft.names.files[id.file].workload
      let value = fields.flatMap { AgentReader.read($0, entry, in: workload, &draft.decoder) }
      draft.decoder.names.currentAgent = nil
      draft.agents.append(EntryDraft(definition: entry, fields: fields, value: value))
    }
    while let id = nextUnread(.tool, draft.tools.count), let entry = definition(id) {
      let fields = open(entry)
      let workload = draft.names.files[id.file].workload
      let value = fields.flatMap { ToolReader.read($0, entry, in: workload, &draft.decoder) }
      draft.tools.append(EntryDraft(definition: entry, fields: fields, value: value))
    }
    while let id = nextUnread(.context, draft.contexts.count), let entry = definition(id) {
      let fields = open(entry)
      let workload = draft.names.files[id.file].workload
      let value = fields.flatMap { ContextReader.read($0, entry, in: workload, &draft.decoder) }
      draft.contexts.append(EntryDraft(definition: entry, fields: fields, value: value))
    }
  }

  private func nextUnread(_ kind: DefinitionKind, _ count: Int) -> DefinitionID? {
    let order = draft.names.order[kind] ?? []
    return count < order.count ? order[count] : nil
  }

  private func definition(_ id: DefinitionID) -> Definition? { draft.names.definition(id) }

  private mutating func open(_ definition: Definition) -> Fields? {
    guard let resolved = Inheritance.resolved(definition, &draft.decoder) else { return nil }
    let shape = Inheritance.shape(of: definition.kind)
    var fields = draft.decoder.at(definition.name) {
      $0.fields(
        of: resolved.node, as: shape, called: definition.title, at: definition.nameLocation)
    }
    fields?.dropped = resolved.dropped
    fields?.inherited = resolved.inherited
    return fields
  }

  /// Fills in models and tenants: the class's, the file's, or those of the agent's own file.
  private mutating func completeClasses() {
    for index in draft.classes.indices {
      guard let value = draft.classes[index].value, value.agent < draft.agents.count else {
        continue
      }
      let agentFile = draft.agents[value.agent].definition.file
      let model = value.model ?? model(of: 0) ?? model(of: agentFile)
      let tenants = value.tenants ?? tenants(of: 0) ?? tenants(of: agentFile)
      draft.classes[index].value?.model = model
      draft.classes[index].value?.tenants = tenants
    }
  }

  private mutating func model(of file: Int) -> String? {
    guard let node = draft.names.files[file].model, !node.isReported else { return nil }
    return draft.decoder.at("model") { ValueType<String>.catalogName.decode(node, &$0) }
  }

  private mutating func tenants(of file: Int) -> Population? {
    guard let node = draft.names.files[file].tenants, !node.isReported else { return nil }
    return draft.decoder.at("tenants") { ValueType<Population>.population.decode(node, &$0) }
  }

  private mutating func readAssertions() {
    guard let node = draft.file.node("assert"), !node.isReported,
      let items = draft.decoder.at("assert", { $0.items(of: node) })
    else { return }
    draft.assertions = items.compactMap { item in
      draft.decoder.at("assert") { AssertionReader.read(item, &$0) }
    }
  }
}
