import Domain

/// The last date that was read: those of a trace's rows mostly are the same.
struct KnownDay {
  fileprivate var yearAndMonth: UInt64 = 0
  fileprivate var day: UInt64 = 0
  /// Seconds from 1970 until it begins.
  fileprivate var seconds = 0
}

extension LineCursor {
  mutating func wallClock(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    var date = KnownDay()
    return try wallClock(bytes, &date)
  }

  /// `2023-11-16 18:17:03.9799600` in nanoseconds since 1970; digits past the ninth are dropped.
  /// Date and time may have a `T` between them, and a `Z` or an offset from it such as `+02:00` at
  /// the end.
  mutating func wallClock(
    _ bytes: Span<UInt8>, _ known: inout KnownDay
  ) throws(TraceError) -> Int {
    let start = position
    if let seconds = plainSeconds(bytes, &known) {
      position += 19
      let fraction = fraction(bytes)
      return (seconds - (try zone(bytes))) * 1_000_000_000 + fraction
    }
    let year = try digits(bytes, 4, then: "-")
    let month = try digits(bytes, 2, then: "-")
    let day = try digits(bytes, 2, then: nil)
    try expectExactly(bytes, peek(bytes) == 0x54 ? 0x54 : 0x20)
    let hour = try digits(bytes, 2, then: ":")
    let minute = try digits(bytes, 2, then: ":")
    let second = try digits(bytes, 2, then: nil)
    let fraction = fraction(bytes)
    guard (1...12).contains(month), (1...days(year, month)).contains(day), hour < 24, minute < 60,
      second < 61
    else { throw error("there is no such date and time", at: start) }
    // Nanoseconds since 1970 fit into 64 bits until 2262.
    guard (1970...2261).contains(year) else {
      throw error(
        "the year \(year) is out of range", at: start, help: "it must be from 1970 to 2261")
    }
    let seconds = (daysBefore(year, month, day) * 24 + hour) * 3600 + minute * 60 + second
    return (seconds - (try zone(bytes))) * 1_000_000_000 + fraction
  }

  /// Digits behind a point, in nanoseconds.
  private mutating func fraction(_ bytes: Span<UInt8>) -> Int {
    guard peek(bytes) == UInt8(ascii: ".") else { return 0 }
    position += 1
    if let (value, digits) = shortNumber(bytes) {
      position += digits
      return value * LineCursor.power(9 - digits)
    }
    var (fraction, unit) = (0, 100_000_000)
    while position < end, bytes[position] &- 0x30 < 10 {
      fraction += Int(bytes[position] - 0x30) * unit
      unit /= 10
      position += 1
    }
    return fraction
  }

  /// Seconds since 1970 of a date and time written in full; nil for any other, which may be right
  /// or wrong.
  private func plainSeconds(_ bytes: Span<UInt8>, _ known: inout KnownDay) -> Int? {
    guard position + 19 <= end else { return nil }
    // `2023-11-`, `16` and what parts it from the time, `18:17:03`, each read at once.
    let (date, day, time) = (
      word(bytes, position), word(bytes, position + 3), word(bytes, position + 11)
    )
    let gap = bytes[position + 10]
    let timeSigns: UInt64 = 0x0000_3A00_003A_0000
    let timeValues = time ^ (0x3030_0030_3000_3030 | timeSigns)
    guard gap == 0x20 || gap == 0x54, LineCursor.areDigits(timeValues),
      timeValues & 0x0000_FF00_00FF_0000 == 0
    else { return nil }
    let hour = Self.two(timeValues, 0)
    let (minute, second) = (Self.two(timeValues, 3), Self.two(timeValues, 6))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    let dayText = day >> 40 & 0xFFFF
    if date != known.yearAndMonth || dayText != known.day {
      guard let days = plainDays(date, dayText) else { return nil }
      known = KnownDay(yearAndMonth: date, day: dayText, seconds: days * 86_400)
    }
    return known.seconds + hour * 3600 + minute * 60 + second
  }

  /// Days from 1970 to a date of the eight bytes `2023-11-` and the two `16`; nil for one that
  /// not every month has, which takes the long way, and for what is none.
  private func plainDays(_ date: UInt64, _ day: UInt64) -> Int? {
    let dateSigns: UInt64 = 0x2D00_002D_0000_0000
    let dateValues = date ^ (0x0030_3000_3030_3030 | dateSigns)
    let dayValues = day ^ 0x3030
    guard LineCursor.areDigits(dateValues), dateValues & 0xFF00_00FF_0000_0000 == 0,
      LineCursor.areDigits(dayValues)
    else { return nil }
    let year = Self.two(dateValues, 0) * 100 + Self.two(dateValues, 2)
    let (month, dayOfMonth) = (Self.two(dateValues, 5), Self.two(dayValues, 0))
    guard year >= 2000, year < 2100, month >= 1, month <= 12, dayOfMonth >= 1, dayOfMonth <= 28
    else { return nil }
    return daysBefore(year, month, dayOfMonth)
  }

  /// The number that two bytes of digits make.
  @inline(__always)
  private static func two(_ values: UInt64, _ place: UInt64) -> Int {
    let pair = values >> (8 * place)
    return Int(pair & 0xF) * 10 + Int(pair >> 8 & 0xF)
  }

  /// Seconds that a clock is ahead of UTC; 0 without a word on it.
  private mutating func zone(_ bytes: Span<UInt8>) throws(TraceError) -> Int {
    switch peek(bytes) {
    case UInt8(ascii: "Z"):
      position += 1
      return 0
    case UInt8(ascii: "+"), UInt8(ascii: "-"):
      let sign = peek(bytes) == UInt8(ascii: "-") ? -1 : 1
      position += 1
      let hours = try digits(bytes, 2, then: nil)
      if peek(bytes) == UInt8(ascii: ":") { position += 1 }
      return sign * (hours * 3600 + (try digits(bytes, 2, then: nil)) * 60)
    default: return 0
    }
  }

  private mutating func digits(
    _ bytes: Span<UInt8>, _ count: Int, then separator: Unicode.Scalar?
  ) throws(TraceError) -> Int {
    var value = 0
    for _ in 0..<count {
      let digit = peek(bytes) &- 0x30
      guard digit < 10 else {
        throw unexpected(bytes, expected: "a date and time such as 2023-11-16 18:17:03.9799600")
      }
      value = value * 10 + Int(digit)
      position += 1
    }
    if let separator { try expectExactly(bytes, UInt8(ascii: separator)) }
    return value
  }

  private mutating func expectExactly(_ bytes: Span<UInt8>, _ byte: UInt8) throws(TraceError) {
    guard peek(bytes) == byte else {
      throw unexpected(bytes, expected: "a date and time such as 2023-11-16 18:17:03.9799600")
    }
    position += 1
  }

  private func days(_ year: Int, _ month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    return switch month {
    case 2: isLeap ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// Days from 1970-01-01 in the proleptic Gregorian calendar, by counting March as the first
  /// month.
  private func daysBefore(_ year: Int, _ month: Int, _ day: Int) -> Int {
    let shifted = month <= 2 ? year - 1 : year
    let era = shifted / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * ((month + 9) % 12) + 2) / 5 + day - 1
    return era * 146_097 + yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear - 719_468
  }
}
