"""Replays the points of a sweep as Ray tasks, and prints what one machine would print.

    python sweep.py RUNS PARTS baton frontier WORKLOAD --loads 1,2,4 …

Each task calls `baton` for one part (`--shard`) in a folder of its own and sends back the files of
its points; they are put into RUNS. Points that are in RUNS already aren't replayed again. A task
whose node dies is run again elsewhere. `baton` and the files that the command names must be on
every node under the same path.
"""

import os
import pathlib
import subprocess
import sys
import tempfile

import ray


@ray.remote(num_cpus=1, max_retries=-1)
def part(command, number, parts, known):
    """Files of the points of one part that aren't known yet, by name."""
    with tempfile.TemporaryDirectory() as name:
        folder = pathlib.Path(name)
        for file, content in known.items():
            (folder / file).write_bytes(content)
        shard = ["--runs", name, "--shard", f"{number}/{parts}", "--threads", "1"]
        done = subprocess.run([*command, *shard], capture_output=True, text=True)
        if done.returncode != 0:
            raise RuntimeError(done.stderr)
        return {
            path.name: path.read_bytes() for path in folder.iterdir() if path.name not in known}


def sweep(runs, parts, command, tell=print):
    """Fills the folder `runs`; `tell` takes how many parts are done."""
    folder = pathlib.Path(runs)
    folder.mkdir(parents=True, exist_ok=True)
    known = {path.name: path.read_bytes() for path in folder.glob("*.json")}
    shared = ray.put(known)
    waiting = [part.remote(command, number + 1, parts, shared) for number in range(parts)]
    done = 0
    while waiting:
        finished, waiting = ray.wait(waiting, num_returns=1)
        for name, content in ray.get(finished[0]).items():
            partial = folder / (name + ".part")
            partial.write_bytes(content)
            os.replace(partial, folder / name)
        done += 1
        tell(done)


def main():
    runs, parts, *command = sys.argv[1:]
    ray.init()
    # Which points assumed figures are tried at is known once all others are there.
    for _ in range(2 if "--sensitivity" in command else 1):
        sweep(runs, int(parts), command, lambda n: print(f"{n} of {parts} parts", file=sys.stderr))
    sys.exit(subprocess.run([*command, "--runs", runs]).returncode)


if __name__ == "__main__":
    main()
