"""Group many small pieces of work into few batches, because each message has a cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

MAX_BYTES = 3_000_000
"""The largest batch: from 2 to 4 MB on, a message's cost per file is negligible."""

MIN_BYTES = 64_000
"""The smallest batch: sending a smaller one costs more than parallel work gains."""

ROUNDS = 4
"""The number of batches of a small job for each thread of the workers, so that no thread waits long
until the last thread is done."""

Piece = TypeVar("Piece")


def batch_size(total: int, threads: int) -> int:
    """Give the size of a batch in bytes, if ``total`` bytes of work are shared by ``threads``."""
    return min(max(total // (max(threads, 1) * ROUNDS), MIN_BYTES), MAX_BYTES)


def cut_into_batches(
    pieces: Sequence[Piece], size_of: Callable[[Piece], int], max_bytes: int
) -> Iterator[tuple[Piece, ...]]:
    """Group pieces, in order, into batches of at most ``max_bytes``; a larger piece is a batch."""
    batch: list[Piece] = []
    size = 0
    for piece in pieces:
        if batch and size + size_of(piece) > max_bytes:
            yield tuple(batch)
            batch, size = [], 0
        batch.append(piece)
        size += size_of(piece)
    if batch:
        yield tuple(batch)
