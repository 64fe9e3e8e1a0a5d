"""Work given to an executor a few pieces at a time; what comes back, in the order of the work."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, wait
from typing import TypeVar

TICK_INTERVAL = 0.1
"""Seconds between two calls of ``tick`` while others work."""

Piece = TypeVar("Piece")
Answer = TypeVar("Answer")


def ordered_results(
    submitted: Callable[[Piece], Future[Answer]],
    pieces: Iterable[Piece],
    window: Callable[[], int],
    tick: Callable[[], None],
) -> Generator[tuple[Piece, Future[Answer]], None, None]:
    """Give each piece with its future, which is done, in the order of the pieces.

    ``submitted`` gives a piece to an executor, of this machine or of others.

    No more than ``window`` pieces are under way or wait to be taken, however many there are, so
    that what is in memory here and elsewhere has a bound. Whoever stops taking cancels the others.
    """
    under_way: deque[tuple[Piece, Future[Answer]]] = deque()
    rest = iter(pieces)
    try:
        while True:
            while len(under_way) < max(window(), 1):
                try:
                    piece = next(rest)
                except StopIteration:
                    break
                under_way.append((piece, submitted(piece)))
            if not under_way:
                return
            while not wait([under_way[0][1]], timeout=TICK_INTERVAL).done:
                tick()
            yield under_way.popleft()
    finally:
        for _, future in under_way:
            future.cancel()
