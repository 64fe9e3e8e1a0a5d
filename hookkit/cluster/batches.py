"""Batches of items that are sent in one message, because each message has a cost."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

MAX_BYTES = 3_000_000
"""The largest batch: from 2 to 4 MB on, a message's cost per file is negligible."""

MIN_BYTES = 64_000
"""The smallest batch: sending a smaller one costs more than parallel work gains."""

BATCHES_PER_THREAD = 4
"""The number of batches of a small job for each thread of the workers, so that no thread waits long
until the last thread is done."""

Item = TypeVar("Item")


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
