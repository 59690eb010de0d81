import Domain

/// Keys of a policy about where KV goes, and what routers know of it.
enum MemoryKeys {
  static let whileWaiting = Key<PolicyDefinition.WhileWaiting>(
    "while-waiting", .word, .optional("keep"),
    "KV of a session while a tool runs: kept until its place is wanted, left to the copies in host "
      + "memory and LPX, or dropped")
  static let preemption = Key<PolicyDefinition.Preemption>(
    "preemption", .word, .optional("recompute"),
    "KV of a sequence that gives way to others: `swap` keeps it in host memory")
  static let threshold = Key<Int>(
    "prefill-threshold", .count(in: 1...10_000_000), .optional("none"),
    "prompts with at most so many tokens to compute are prefilled where they decode")
  static let transfer = Key<PolicyDefinition.Transfer>(
    "kv-transfer", .word, .optional("blocking"),
    "KV crosses to the decode engine after prefill, or layer by layer beside it")
  static let snapshotAge = Key<Nanoseconds>(
    "snapshot-age", .duration, .optional("0"),
    "routers learn only so often what has left engines")

  /// What goes with which placement, and with each other.
  static func check(
    _ policy: PolicyDefinition, _ fields: Fields, _ decoder: inout TreeDecoder
  ) -> Bool {
    var found = useless(policy)
    if policy.whileWaiting == .offload, !policy.usesHosts, !policy.usesStore {
      found.append(
        (
          whileWaiting.field.name,
          "`while-waiting: offload` leaves KV to copies, and there are none",
          "write `host-cache: yes` or `lpx-cache: yes`"
        ))
    }
    if policy.whileWaiting == .drop, policy.usesHosts || policy.usesStore {
      let key = policy.usesHosts ? PolicyKeys.hosts.name : PolicyKeys.store.name
      found.append(
        (
          whileWaiting.field.name,
          "`\(key): yes` keeps copies of what `while-waiting: drop` forgets", "use `offload`"
        ))
    }
    let wrong = found.compactMap { key, reason, help in
      fields.node(key).map { ($0, key, reason, help) }
    }
    for (node, key, reason, help) in wrong {
      decoder.report(
        key == whileWaiting.field.name ? .exclusiveKeys : .uselessKey, reason, at: node.location,
        help: help)
    }
    return wrong.isEmpty
  }

  /// Keys that would change nothing, why, and what to do.
  private static func useless(
    _ policy: PolicyDefinition
  ) -> [(key: String, reason: String, help: String)] {
    var found: [(key: String, reason: String, help: String)] = []
    switch policy.kind {
    case .gpuAggregated:
      found = [
        (
          threshold.field.name, "`gpu-aggregated` always prefills where it decodes",
          "leave `prefill-threshold` out"
        ),
        (
          transfer.field.name, "`gpu-aggregated` hands no KV over", "leave `kv-transfer` out"
        ),
      ]
    case .lpxDecode:
      found = [
        (
          preemption.field.name, "LPX has no host memory that KV could be swapped to",
          "leave `preemption` out"
        )
      ]
      if policy.whileWaiting == .offload {
        found.append(
          (
            whileWaiting.field.name, "LPX has no host memory that KV could be left to",
            "use `keep` or `drop`"
          ))
      }
    case .latencyTiered:
      found = [preemption.field.name, transfer.field.name].map {
        (
          $0, "decode engines are those of the policies that paths use",
          "write `\($0)` in those policies"
        )
      }
    case .gpuDisaggregated, .afd, .lpxDraft: break
    }
    let rule = policy.routing.rule
    let looksAtLoad: [Routing.Rule] = [.leastLoaded, .powerOfTwo, .sessionAffinity, .kvAware]
    if policy.kind != .latencyTiered, !looksAtLoad.contains(rule) {
      found.append(
        (
          snapshotAge.field.name, "`\(rule.rawValue)` doesn't look at what engines have",
          "leave `snapshot-age` out"
        ))
    }
    return found
  }
}
