/// A named place that random numbers come from.
///
/// A draw is a pure function of the names that lead to it, so no draw depends on how many others
/// were made. Mixing is the finalizer of SplitMix64 (Steele, Lea, Flood, OOPSLA 2014), applied to
/// the running key and each name's FNV-1a hash.
public struct RandomStream: Hashable, Sendable {
  @usableFromInline let key: UInt64

  public init(seed: UInt64) { key = RandomStream.mix(seed &+ 0x9E37_79B9_7F4A_7C15) }

  @inlinable init(key: UInt64) { self.key = key }

  /// A name whose hash is kept, for streams that are made often.
  public struct Name: Hashable, Sendable {
    @usableFromInline let mixed: UInt64

    /// - Complexity: O(length of `name`).
    public init(_ name: String) {
      var hash: UInt64 = 0xCBF2_9CE4_8422_2325
      for byte in name.utf8 { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
      mixed = RandomStream.mix(hash)
    }
  }

  /// The stream below this one with the given name.
  ///
  /// - Complexity: O(length of `name`).
  public func named(_ name: String) -> RandomStream { named(Name(name)) }

  /// The stream below this one with the given name.
  @inlinable
  public func named(_ name: Name) -> RandomStream {
    RandomStream(key: RandomStream.mix(key ^ name.mixed))
  }

  /// The stream below this one with the given number; distinct from every named one in practice.
  @inlinable
  public func numbered(_ number: Int) -> RandomStream {
    let step = UInt64(bitPattern: Int64(number)) &* 0xD1B5_4A32_D192_ED03 &+ 0x8CB9_2BA7_2F3D_8DD7
    return RandomStream(key: RandomStream.mix(key &+ RandomStream.mix(step)))
  }

  /// The one uniform 64-bit number of this stream.
  @inlinable public var bits: UInt64 { RandomStream.mix(key ^ 0xA076_1D64_78BD_642F) }

  /// The one uniform number of this stream in (0, 1): (n + ½)/2⁵³.
  @inlinable public var uniform: Double { (Double(bits >> 11) + 0.5) * 0x1p-53 }

  @inlinable
  static func mix(_ value: UInt64) -> UInt64 {
    var z = value
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}
