"""Batches of items: cut, each sent to a worker in one message, and their results in order.

A batch on which workers failed is left to this process.
"""

from __future__ import annotations

import pickle
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from concurrent.futures import CancelledError, Executor, Future, wait
from typing import TypeVar

from hookkit.cluster.connection import NOTHING_PLACED, connection_lost_error
from hookkit.cluster.dask_client import is_killed_worker
from hookkit.cluster.fix_batch import FixBatchFailed
from hookkit.diagnostic_log.write_log import Logger
from hookkit.errors import EnvironmentFailed

MAX_BYTES = 3_000_000
"""The largest batch: from 2 to 4 MB on, a message's cost per file is negligible."""

MIN_BYTES = 64_000
"""The smallest batch: sending a smaller one costs more than parallel work gains."""

BATCHES_PER_THREAD = 4
"""The number of batches of a small job for each thread of the workers, so that no thread waits long
until the last thread is done."""

ON_WAIT_INTERVAL = 0.1
"""Seconds between two calls of ``on_wait`` while the executor works."""

Item = TypeVar("Item")
Result = TypeVar("Result")


def batch_size(total_bytes: int, thread_count: int) -> int:
    """Give the size of a batch in bytes, if ``thread_count`` threads share ``total_bytes``."""
    return min(
        max(total_bytes // (max(thread_count, 1) * BATCHES_PER_THREAD), MIN_BYTES), MAX_BYTES
    )


def cut_into_batches(
    items: Sequence[Item], size_of: Callable[[Item], int], max_bytes: int
) -> Iterator[tuple[Item, ...]]:
    """Group items, in order, into batches of at most ``max_bytes``; a larger item is a batch."""
    batch: list[Item] = []
    size = 0
    for item in items:
        if batch and size + size_of(item) > max_bytes:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(item)
        size += size_of(item)
    if batch:
        yield tuple(batch)


def ordered_results(
    submit: Callable[[Item], Future[Result]],
    items: Iterable[Item],
    max_submitted: Callable[[], int],
    on_wait: Callable[[], None],
) -> Generator[tuple[Item, Future[Result]], None, None]:
    """Yield each item with its future, which is done, in the order of the items.

    ``submit`` submits an item to an executor, on this machine or on others. ``on_wait`` is called
    repeatedly during waits.

    At most ``max_submitted()`` items are submitted and not yet yielded, which limits the memory
    here and on other machines. When the generator is closed, the remaining futures are cancelled.
    """
    submitted: deque[tuple[Item, Future[Result]]] = deque()
    remaining = iter(items)
    try:
        while True:
            while len(submitted) < max(max_submitted(), 1):
                try:
                    item = next(remaining)
                except StopIteration:
                    break
                submitted.append((item, submit(item)))
            if not submitted:
                return
            while not wait([submitted[0][1]], timeout=ON_WAIT_INTERVAL).done:
                on_wait()
            yield submitted.popleft()
    finally:
        for _, future in submitted:
            future.cancel()


def batch_result(address: str, future: Future[Result]) -> Result | None:
    """Give the result of a future that is done, None if the batch must be done in this process.

    This is so if the batch killed several workers, or failed because of a worker's machine. Raises
    EnvironmentFailed if the connection to the scheduler at ``address`` is lost, or a worker cannot
    import hookkit.
    """
    try:
        return future.result()
    except CancelledError as error:
        raise connection_lost_error(address) from error
    except ImportError as error:
        sentence = f"a worker of {address} cannot import hookkit; {NOTHING_PLACED}"
        raise EnvironmentFailed(sentence, "python -m pip install 'hookkit[cluster]'") from error
    except Exception as error:
        if not isinstance(error, (OSError, FixBatchFailed)) and not is_killed_worker(error):
            raise
        Logger(__name__).info("not done by workers, but here: %r", error)
        return None


class _Call:
    """An object whose pickle, when unpickled, makes the call and becomes its result."""

    def __init__(self, function: Callable[[bytes], bytes], request: bytes) -> None:
        self._function, self._request = function, request

    def __reduce__(self) -> tuple[Callable[[bytes], bytes], tuple[bytes]]:
        return self._function, (self._request,)


def submit_call(
    executor: Executor, function: Callable[[bytes], bytes], request: bytes
) -> Future[bytes]:
    """Let an executor call ``function``, a function that its workers can import, with ``request``.

    A Dask scheduler imports the submitted function (distributed/scheduler.py, update_graph). Here
    this function is ``pickle.loads``, so that only the workers need hookkit.
    """
    return executor.submit(pickle.loads, pickle.dumps(_Call(function, request)))
