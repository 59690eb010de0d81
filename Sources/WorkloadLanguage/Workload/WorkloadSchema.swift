/// The descriptions of everything that a workload file may hold.
public enum WorkloadSchema {
  /// Every kind of mapping, the file first.
  public static let shapes: [Shape] =
    [
      FileKeys.shape, ContextReader.Keys.shape, PopulationReader.shape, ToolReader.Keys.shape,
      AgentReader.Keys.shape, AgentReader.CompactionKeys.shape, VoiceReader.Keys.shape,
      VoiceReader.BargeInKeys.shape,
    ] + StepReader.shapes + [
      StepReader.Keys.branchShape, ClassReader.Keys.shape, SLOReader.shape,
      ArrivalsReader.Keys.shape, ArrivalsReader.SpikeKeys.shape, DataFile.shape,
      RateCurveReader.PhaseKeys.shape, RateCurveReader.WaveKeys.shape,
      RateCurveReader.switchingShape, RateCurveReader.StateKeys.shape, DistributionKeys.shape,
      DistributionKeys.component,
    ]

  /// JSON Schema of a workload file, for editors.
  public static var jsonSchema: String {
    JSONSchema(
      title: "Baton workload", root: FileKeys.shape, shapes: shapes, hasVariables: true
    ).text
  }
}
