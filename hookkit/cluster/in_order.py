"""The results of an executor in the order of the work; a few pieces are submitted at a time."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, wait
from typing import TypeVar

TICK_INTERVAL = 0.1
"""Seconds between two calls of ``tick`` while the executor works."""

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


def ordered_results(
    submit: Callable[[Piece], Future[Answer]],
    pieces: Iterable[Piece],
    window: Callable[[], int],
    tick: Callable[[], None],
) -> Generator[tuple[Piece, Future[Answer]], None, None]:
    """Yield each piece with its future, which is done, in the order of the pieces.

    ``submit`` submits a piece to an executor, on this machine or on others. ``tick`` is called
    repeatedly during waits.

    At most ``window()`` pieces are submitted and not yet yielded, which limits the memory here and
    on other machines. When the generator is closed, the remaining futures are cancelled.
    """
    submitted: deque[tuple[Piece, Future[Answer]]] = deque()
    rest = iter(pieces)
    try:
        while True:
            while len(submitted) < max(window(), 1):
                try:
                    piece = next(rest)
                except StopIteration:
                    break
                submitted.append((piece, submit(piece)))
            if not submitted:
                return
            while not wait([submitted[0][1]], timeout=TICK_INTERVAL).done:
                tick()
            yield submitted.popleft()
    finally:
        for _, future in submitted:
            future.cancel()
