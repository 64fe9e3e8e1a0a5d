"""The connection to a cluster, and the number of its workers."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from concurrent.futures import CancelledError, Executor
from contextlib import contextmanager
from typing import Any

from hookkit.cluster.dask_client import (
    ANSWER_TIMEOUT,
    AnswerTimeout,
    close_client,
    connect_client,
    dask_worker_command,
    scheduler_command,
)
from hookkit.cluster.library_versions import Versions
from hookkit.cluster.require_same_worker_versions import require_same_versions_on_all_workers
from hookkit.errors import EnvironmentFailed
from hookkit.phrases import plural

NO_WORKERS_TIMEOUT = 60.0
"""Seconds without any worker before an error: the cluster may replace workers that died."""

COUNT_INTERVAL = 1.0
"""Seconds after which the workers are counted again."""

NOTHING_PLACED = "nothing was placed"


class Cluster:
    """A scheduler with its workers, which all have the same versions as this process."""

    def __init__(self, address: str, client: Any) -> None:
        """Take the address of the scheduler as it was typed, and a client of distributed."""
        self.address = address
        self._client = client
        # With pure=True distributed would hash all data of each task to make its key.
        self.executor: Executor = client.get_executor(pure=False)
        self.worker_count = self.thread_count = 0
        self._next_count_time = 0.0
        self._without_workers_since: float | None = None
        self._had_workers = False

    @property
    def label(self) -> str:
        """The number of workers in words, for the display of the progress."""
        return plural(self.worker_count, "worker")

    def count_workers(self, timeout: float = NO_WORKERS_TIMEOUT) -> None:
        """Ask the scheduler for the number of workers, at most once in COUNT_INTERVAL seconds.

        Raises EnvironmentFailed if there have been no workers for ``timeout`` seconds.
        """
        now = time.monotonic()
        # If the connection is lost, the next future raises the error.
        if now < self._next_count_time or self._client.status != "running":
            return
        self._next_count_time = now + COUNT_INTERVAL
        try:
            info = self._client.scheduler_info(n_workers=0)
        except Exception:  # the client is being closed
            return
        self.worker_count = info.get("n_workers", 0)
        self.thread_count = info.get("total_threads", 0)
        if self.worker_count:
            self._had_workers, self._without_workers_since = True, None
            return
        if self._without_workers_since is None:
            self._without_workers_since = now
        if now - self._without_workers_since >= timeout:
            problem = "has lost all its workers" if self._had_workers else "has no workers"
            sentence = f"the scheduler {self.address} {problem}; {NOTHING_PLACED}"
            raise EnvironmentFailed(sentence, dask_worker_command(self.address))

    def wait_for_a_worker(self, timeout: float = ANSWER_TIMEOUT) -> None:
        """Wait until there is a worker. Raises EnvironmentFailed after ``timeout`` seconds."""
        self.count_workers(timeout)
        while not self.worker_count:
            time.sleep(COUNT_INTERVAL / 5)
            self.count_workers(timeout)


def connection_lost_error(address: str) -> EnvironmentFailed:
    """Give the error for a lost connection to the scheduler at an address."""
    sentence = f"the connection to the scheduler {address} was lost; {NOTHING_PLACED}"
    return EnvironmentFailed(sentence, scheduler_command(address))


@contextmanager
def connect_cluster(address: str, read_versions: Callable[[], Versions]) -> Iterator[Cluster]:
    """Connect to a scheduler, and check that its workers have the same versions.

    ``read_versions`` gives the versions; it is a function that workers can import. Raises as
    ``connect_client`` does, and EnvironmentFailed if there are no workers, or one of them has
    another version. Queued work is cancelled at the end of the block.
    """
    client = connect_client(address)
    try:
        cluster = Cluster(address, client)
        cluster.wait_for_a_worker()
        try:
            require_same_versions_on_all_workers(address, client, read_versions)
        except (OSError, CancelledError, AnswerTimeout) as error:
            raise connection_lost_error(address) from error
        yield cluster
    finally:
        close_client(client)
