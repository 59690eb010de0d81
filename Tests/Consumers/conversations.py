"""Reads an export with AIPerf's own model of its rows and its own grouping into conversations."""

import json
import sys

from aiperf.dataset.loader.mooncake_trace import MooncakeTraceDatasetLoader

loader = MooncakeTraceDatasetLoader.__new__(MooncakeTraceDatasetLoader)
rows = []
for line in open(sys.argv[1]):
    row = json.loads(line)
    assert loader.can_load(row), line
    rows.append(loader._parse_trace(row))
conversations = loader._group_traces(rows)
prompts = outputs = 0
for turns in conversations.values():
    said = 0
    for turn in turns:
        said += turn.input_length
        prompts += said
        said += turn.output_length
        outputs += turn.output_length
json.dump(
    {
        "conversations": len(conversations),
        "requests": len(rows),
        "input": prompts,
        "output": outputs,
    },
    sys.stdout,
)
