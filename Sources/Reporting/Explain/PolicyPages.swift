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
      elsewhere: [("Dynamo", "prefill blocks with an overlap credit + decode blocks")]),
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
