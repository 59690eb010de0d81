// TraceFormatsTests
