"""Fix files on a cluster: with the same code as in this process, and the results in order."""

from __future__ import annotations

import pickle
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import Future

from hookkit.cluster.batches import (
    batch_result,
    batch_size,
    cut_into_batches,
    ordered_results,
    submit_call,
)
from hookkit.cluster.connection import Cluster
from hookkit.cluster.fix_batch import FixBatch, FixBatchResult, fix_batch
from hookkit.cluster.library_versions import fixing_versions
from hookkit.cluster.require_same_worker_versions import require_same_versions_on_worker
from hookkit.pep8.fix_processes import TimedFix, fix_in_pool, process_count
from hookkit.pep8.fix_task_and_outcome import FileFix, FixTask
from hookkit.pep8.time_limit import Limits

_OVERHEAD_BYTES = 300
"""The approximate size of a task in bytes, without the content of its file."""


class ClusterFixer:
    """Fixes files on a cluster: a ``RemoteFixer`` for ``fix_tasks``."""

    def __init__(self, cluster: Cluster, jobs: int) -> None:
        """Take a cluster, and the number of local processes for files that workers failed on.

        With ``jobs`` 0 there is one process for each processor.
        """
        self._cluster, self._jobs = cluster, jobs

    def __call__(
        self, tasks: Sequence[FixTask], limits: Limits, on_wait: Callable[[], None]
    ) -> Generator[TimedFix, None, None]:
        """Yield the fixed files in the order of ``tasks``."""
        cluster = self._cluster

        def on_wait_and_count() -> None:
            on_wait()
            cluster.count_workers()

        max_bytes = batch_size(sum(map(_task_bytes, tasks)), cluster.thread_count)
        batches = cut_into_batches(tasks, _task_bytes, max_bytes)
        versions = fixing_versions()

        def submit(batch: tuple[FixTask, ...]) -> Future[bytes]:
            request = pickle.dumps(FixBatch(versions, batch, limits))
            return submit_call(cluster.executor, fix_batch, request)

        results = ordered_results(
            submit, batches, lambda: 2 * cluster.thread_count, on_wait_and_count
        )
        for batch, future in results:
            data = batch_result(cluster.address, future)
            if data is None:
                yield from fix_in_pool(
                    batch, limits, process_count(self._jobs, len(batch)), on_wait
                )
            else:
                yield from self._results(batch, pickle.loads(data))

    def _results(self, batch: Sequence[FixTask], result: FixBatchResult) -> Iterator[TimedFix]:
        """Yield the results of a worker.

        Raises EnvironmentFailed if its versions differ: a worker that joined later was not checked.
        """
        address = self._cluster.address
        require_same_versions_on_worker(
            address, f"of {address}", fixing_versions(), result.versions
        )
        for task, each in zip(batch, result.files, strict=True):
            data = task.data if each.data is None else each.data
            yield TimedFix(FileFix(data, each.outcome), each.seconds)


def _task_bytes(task: FixTask) -> int:
    return len(task.data) + _OVERHEAD_BYTES
