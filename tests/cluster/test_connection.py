"""Messages about the connection to a cluster, and about a cluster without workers."""

from __future__ import annotations

from concurrent.futures import Executor, ThreadPoolExecutor
from importlib.util import find_spec

import pytest

from hookkit.cluster import connection
from hookkit.cluster.connection import Cluster
from hookkit.errors import EnvironmentFailed

if find_spec("distributed") is None:
    pytest.skip("there is no Dask", allow_module_level=True)


class Client:
    """A client whose scheduler says what the test says."""

    def __init__(self, workers: int) -> None:
        self.workers, self.status = workers, "running"

    def get_executor(self, pure: bool) -> Executor:
        """Give any executor."""
        assert not pure
        return ThreadPoolExecutor(1)

    def scheduler_info(self, n_workers: int) -> dict[str, int]:
        """Say how many workers there are."""
        assert n_workers == 0
        if self.status == "closing":
            raise OSError("closing")
        return {"n_workers": self.workers, "total_threads": 2 * self.workers}


@pytest.fixture(autouse=True)
def hasty(monkeypatch: pytest.MonkeyPatch) -> None:
    """Look each time."""
    monkeypatch.setattr(connection, "COUNT_INTERVAL", 0)


def test_how_many_workers_there_are() -> None:
    client = Client(1)
    cluster = Cluster("host:1", client)
    cluster.wait_for_a_worker()
    assert (cluster.label, cluster.thread_count) == ("1 worker", 2)
    client.workers = 3
    cluster.count_workers()
    assert (cluster.label, cluster.thread_count) == ("3 workers", 6)
    client.status = "closing"
    cluster.count_workers()
    assert cluster.label == "3 workers"


def test_workers_that_are_gone_may_come_again() -> None:
    client = Client(2)
    cluster = Cluster("host:1", client)
    cluster.count_workers()
    client.workers = 0
    cluster.count_workers()
    assert cluster.label == "0 workers"
    client.workers = 1
    cluster.count_workers(0)
    client.workers = 0
    with pytest.raises(EnvironmentFailed, match="the scheduler host:1 has lost all its workers;"):
        cluster.count_workers(0)


def test_a_scheduler_that_never_had_one() -> None:
    with pytest.raises(EnvironmentFailed, match="host:1 has no workers; nothing was placed"):
        Cluster("host:1", Client(0)).wait_for_a_worker(0)
