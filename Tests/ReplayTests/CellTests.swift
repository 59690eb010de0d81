import Domain
import Replay
import TestSupport
import Testing
import TraceFormats

@Suite("cells of a fleet")
struct CellTests {
  /// A random trace of open sessions, which start when they do, whatever becomes of the others.
  private func open(_ random: RandomReplay) -> (header: TraceHeader, sessions: [TraceSession]) {
    var header = random.header
    header.classes[1].closed = nil
    var kept: [TraceSession] = []
    var contexts: [SharedContext] = []
    for var session in random.sessions {
      contexts += session.sharedContexts
      guard session.classIndex == 0 else { continue }
      (session.sharedContexts, contexts) = (contexts, [])
      kept.append(session)
    }
    return (header, kept)
  }

  /// What became of each session, whatever its number is.
  private struct Fate: Hashable {
    var requests: [RequestOutcome] = []
    var turns: [TurnOutcome] = []
    var end: SessionOutcome?
  }

  private func fates(_ result: ArmResult) -> Set<Fate> {
    var found: [Int32: Fate] = [:]
    for var request in result.requests {
      let session = request.session
      (request.session, request.tenant) = (0, 0)
      found[session, default: Fate()].requests.append(request)
    }
    for var turn in result.turns {
      let session = turn.session
      (turn.session, turn.tenant) = (0, 0)
      found[session, default: Fate()].turns.append(turn)
    }
    for var session in result.sessions {
      let number = session.session
      (session.session, session.tenant) = (0, 0)
      found[number, default: Fate()].end = session
    }
    return Set(
      found.values.map { fate in
        var fate = fate
        fate.requests.sort { ($0.sent, $0.last, $0.turn) < ($1.sent, $1.last, $1.turn) }
        fate.turns.sort { ($0.start, $0.turn) < ($1.start, $1.turn) }
        return fate
      })
  }

  @Test("replayed apart and merged, they give what one replay of all of them gives")
  func exact() throws {
    var (cases, sessions, drawn, spread, asked) = (0, 0, 0, 0, 0)
    for seed in 0..<400 {
      let random = RandomReplay(seed: seed)
      // It hashes the order in which contexts were first seen, which another cell's are part of.
      guard random.plan.routing.rule != .prefixHash else { continue }
      let (header, open) = open(random)
      let (cells, models) = (2 + seed % 3, header.models.count)
      let plan = random.plan.cells(cells)
      func replay(_ cell: Int?) throws -> ArmResult {
        let source = CellTrace(ArraySource(header, open), cell: cell, of: cells)
        return try Replayer.replay(source, plan: plan, systemSeed: 5)
      }
      let whole = ArmResult.merging([try replay(nil)], cells: cells, models: models)
      let parts = try (0..<cells).map { try replay($0) }
      let merged = ArmResult.merging(parts, cells: cells, models: models)
      #expect(fates(merged) == fates(whole), "seed \(seed)")
      #expect(merged.counts == whole.counts && merged.tokens == whole.tokens, "seed \(seed)")
      #expect(merged.pools == whole.pools && merged.steps == whole.steps, "seed \(seed)")
      #expect(merged.namedGaps == whole.namedGaps && merged.end == whole.end, "seed \(seed)")
      #expect(
        merged.cache.hitBlocks == whole.cache.hitBlocks
          && merged.cache.promptBlocks == whole.cache.promptBlocks
          && merged.cache.evictedBlocks == whole.cache.evictedBlocks
          && merged.cache.reloadedBlocks == whole.cache.reloadedBlocks, "seed \(seed)")
      // A shared context is new to each cell.
      #expect(merged.cache.idealBlocks <= whole.cache.idealBlocks)
      #expect(Set(merged.tenants) == Set(whole.tenants))
      // Cells number models of their own; the whole has the trace's.
      #expect(merged.requests.allSatisfy { Int($0.model) < models })
      #expect(merged.cancelled.allSatisfy { Int($0.model) < models })
      #expect(merged.gaps.allSatisfy { $0.model < models })
      asked += Set(merged.requests.map(\.model)).count
      cases += 1
      sessions += open.count
      drawn += plan.drawsAtRandom ? 1 : 0
      spread += parts.allSatisfy { $0.counts.arrived > 0 } ? 1 : 0
    }
    #expect(cases > 250 && sessions > 2000, "\(cases) \(sessions)")
    #expect(drawn > 100 && spread > 200 && asked > cases, "\(drawn) \(spread) \(asked)")
  }

  @Test("every session is in one cell; those of a closed class are spread evenly")
  func spread() throws {
    var header = RandomReplay(seed: 1).header
    header.classes[0].closed = TraceClass.ClosedLoop(sessions: 10, until: 1, total: 25)
    header.classes[1].closed = nil
    let closed = (0..<10).map { TraceSession(number: $0, classIndex: 0) }
    let open = (0..<3000).map { TraceSession(number: $0, classIndex: 1) }
    var totals = 0
    for cell in 0..<3 {
      var source = CellTrace(ArraySource(header, closed + open), cell: cell, of: 3)
      let own = try #require(source.header.classes[0].closed)
      totals += own.total ?? 0
      var counts = [0, 0]
      var session = TraceSession()
      while try source.next(&session) { counts[session.classIndex] += 1 }
      #expect(counts[0] == own.sessions && (3...4).contains(counts[0]))
      #expect((900...1100).contains(counts[1]), "\(counts)")
    }
    #expect(totals == 25)
  }
}
