import Domain

/// The lists of requests that each engine keeps, linked through the request table.
extension Simulation {
  mutating func enqueue(_ request: Int32, _ engine: Int) {
    if attributes { recordQueue(engine, adding: 1) }
    engines[engine].queue.insert(request, in: &requests)
  }

  /// For a preempted request.
  mutating func enqueueAtFront(_ request: Int32, _ engine: Int) {
    if attributes { recordQueue(engine, adding: 1) }
    engines[engine].queue.link(request, in: &requests, atFront: true)
  }

  mutating func dequeue(_ request: Int32, _ engine: Int) {
    if attributes { recordQueue(engine, adding: -1) }
    engines[engine].queue.unlink(request, in: &requests)
  }

  mutating func addAdmitted(_ request: Int32, _ engine: Int) {
    engines[engine].admitted.link(request, in: &requests, atFront: false)
    engines[engine].admissions += 1
    requests[Int(request)].admission = engines[engine].admissions
  }

  mutating func removeAdmitted(_ request: Int32, _ engine: Int) {
    engines[engine].admitted.unlink(request, in: &requests)
    requests[Int(request)].admission = 0
  }

  mutating func addPrefill(_ request: Int32, _ engine: Int) {
    requests[Int(request)].nextPrefill = -1
    if engines[engine].prefillTail >= 0 {
      requests[Int(engines[engine].prefillTail)].nextPrefill = request
    } else {
      engines[engine].prefillHead = request
    }
    engines[engine].prefillTail = request
  }

  /// At its place by admission.
  ///
  /// - Complexity: O(sequences in prefill).
  mutating func insertPrefill(_ request: Int32, _ engine: Int) {
    var before: Int32 = -1
    var index = engines[engine].prefillHead
    let admission = requests[Int(request)].admission
    while index >= 0, requests[Int(index)].admission < admission {
      before = index
      index = requests[Int(index)].nextPrefill
    }
    guard index >= 0 else { return addPrefill(request, engine) }
    requests[Int(request)].nextPrefill = index
    if before < 0 {
      engines[engine].prefillHead = request
    } else {
      requests[Int(before)].nextPrefill = request
    }
  }

  /// - Complexity: O(sequences in prefill), of which there are few at a time.
  mutating func removePrefill(_ request: Int32, _ engine: Int) {
    var before: Int32 = -1
    var index = engines[engine].prefillHead
    while index != request {
      before = index
      index = requests[Int(index)].nextPrefill
    }
    let after = requests[Int(request)].nextPrefill
    if before >= 0 {
      requests[Int(before)].nextPrefill = after
    } else {
      engines[engine].prefillHead = after
    }
    if after < 0 { engines[engine].prefillTail = before }
  }
}
