"""A call as bytes, made where the bytes are read: a scheduler on their way need not know of it."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future


class _Call:
    """Pickled, it is read as the result of the call."""

    def __init__(self, work: Callable[[bytes], bytes], request: bytes) -> None:
        self._work, self._request = work, request

    def __reduce__(self) -> tuple[Callable[[bytes], bytes], tuple[bytes]]:
        return self._work, (self._request,)


def submit_call(
    executor: Executor, work: Callable[[bytes], bytes], request: bytes
) -> Future[bytes]:
    """Have an executor call ``work``, a function that the other end can import, with bytes.

    A Dask scheduler imports the function that it is given (distributed/scheduler.py, update_graph):
    here that is Python's own, so that hookkit is needed on the workers alone.
    """
    return executor.submit(pickle.loads, pickle.dumps(_Call(work, request)))
