/// One measured figure and the configuration it was measured with; the columns of
/// `Docs/BackendModel.md`.
public struct MeasuredRow: Hashable, Sendable {
  public enum Metric: String, Hashable, Sendable, CaseIterable {
    /// Median of requests, milliseconds.
    case tpot = "tpot_ms"
    /// Mean of requests, milliseconds.
    case ttft = "ttft_ms"
    case outputRate = "output_tok_s_gpu"
    /// Input and output tokens.
    case totalRate = "total_tok_s_gpu"
    /// Total tokens at the given interactivity, on the frontier of the rows of the same curve.
    case frontier = "frontier_total_tok_s_gpu"
    /// Tokens of a phase alone.
    case phaseRate = "tok_s_gpu"
    case userRate = "tok_s_user"
    case step = "step_ms"
  }

  /// What was running while it was measured.
  public enum Phase: String, Hashable, Sendable, CaseIterable {
    /// Users in a closed loop, from prompt to last token.
    case serve
    /// One engine that decodes a constant batch.
    case decode
    /// Full passes of prefill and nothing else.
    case prefill
    /// Prefill of a system that serves users.
    case prefillServing = "prefill-serving"
  }

  public enum Use: String, Hashable, Sendable, CaseIterable {
    /// Constants are fitted to it.
    case calibrate
    case test
    /// Printed and not scored.
    case print
  }

  public var id = ""
  public var setup = Setup()
  public var metric = Metric.tpot
  public var value = 0.0
  public var use = Use.test
  public var source = ""
  /// Names the rows that make up one frontier.
  public var curve = ""
  /// Tokens per second and user where a frontier is read.
  public var interactivity: Double?
  /// Line of its file, from 1.
  public var line = 0

  /// What rows of one measurement have in common.
  public struct Setup: Hashable, Sendable {
    public var phase = Phase.serve
    public var chip = ""
    public var model = ""
    /// Nil where the catalog decides.
    public var software: String?
    public var weights: String?
    public var attention: String?
    public var kv: String?
    public var drafts = 0
    /// Mean tokens of a verify step; nil takes the model's own table.
    public var accepted: Double?
    /// Nominal lengths; they are uniform between `ratio` of them and the whole.
    public var input = 0
    public var output = 0
    public var cached = 0
    public var ratio = 1.0
    public var prefillDevices = 0
    public var prefillTensor: Int?
    public var prefillData: Int?
    /// GPUs that decode; all of them where there is no prefill of its own.
    public var devices = 0
    public var tensor: Int?
    public var data: Int?
    public var expert: Int?
    /// Most sequences of one decode engine.
    public var sequences: Int?
    public var users = 0
    /// Decode steps between two looks for new requests.
    public var poll = 1
    /// Sequences of one engine, and tokens of context of each.
    public var batch = 0.0
    public var context = 0.0

    /// Decode steps that a new request waits to be seen, beyond the one it comes in.
    var unseenSteps: Double { Double(poll - 1) / 2 }
    var meanInput: Double { Double(input) * (1 + ratio) / 2 }
    var meanOutput: Double { Double(output) * (1 + ratio) / 2 }
  }
}

/// Why a row can't be used, with its place.
public struct RowError: Error, Hashable, Sendable {
  public var message: String
  public var help: String?
  /// From 1; the column counts bytes, and the cell is `width` bytes wide.
  public var line: Int
  public var column: Int
  public var width: Int
  public init(
    _ message: String, line: Int, column: Int = 1, width: Int = 1, help: String? = nil
  ) {
    (self.message, self.line, self.column, self.width) = (message, line, column, width)
    self.help = help
  }
}
