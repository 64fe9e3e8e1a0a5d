"""Start a Dask scheduler and workers as processes of this machine."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

TIMEOUT = 120.0
"""Seconds after which what does not come is an error: the machine may be busy."""

Found = TypeVar("Found")


def wait_for(look: Callable[[], Found]) -> Found:
    """Give what ``look`` finds once it finds something."""
    end = time.monotonic() + TIMEOUT
    while not (found := look()):
        assert time.monotonic() < end, "it does not come"
        time.sleep(0.05)
    return found


def children_of(process: int) -> list[int]:
    """The processes that a process has started and that are still there."""
    listed = subprocess.run(["ps", "-A", "-o", "pid=,ppid=,stat="], capture_output=True, text=True)
    rows = [line.split() for line in listed.stdout.splitlines()]
    return [int(pid) for pid, parent, state in rows if int(parent) == process and state[0] != "Z"]


def is_alive(process: int) -> bool:
    """Whether a process is there and has not ended."""
    listed = subprocess.run(
        ["ps", "-o", "stat=", "-p", str(process)], capture_output=True, text=True
    )
    return listed.stdout.strip()[:1] not in ("", "Z")


@dataclass
class Running:
    """A process of a cluster, and the file with what it says."""

    process: subprocess.Popen[bytes]
    log: Path

    @property
    def batches(self) -> list[int]:
        """The processes in which a worker fixes batches now."""
        return children_of(self.process.pid)

    def says(self, text: str) -> bool:
        """Whether it has said something."""
        return text in self.log.read_text(encoding="utf-8", errors="replace")

    def kill(self) -> None:
        """End it at once, and what it has started by itself with it."""
        self.process.kill()
        self.process.wait()


@dataclass
class DaskCluster:
    """A scheduler, with as many workers as are started."""

    folder: Path
    protocol: str = "tcp"
    env: dict[str, str] = field(default_factory=dict)
    running: list[Running] = field(default_factory=list)
    address: str = ""

    def start(self) -> None:
        """Start the scheduler."""
        place = self.folder / "scheduler.json"
        words = ["--host", f"{self.protocol}://127.0.0.1", "--port", "0", "--no-dashboard"]
        self._run("scheduler", *words, "--scheduler-file", str(place))
        wait_for(lambda: place.exists() and place.read_bytes().endswith(b"}"))
        self.address = json.loads(place.read_bytes())["address"]

    @property
    def scheduler(self) -> Running:
        """The process of the scheduler."""
        return self.running[0]

    def add_worker(self, *words: str, is_watched: bool = False, **env: str) -> Running:
        """Start a worker with one thread and wait until the scheduler has it.

        One that ``is_watched`` has a process that starts it again where it dies.
        """
        nanny = "--nanny" if is_watched else "--no-nanny"
        given = ["--nthreads", "1", nanny, "--no-dashboard", *words]
        worker = self._run("worker", self.address, *given, **env)
        wait_for(lambda: worker.says("Registered to"))
        return worker

    def _run(self, kind: str, *words: str, **env: str) -> Running:
        log = self.folder / f"{kind}-{len(self.running)}.log"
        command = [sys.executable, "-m", f"distributed.cli.dask_{kind}", *words]
        with log.open("wb") as file:
            process = subprocess.Popen(
                command,
                cwd=self.folder,
                env={**os.environ, **self.env, **env},
                stdin=subprocess.DEVNULL,
                stdout=file,
                stderr=file,
                start_new_session=True,
            )
        self.running.append(Running(process, log))
        return self.running[-1]

    def tasks(self) -> int:
        """How many tasks the scheduler knows of."""
        program = (
            "import sys\nfrom distributed import Client\n"
            "client = Client(sys.argv[1], set_as_default=False)\n"
            "print(client.run_on_scheduler(lambda dask_scheduler: len(dask_scheduler.tasks)))"
        )
        command = [sys.executable, "-c", program, self.address]
        ended = subprocess.run(command, capture_output=True, text=True, check=True)
        return int(ended.stdout)

    def stop(self) -> None:
        """End all of it."""
        for each in reversed(self.running):
            if each.process.poll() is None:
                os.killpg(each.process.pid, signal.SIGKILL)
            each.process.wait()


@contextmanager
def dask_cluster(
    folder: Path, workers: int, protocol: str = "tcp", **env: str
) -> Iterator[DaskCluster]:
    """Give a cluster with so many workers, for the time of a block.

    ``env`` is added to what its scheduler and workers have as their environment.
    """
    cluster = DaskCluster(folder, protocol, env)
    try:
        cluster.start()
        for _ in range(workers):
            cluster.add_worker()
        yield cluster
    finally:
        cluster.stop()
