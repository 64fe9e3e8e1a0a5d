"""Many small pieces of work cut into few batches, because what travels costs by the message."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

MAX_BYTES = 3_000_000
"""Bytes of a batch: between 2 and 4 MB a message costs nearly nothing for each file in it."""

MIN_BYTES = 64_000
"""Bytes below which a batch costs more to send than it gains by being done beside others."""

ROUNDS = 4
"""How many batches each thread of the workers gets of a small job, so that none waits long for the
last one to end."""

Piece = TypeVar("Piece")


def batch_size(total: int, threads: int) -> int:
    """Give the bytes of a batch of work of ``total`` bytes for so many threads."""
    return min(max(total // (max(threads, 1) * ROUNDS), MIN_BYTES), MAX_BYTES)


def cut_into_batches(
    pieces: Sequence[Piece], weight: Callable[[Piece], int], most: int
) -> Iterator[tuple[Piece, ...]]:
    """Cut pieces into batches of at most ``most`` bytes, in their order; one piece is never cut."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and size + weight(piece) > most:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(piece)
        size += weight(piece)
    if batch:
        yield tuple(batch)
