/// Numbers for tenants, in the order in which they first appear.
struct TenantNames {
  private(set) var names: [String] = []
  private var numbers: [String: Int32] = [:]
  private var last: (name: String, number: Int32)?

  mutating func number(of name: String) -> Int32 {
    if let last, last.name == name { return last.number }
    let number = numbers[name] ?? add(name)
    last = (name, number)
    return number
  }

  private mutating func add(_ name: String) -> Int32 {
    let number = Int32(names.count)
    names.append(name)
    numbers[name] = number
    return number
  }
}
