// BackendModelTests
