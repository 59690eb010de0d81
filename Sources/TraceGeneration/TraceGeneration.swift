// Workload and seed to a trace.
