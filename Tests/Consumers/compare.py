"""Compares what the tools count with what Baton says of the trace; fails if they differ."""

import json
import sys
from pathlib import Path

work = Path(sys.argv[1])


def load(name):
    return json.loads((work / f"{name}.json").read_text())


inspect = load("inspect")
own = (
    inspect["counts"]["requests"],
    inspect["tokens"]["input"],
    inspect["tokens"]["output"],
)
found = {"Baton": own}
for name, title in [
    ("mooncake", "Dynamo 1.4.2, mooncake"),
    ("agentic-mooncake", "Dynamo 1.4.2, agentic_mooncake"),
]:
    report = load(name)
    found[title] = (
        report["completed_requests"],
        report["total_input_tokens"],
        report["total_output_tokens"],
    )
conversations = load("conversations")
found["AIPerf 0.13.0, conversations"] = tuple(
    conversations[key] for key in ("requests", "input", "output")
)
analysis = load("analysis")
found["AIPerf 0.13.0, analyze-trace"] = (
    analysis["total_requests"],
    round(analysis["avg_isl"] * analysis["total_requests"]),
    round(analysis["avg_osl"] * analysis["total_requests"]),
)

print(f"{'':32}{'requests':>10}{'input':>14}{'output':>12}")
for title, counts in found.items():
    print(f"{title:32}{counts[0]:>10,}{counts[1]:>14,}{counts[2]:>12,}")


reuse = {
    "Baton, without limit": inspect["reuse"]["idealTokens"],
    "Dynamo, 8 workers, mooncake": load("mooncake")["prefix_cache_reused_ratio"],
    "Dynamo, 8 workers, agentic": load("agentic-mooncake")["prefix_cache_reused_ratio"],
}
print("\nprompt tokens reused")
for title, share in reuse.items():
    print(f"  {title:30}{share:8.1%}")
if len(set(found.values())) != 1:
    sys.exit("the counts differ")
print("the counts are the same")
