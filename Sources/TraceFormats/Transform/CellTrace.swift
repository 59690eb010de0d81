public import Domain

/// The sessions of one cell of a fleet, or of all its cells.
///
/// A session's cell follows from its class and number alone. Open sessions are spread by a hash, as
/// a router does that knows nothing but their key; those of closed classes in turn, so that each
/// cell has its share of what runs at once. Requests ask for the model of their cell, as
/// `Plan.cells` calls it. Shared contexts keep their numbers: those that sessions of other cells
/// brought come with the next session.
public struct CellTrace: TraceSource {
  public let header: TraceHeader
  private var source: any TraceSource
  private let cells: Int
  /// nil for all.
  private let cell: Int?
  private let models: Int
  private let streams: [RandomStream]
  private var waiting: [SharedContext] = []

  /// - Parameters:
  ///   - cell: From 0; nil for all.
  ///   - cells: At least 1.
  public init(_ source: any TraceSource, cell: Int?, of cells: Int) {
    (self.source, self.cell, self.cells) = (source, cell, cells)
    var header = source.header
    models = header.models.count
    let stream = RandomStream(seed: 0).named("cells")
    streams = header.classes.map { stream.named($0.name) }
    header.models = (0..<cells).flatMap { cell in
      source.header.models.map { Plan.model($0, inCell: cell) }
    }
    for index in header.classes.indices {
      guard let cell, let closed = header.classes[index].closed else { continue }
      let own = (0..<closed.sessions).count { ($0 + index) % cells == cell }
      header.classes[index].closed?.sessions = own
      if let total = closed.total {
        header.classes[index].closed?.total =
          (0..<cells).map { total / cells + ($0 < total % cells ? 1 : 0) }[cell]
      }
    }
    self.header = header
  }

  public mutating func next(_ session: inout TraceSession) throws(TraceError) -> Bool {
    while try source.next(&session) {
      let own = cell(of: session)
      if let cell, own != cell {
        waiting += session.sharedContexts
        continue
      }
      if !waiting.isEmpty {
        session.sharedContexts = waiting + session.sharedContexts
        waiting.removeAll(keepingCapacity: true)
      }
      for index in session.records.indices where session.records[index].kind == .request {
        session.records[index].model += UInt16(own * models)
      }
      return true
    }
    return false
  }

  private func cell(of session: TraceSession) -> Int {
    let index = session.classIndex
    guard header.classes[index].closed == nil else { return (session.number + index) % cells }
    let bits = streams[index].numbered(session.number).bits
    return Int(bits.multipliedFullWidth(by: UInt64(cells)).high)
  }
}
