"""Many small pieces of work grouped in few batches, because each message has a cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

MAX_BYTES = 3_000_000
"""The largest batch: from 2 to 4 MB on, the cost of a message per file is negligible."""

MIN_BYTES = 64_000
"""The smallest batch: to send a smaller one costs more than is gained by parallel work."""

ROUNDS = 4
"""How many batches of a small job each thread of the workers gets, so that no thread waits long
for the last one to end."""

Piece = TypeVar("Piece")


def batch_size(total: int, threads: int) -> int:
    """Give the bytes of a batch of work of ``total`` bytes for so many threads."""
    return min(max(total // (max(threads, 1) * ROUNDS), MIN_BYTES), MAX_BYTES)


def cut_into_batches(
    pieces: Sequence[Piece], size_of: Callable[[Piece], int], max_bytes: int
) -> Iterator[tuple[Piece, ...]]:
    """Group pieces in batches of at most ``max_bytes``, in order; a larger piece is alone."""
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
