import Domain

/// `paths` of a `latency-tiered` policy.
enum PathKeys {
  private static let when = Key<Tier.Condition>(
    "when", .tierCondition, .conditional("but for the last path"),
    "classes that take the path: a bound of theirs, `tpot < 4ms`, or `priority batch`")
  private static let use = Key<String>(
    "use", .catalogName, .required(), "policy whose decode engines they take")
  private static let spillTo = Key<[String]>(
    "spill-to", .nameOrNames, .optional("wait"), "policies to go to when that one is full, in order"
  )
  private static let shape = Shape("path", [when.field, use.field, spillTo.field])

  static let key = Key<[PolicyDefinition.Path]>(
    "paths", type, .conditional("for `latency-tiered`: those of the built-in policy"),
    "where classes decode; the first that a class meets")
  static var field: Field { key.field }

  private static var type: ValueType<[PolicyDefinition.Path]> {
    let path = ValueType<PolicyDefinition.Path>.shape(shape) { fields, decoder in
      let condition = fields.read(when, &decoder)
      let name = fields.read(use, &decoder)
      let others = fields.read(spillTo, &decoder) ?? []
      let isUnread = condition == nil && fields.node("when") != nil
      guard let name, !isUnread else { return nil }
      return PolicyDefinition.Path(when: condition, use: name, spillTo: others)
    }
    return ValueType(.list(path.description)) { node, decoder in
      guard let items = decoder.items(of: node), decoder.checkLength(items.count, of: node) else {
        return nil
      }
      let paths = items.compactMap { item in
        decoder.at("path") { path.decode(item, &$0) }
      }
      guard paths.count == items.count, check(paths, items, &decoder) else { return nil }
      return paths
    }
  }

  /// The last path takes whatever comes, and no other does.
  private static func check(
    _ paths: [PolicyDefinition.Path], _ items: [Node], _ decoder: inout TreeDecoder
  ) -> Bool {
    if let last = paths.last, last.condition != nil, let item = items.last {
      decoder.report(
        .missingKey, "the last path has a `when`, so classes may be left that none takes",
        at: item.location, help: "add a path that has only `use`")
      return false
    }
    for (path, item) in zip(paths, items).dropLast() where path.condition == nil {
      decoder.report(
        .uselessKey, "a path without `when` takes every class: those after it take none",
        at: item.location, help: "add `when`, or write this path last")
      return false
    }
    for (path, item) in zip(paths, items) {
      let names = [path.use] + path.spillTo
      guard Set(names).count < names.count else { continue }
      decoder.report(
        .duplicateKey, "the path names a policy twice", at: item.location,
        help: "requests spill to another policy than the one that is full")
      return false
    }
    return true
  }

  /// What goes with which placement.
  static func check(
    _ kind: PolicyDefinition.Kind, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Bool {
    guard let node = fields.node("paths"), kind != .latencyTiered else { return true }
    decoder.report(
      .exclusiveKeys, "only `latency-tiered` has `paths`", at: node.location,
      help: "write `extends: latency-tiered`")
    return false
  }

  /// Policies that paths name must be known and have decode engines.
  static func checkNames(
    of policies: [PolicyDefinition], _ fields: Fields, _ catalog: Catalog,
    _ decoder: inout TreeDecoder
  ) {
    let known = policies + catalog.policies
    for policy in policies {
      let items = fields.node("policies")?.value(of: policy.name)?.value(of: "paths")?.items ?? []
      for (path, item) in zip(policy.paths, items) {
        check(path.use, item.value(of: "use"), known, &decoder)
        guard let spill = item.value(of: "spill-to") else { continue }
        for (name, node) in zip(path.spillTo, spill.items ?? [spill]) {
          check(name, node, known, &decoder)
        }
      }
    }
  }

  private static func check(
    _ name: String, _ node: Node?, _ known: [PolicyDefinition], _ decoder: inout TreeDecoder
  ) {
    guard let node else { return }
    guard let found = known.first(where: { $0.name == name }) else {
      decoder.report(
        .unknownName, "no policy is called \(Wording.quoted(name))", at: node.location,
        help: Spelling.help(for: name, among: known.map(\.name)))
      return
    }
    guard found.kind == .gpuAggregated || found.kind == .latencyTiered else { return }
    decoder.report(
      .exclusiveKeys, "`\(name)` has no decode engines that a path could use", at: node.location,
      help: "use `gpu-disaggregated`, `afd`, `lpx-decode`, or `lpx-draft`")
  }
}

extension ValueType where Value == [String] {
  /// One catalog name, or a list of them.
  static var nameOrNames: ValueType {
    let name = ValueType<String>.catalogName
    return ValueType(.either([name.description, .list(name.description)])) { node, decoder in
      guard let items = node.items else { return name.decode(node, &decoder).map { [$0] } }
      guard decoder.checkLength(items.count, of: node) else { return nil }
      let names = items.compactMap { name.decode($0, &decoder) }
      return names.count == items.count ? names : nil
    }
  }
}

extension ValueType where Value == Tier.Condition {
  static var tierCondition: ValueType {
    ValueType(.scalar("condition", pattern: nil)) { node, decoder in
      let example = "text, as in `tpot < 4ms` or `priority batch`"
      return decoder.text(of: node, as: example).flatMap {
        AssertionReader.condition($0, node, &decoder)
      }
    }
  }
}

extension AssertionReader {
  /// `priority batch`, or a metric, a comparison and a value: what a class's own bound is.
  fileprivate static func condition(
    _ text: String, _ node: Node, _ decoder: inout TreeDecoder
  ) -> Tier.Condition? {
    var reader = AssertionReader(node, text)
    guard let first = reader.take() else {
      decoder.report(.emptyValue, "`when` has nothing in it", at: node.location)
      return nil
    }
    let found: Tier.Condition?
    if first.text == "priority" {
      found = reader.priority(first, &decoder)
    } else {
      found = reader.classBound(first, &decoder)
    }
    guard let found else { return nil }
    guard let extra = reader.take() else { return found }
    decoder.report(
      .assertionSyntax, "expected nothing after the condition", at: extra.location,
      help: "a path has one condition; write a path for each")
    return nil
  }

  private mutating func priority(
    _ first: Token, _ decoder: inout TreeDecoder
  ) -> Tier.Condition? {
    let words = Priority.allCases.map(\.rawValue)
    let word = take()
    if let word, let priority = Priority(rawValue: word.text) { return .priority(priority) }
    decoder.report(
      .unknownWord, "expected \(Wording.list(words)) after `priority`",
      at: (word ?? first).location,
      help: word.flatMap { Spelling.help(for: $0.text, among: words) })
    return nil
  }

  private mutating func classBound(
    _ first: Token, _ decoder: inout TreeDecoder
  ) -> Tier.Condition? {
    let metrics = Metric.allCases.filter(\.isAllowedInSLO)
    guard let metric = metrics.first(where: { $0.rawValue == first.text }) else {
      decoder.report(
        .unknownWord, "no class has a bound on \(Wording.quoted(first.text))", at: first.location,
        label: "expected `priority` or a metric that `slo` may bound",
        help: Spelling.help(for: first.text, among: metrics.map(\.rawValue) + ["priority"]))
      return nil
    }
    guard let comparison = comparison(&decoder), let value = bound(of: metric, &decoder) else {
      return nil
    }
    return .bound(metric, comparison, value)
  }
}
