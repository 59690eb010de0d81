// YAML bytes to values and diagnostics.
