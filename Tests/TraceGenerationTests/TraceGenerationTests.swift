// TraceGenerationTests
