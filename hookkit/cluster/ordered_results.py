"""The results of an executor in the order of the items; a few items are submitted at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, wait
from typing import TypeVar

ON_WAIT_INTERVAL = 0.1
"""Seconds between two calls of ``on_wait`` while the executor works."""

Item = TypeVar("Item")
Result = TypeVar("Result")


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
