import Foundation
import Testing

/// What a placement that can't be is told with.
@Suite("placements that can't be")
struct PlacementTests {
  private func refused(_ arm: String, _ more: String...) throws -> Baton.Result {
    let result = try Baton.run(["run", "workloads/chat.yaml", "--policy", arm] + more)
    #expect(result.code == 2 && result.text.isEmpty)
    return result
  }

  @Test(
    "an arm is told with what doesn't fit, the arithmetic, and what would",
    arguments: [
      ("afd@vera-rubin-lpx", "deepseek-r1", "FFN weights of `deepseek-r1` need 657.7 GB", "racks"),
      ("afd@vera-rubin", "gpt-oss-120b", "needs a pool of LPX racks", "`vera-rubin-lpx`"),
      ("adf@vera-rubin-lpx", "gpt-oss-120b", "no policy is called `adf`", "did you mean `afd`?"),
      ("afd@vera-rubin-lpy", "gpt-oss-120b", "no platform is called", "`vera-rubin-lpx`"),
      ("lpx-decode@vera-rubin-lpx", "kimi-k2", "weights of `kimi-k2` and windows", "LPX racks"),
    ])
  func arm(_ arm: String, _ model: String, _ message: String, _ help: String) throws {
    let errors = try refused(arm, "--set", "model=\(model)").errors
    #expect(errors.contains("error[B702]: ") && errors.contains(message), "\(errors)")
    #expect(errors.contains("--> --policy:1:1\n") && errors.contains(" 1 | \(arm)\n"), "\(errors)")
    #expect(errors.contains("= help: ") && errors.contains(help), "\(errors)")
  }

  @Test("a policy of a user's file is told with its place there too")
  func policy() throws {
    let text = """
      platform: mine
      extends: vera-rubin-lpx
      policies:
        small: {extends: gpu-aggregated, engines: {decode: {tensor: 6}}}

      """
    try Baton.file(Data(text.utf8)) { path in
      let errors = try refused("small@\(path)").errors
      #expect(errors.contains("64 attention heads of `gpt-oss-120b` can't be split over 6 GPUs"))
      #expect(errors.contains("--> \(path):4:3\n"), "\(errors)")
      let compared = try Baton.run(
        "compare", "workloads/chat.yaml", "--baseline", "gpu-aggregated", "--candidate",
        "small@\(path)", "--seeds", "1")
      #expect(compared.code == 2 && compared.errors.contains("64 attention heads"))
    }
  }

  @Test("`check` tells a file's policies that no model could be placed under")
  func check() throws {
    let text =
      "platform: mine\npools: {gpu: {chip: rubin, racks: 1}}\npolicies: {a: {extends: afd}}\n"
    try Baton.file(Data(text.utf8)) { path in
      let result = try Baton.run("check", path)
      #expect(result.code == 2)
      #expect((result.text + result.errors).contains(":3:25\n"), "\(result.text)")
    }
  }
}
