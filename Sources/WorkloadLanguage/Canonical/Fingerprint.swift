public import Domain

extension Workload {
  /// The value as one line of JSON, the same for files that differ only in comments, order of keys
  /// or spelling of numbers.
  ///
  /// It is what remains after imports, `extends`, variables and `--set`, with the numbers of data
  /// files; `description` and the assertions are not in it. Entries stand by name, and steps name
  /// what they use, so moving an entry changes nothing.
  public var canonicalText: String {
    var json = JSONWriter()
    CanonicalWriter(workload: self).write(to: &json)
    return json.text
  }

  /// 64-bit FNV-1a hash of the canonical text, as sixteen hexadecimal digits.
  public var fingerprint: String { StableHash.hexadecimal(of: canonicalText.utf8) }
}

/// A hash that is the same on every machine and in every version.
public enum StableHash {
  /// 64-bit FNV-1a (Fowler, Noll, Vo), as sixteen hexadecimal digits.
  public static func hexadecimal(of bytes: some Sequence<UInt8>) -> String {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    let digits = String(hash, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }
}
