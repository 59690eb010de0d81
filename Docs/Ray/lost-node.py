"""Starts a Ray cluster of four nodes on this machine, kills one of them in mid-sweep, and compares
what comes out with a sweep on one machine alone.

    python lost-node.py baton frontier WORKLOAD --loads 1,2,4 …
"""

import pathlib
import subprocess
import sys
import tempfile
import time

import ray
from ray.cluster_utils import Cluster

from sweep import sweep

PARTS = 12


def main():
    command = sys.argv[1:]
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 0})
    nodes = [cluster.add_node(num_cpus=1) for _ in range(3)]
    ray.init(address=cluster.address, log_to_driver=False, logging_level="error")
    # Tasks find `sweep` where this file is.
    print(f"{len([node for node in ray.nodes() if node['Alive']])} nodes", flush=True)

    def tell(done):
        print(f"{done} of {PARTS} parts", flush=True)
        if done == 3:
            print("killing a node", flush=True)
            cluster.remove_node(nodes[0], allow_graceful=False)

    with tempfile.TemporaryDirectory() as folder:
        sweep(folder, PARTS, command, tell)
        # A node counts as dead once its heartbeats are missed.
        deadline = time.monotonic() + 120
        while len([node for node in ray.nodes() if node["Alive"]]) > 3 and time.monotonic() < deadline:
            time.sleep(1)
        print(f"{len([node for node in ray.nodes() if node['Alive']])} nodes", flush=True)
        points = len(list(pathlib.Path(folder).glob("*.json")))
        print(f"{points} points kept", flush=True)
        merged = subprocess.run([*command, "--json", "--runs", folder], capture_output=True)
    alone = subprocess.run([*command, "--json"], capture_output=True)
    if merged.returncode != 0 or merged.stdout != alone.stdout:
        sys.exit("the results differ")
    print(f"the same {len(alone.stdout)} bytes as on one machine alone", flush=True)


if __name__ == "__main__":
    main()
