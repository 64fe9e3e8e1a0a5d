"""Batches: not too many, enough for every worker, none too large."""

from __future__ import annotations

import pytest

from hookkit.cluster.batches import MAX_BYTES, MIN_BYTES, batch_size, cut_into_batches


@pytest.mark.parametrize(
    ("total", "threads", "size"),
    [
        (0, 2, MIN_BYTES),
        (100_000, 2, MIN_BYTES),
        (8_000_000, 2, 1_000_000),
        (8_000_000, 0, 2_000_000),
        (300_000_000, 2, MAX_BYTES),
    ],
)
def test_the_size_of_a_batch(total: int, threads: int, size: int) -> None:
    assert batch_size(total, threads) == size


@pytest.mark.parametrize(
    ("pieces", "batches"),
    [
        ("", []),
        ("a", ["a"]),
        ("a bb ccc dddd e", ["a bb", "ccc", "dddd", "e"]),
        ("eeeeeeee a", ["eeeeeeee", "a"]),
        ("a a a a a", ["a a a a", "a"]),
    ],
)
def test_pieces_are_cut_in_their_order_and_never_apart(pieces: str, batches: list[str]) -> None:
    assert [" ".join(each) for each in cut_into_batches(pieces.split(), len, 4)] == batches
