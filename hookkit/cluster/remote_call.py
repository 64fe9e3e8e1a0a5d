"""A remote call as pickled bytes, which is made where they are unpickled: on a worker."""

from __future__ import annotations

import pickle
from collections.abc import Callable
from concurrent.futures import Executor, Future


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
