"""Starts a Ray cluster of four nodes on this machine, kills one of them while it replays a part of a
sweep, and compares what comes out with a sweep on one machine alone.

    python lost-node.py baton frontier WORKLOAD --loads 1,2,4 …

Which node replays what is read from the processes: a node's raylet starts workers, and these start
`baton … --shard I/12`.
"""

import pathlib
import subprocess
import sys
import tempfile
import threading
import time

import ray
from ray.cluster_utils import Cluster

# Tasks find `sweep` where this file is.
from sweep import sweep

PARTS = 12


def parents():
    """The parent of every process."""
    found = {}
    for path in pathlib.Path("/proc").glob("[0-9]*/stat"):
        try:
            found[int(path.parent.name)] = int(path.read_text().rpartition(")")[2].split()[1])
        except OSError:
            pass  # It has ended.
    return found


def replays():
    """What runs now: for every process that replays a part, the part and the processes above it."""
    above = parents()
    found = {}
    for process in above:
        try:
            words = pathlib.Path(f"/proc/{process}/cmdline").read_bytes().decode().split("\0")
        except OSError:
            continue
        if "--shard" not in words:
            continue
        chain, parent = [], above[process]
        while parent > 1 and parent in above:
            chain.append(parent)
            parent = above[parent]
        found[process] = (words[words.index("--shard") + 1], chain)
    return found


def raylet(node):
    return node.all_processes["raylet"][0].process.pid


class Loss:
    """Kills a node that replays a part, and looks for another that replays the same part."""

    def __init__(self, cluster, nodes):
        self.cluster, self.nodes = cluster, nodes
        self.again = threading.Event()

    def kill(self):
        for process, part, node in self.busy():
            print("killing a node that replays a part", flush=True)
            self.cluster.remove_node(node, allow_graceful=False)
            self.nodes.remove(node)
            threading.Thread(target=self.watch, args=(process, part), daemon=True).start()
            return
        sys.exit("no node replayed anything")

    def busy(self):
        """A process that replays, its part and its node; nothing if there is none for long."""
        deadline = time.monotonic() + 60
        while time.monotonic() < deadline:
            for process, (part, chain) in replays().items():
                for node in self.nodes:
                    if raylet(node) in chain:
                        yield process, part, node
            time.sleep(0.005)

    def watch(self, lost, part):
        others = {raylet(node) for node in self.nodes}
        while not self.again.is_set():
            for process, (other, chain) in replays().items():
                if process != lost and other == part and others & set(chain):
                    self.again.set()
            time.sleep(0.005)


def alive():
    return len([node for node in ray.nodes() if node["Alive"]])


def main():
    command = sys.argv[1:]
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(3)]
    ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
    print(f"{alive()} nodes", flush=True)
    loss = Loss(cluster, nodes)

    def tell(done):
        print(f"{done} of {PARTS} parts", flush=True)
        if done == 3:
            loss.kill()

    with tempfile.TemporaryDirectory() as folder:
        sweep(folder, PARTS, command, tell)
        if not loss.again.is_set():
            sys.exit("the part of the lost node wasn't replayed again")
        print("another node replayed that part", flush=True)
        # A node counts as dead once its heartbeats are missed.
        deadline = time.monotonic() + 120
        while alive() > 3 and time.monotonic() < deadline:
            time.sleep(1)
        print(f"{alive()} nodes", flush=True)
        points = len(list(pathlib.Path(folder).glob("*.json")))
        print(f"{points} points kept", flush=True)
        merged = subprocess.run([*command, "--json", "--runs", folder], capture_output=True)
    alone = subprocess.run([*command, "--json"], capture_output=True)
    if merged.returncode != 0 or merged.stdout != alone.stdout:
        sys.exit("the results differ")
    print(f"the same {len(alone.stdout)} bytes as on one machine alone", flush=True)


if __name__ == "__main__":
    main()
