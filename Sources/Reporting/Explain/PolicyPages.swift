extension Glossary {
  /// Values of the keys of a policy.
  static let policyPages = [
    Page(
      "gpu-aggregated", "Prefill and decode share each GPU engine; prompts go in chunks.",
      notes: ["Prefill chunks lengthen the steps of those who decode beside them."]),
    Page(
      "gpu-disaggregated",
      "Some GPU engines do prefill, others decode; KV is handed over by a link.",
      notes: ["Decode is not held up by prompts; the link and the split of devices may be."]),
    Page(
      "afd", aliases: ["attention-ffn-disaggregation"],
      "Attention-FFN disaggregation: GPUs do prefill and decode attention, LPX racks the "
        + "feed-forward layers of decode. Activations cross twice for each layer with full "
        + "attention, in micro-batches that overlap."),
    Page("lpx-decode", "All of decode on LPX racks; GPUs do prefill and hand KV over."),
    Page(
      "lpx-draft",
      "A small model on LPX racks drafts tokens, GPUs verify them; prefill and decode are apart as "
        + "in gpu-disaggregated.",
      notes: ["What the drafters can't serve decodes without drafts."]),
    Page(
      "latency-tiered",
      "One prefill pool, several decode paths: each class takes the first whose `when` it meets.",
      notes: [
        "A path is full when no engine of it has a place for one more sequence and room for its "
          + "prompt; requests then take the next of `spill-to`, and wait at the first if all are.",
        "The built-in one sends classes with a bound on tpot of 15 ms or less to `lpx-decode` "
          + "(assumed), and on to `gpu-disaggregated` when it is full; others go there at once.",
      ]),
    Page("round-robin", "Routing: each engine of a pool in turn."),
    Page("random", "Routing: an engine drawn by the system seed."),
    Page(
      "least-loaded", "Routing: the engine with the fewest requests that wait or run there.",
      elsewhere: [("others", "least outstanding requests, join the shortest queue")]),
    Page("power-of-two", "Routing: the less loaded of two engines drawn by the system seed."),
    Page(
      "session-affinity",
      "Routing: the first request of a session as by least-loaded, the rest to the same engine."),
    Page(
      "prefix-hash",
      "Routing: by the deepest shared context of the prompt, so that equal starts meet."),
    Page(
      "kv-aware",
      "Routing, unless a policy says otherwise: the engine with the least sum of prompt blocks to "
        + "compute, times `overlap`, and prompt blocks of the requests there.",
      notes: [
        "`{kv-aware: {temperature: 20%}}` draws the engine: from the cheapest to the dearest costs "
          + "go from 0 to 1, and an engine of cost c has the weight exp(-c / temperature)."
      ],
      elsewhere: [("Dynamo", "prefill blocks with an overlap credit + decode blocks")]),
    Page(
      "snapshot-age", aliases: ["staleness"],
      "Of a policy: routers learn only so often what has left engines; what they sent themselves "
        + "they know at once.", elsewhere: [("BLIS", "signal staleness")]),
    Page(
      "swap", aliases: ["swapping", "swaps"],
      "`preemption: swap` of a policy: KV of a decoding sequence that gives way goes to host "
        + "memory and comes back over the host's link, instead of being computed again.",
      elsewhere: [("vLLM", "preemption mode swap, with swap_space")]),
    Page(
      "while-waiting", aliases: ["offload"],
      "Of a policy: what engines do with a session's KV while a tool runs. `keep` leaves it until "
        + "its place is wanted, `offload` gives the place up at once and reloads the copy that "
        + "`host-cache` or `lpx-cache` made, `drop` computes it again."),
    Page(
      "host-cache", aliases: ["kv tiers"],
      "Of a policy: what enters the KV cache of GPU engines is copied to their hosts' memory; what "
        + "was evicted comes back from there over a link of its own.",
      elsewhere: [("Dynamo KVBM", "tier G2"), ("LMCache, SGLang HiCache", "CPU offloading")]),
    Page(
      "lpx-cache", aliases: ["store", "shared cache"],
      "Of a policy: copies go to the DRAM of LPX racks too, where all GPU engines of the platform "
        + "find them, whichever computed them.",
      elsewhere: [("Dynamo KVBM", "tier G4, remote"), ("Mooncake", "Mooncake Store")]),
    Page(
      "prefill-threshold", aliases: ["conditional disaggregation"],
      "Of a policy that hands over: prompts of which the decode engine lacks at most so many "
        + "tokens are prefilled there, without a transfer.",
      elsewhere: [("Dynamo", "max_local_prefill_length")]),
    Page(
      "kv-transfer", aliases: ["layer-wise"],
      "Of a policy that hands over: `blocking` sends KV when the prompt is computed, `layer-wise` "
        + "while it is, so that only the last layer is waited for where the link is free."),
    Page("fcfs", aliases: ["fifo"], "Scheduling: in the order of arrival at the engine."),
    Page(
      "priority",
      "Scheduling: by the class's priority; each step down waits 10 s longer (assumed), so that "
        + "nothing waits for ever."),
    Page(
      "shortest-first",
      "Scheduling: by prompt length; each token waits 1 ms longer (assumed). Output lengths are "
        + "not known to it."),
    Page(
      "slo-slack",
      "Scheduling: by when the class's bound on ttft, else response, e2e or turn, would be "
        + "missed; 60 s after sending without one (assumed)."),
    Page(
      "tenant-fair", aliases: ["fair"],
      "Scheduling: start-time fair queueing of prompt tokens, tenants weighing the same."),
  ]
}
