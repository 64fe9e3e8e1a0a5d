"""Run a command in a network namespace of its own, and cut its network.

    unshare -rn python -m tests.cluster.cut_network REPOSITORY FOLDER

Prints what hookkit said and its exit status, as JSON.
"""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

from tests.cluster.clusters import dask_cluster, wait_for


def main(repository: str, folder: str) -> int:
    """Cut the network as soon as a worker is at work."""
    subprocess.run(["ip", "link", "set", "lo", "up"], check=True)
    with dask_cluster(Path(folder), 1) as cluster:
        words = ["run", "--all-files", "--mode", "worktree", "--cluster", cluster.address]
        process = subprocess.Popen(
            [sys.executable, "-m", "hookkit", *words],
            cwd=repository,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        wait_for(lambda: cluster.running[1].batches)
        subprocess.run(["ip", "link", "set", "lo", "down"], check=True)
        out, errors = process.communicate(timeout=300)
    print(json.dumps([process.returncode, out, errors, cluster.address]))
    return 0


if __name__ == "__main__":
    raise SystemExit(main(*sys.argv[1:]))
