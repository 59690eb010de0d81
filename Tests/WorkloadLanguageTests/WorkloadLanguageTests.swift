// WorkloadLanguageTests
