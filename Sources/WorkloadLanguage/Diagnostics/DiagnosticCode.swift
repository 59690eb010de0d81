/// What kind of thing a diagnostic says; codes are never reused.
public enum DiagnosticCode: String, Hashable, Sendable, CaseIterable {
  case unreadableFile = "B001"
  case notUTF8 = "B002"
  case syntax = "B003"
  case limit = "B004"
  case leftOut = "B005"
  case duplicateKey = "B006"
  case emptyFile = "B007"

  case unknownKey = "B101"
  case missingKey = "B102"
  case wrongShape = "B103"
  case emptyValue = "B104"
  case splitNumber = "B105"
  case missingSpace = "B106"
  case exclusiveKeys = "B107"
  case uselessKey = "B108"
  case notAName = "B109"

  case missingUnit = "B201"
  case unknownUnit = "B202"
  case unitOfAnotherKind = "B203"
  case minutesForMillions = "B204"
  case notANumber = "B205"
  case notWhole = "B206"
  case outOfRange = "B207"
  case bareFraction = "B208"
  case unknownWord = "B209"
  case unknownForm = "B210"
  case falling = "B211"
  case quantileNotAboveZero = "B212"
  case clampCutsQuantile = "B213"
  case meanOutsideClamps = "B214"
  case formNotForCounts = "B215"
  case dataFile = "B216"

  case unknownName = "B301"
  case unused = "B302"
  case importNotFound = "B303"
  case circularReference = "B304"
  case misplacedNone = "B305"
  case overridePath = "B306"

  case spawnCircle = "B401"
  case notOneVerb = "B402"
  case spawnedAgentHasUser = "B403"
  case nothingBetweenTurns = "B404"
  case latenessReachesPrompt = "B405"
  case noRequest = "B406"
  case compactionGrows = "B407"
  case tooLargeForModel = "B408"
  case orderDefeatsCache = "B409"
  case explodes = "B410"

  case notOneProcess = "B501"
  case classNeverStarts = "B502"
  case curveBeyondEnd = "B503"
  case metricNotMeasured = "B504"

  case assertionSyntax = "B601"
  case statisticMismatch = "B602"
  case goodTail = "B603"
  case tooFew = "B604"

  case nothingToCompare = "B701"
  case armCannotCarry = "B702"

  public var severity: Diagnostic.Severity {
    switch self {
    case .unused, .orderDefeatsCache, .explodes, .curveBeyondEnd, .goodTail, .tooFew: .warning
    default: .error
    }
  }
}
