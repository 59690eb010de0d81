"""Lets `aiperf profile` send an export to a server that answers at once, and compares what the server
was asked with the export: profile.py AIPERF EXPORT WORK"""

import collections
import json
import pathlib
import subprocess
import sys
import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers
from transformers import PreTrainedTokenizerFast

asked = []


class Server(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def log_message(self, *arguments):
        pass

    def do_GET(self):
        self.answer({"object": "list", "data": [{"id": "m", "object": "model"}]})

    def do_POST(self):
        body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
        count = body.get("max_completion_tokens") or body.get("max_tokens")
        asked.append((len(body["messages"]), count))
        self.answer({
            "id": "x", "object": "chat.completion", "created": 0, "model": "m",
            "choices": [{
                "index": 0, "finish_reason": "stop",
                "message": {"role": "assistant", "content": " a" * count}}],
            "usage": {"prompt_tokens": 1, "completion_tokens": count, "total_tokens": 1 + count}})

    def answer(self, value):
        data = json.dumps(value).encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(data)))
        self.end_headers()
        self.wfile.write(data)


def tokenizer(folder):
    """AIPerf's own is loaded from the net; any will do to make up text."""
    made = Tokenizer(models.BPE())
    made.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    made.decoder = decoders.ByteLevel()
    made.train_from_iterator(["the quick brown fox "] * 50, trainers.BpeTrainer(
        vocab_size=400, initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        special_tokens=["<s>", "</s>"]))
    PreTrainedTokenizerFast(
        tokenizer_object=made, bos_token="<s>", eos_token="</s>").save_pretrained(folder)


def main():
    aiperf, export, work = sys.argv[1], sys.argv[2], pathlib.Path(sys.argv[3])
    tokenizer(work / "tokenizer")
    server = ThreadingHTTPServer(("127.0.0.1", 0), Server)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    subprocess.run([
        aiperf, "profile", "--model", "m", "--url", f"http://127.0.0.1:{server.server_port}",
        "--endpoint-type", "chat", "--tokenizer", work / "tokenizer", "--input-file", export,
        "--custom-dataset-type", "mooncake_trace", "--ui", "none",
        "--output-artifact-dir", work / "profile"], check=True, stdout=subprocess.DEVNULL)
    # A conversation's n-th request carries the n-1 questions and answers before it.
    turns = collections.Counter()
    wanted = []
    for line in open(export):
        row = json.loads(line)
        turns[row["session_id"]] += 1
        wanted.append((2 * turns[row["session_id"]] - 1, row["output_length"]))
    if sorted(asked) != sorted(wanted):
        sys.exit(f"asked {sorted(asked)}\nexported {sorted(wanted)}")
    print(f"AIPerf sent the {len(asked)} requests of {len(turns)} conversations, "
          f"{sum(count for _, count in asked):,} tokens to answer, each behind its turns before")


main()
