"""Batches: not too many, enough for every worker, none too large."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor

import pytest

from hookkit.cluster.batches import (
    MAX_BYTES,
    MIN_BYTES,
    batch_result,
    batch_size,
    cut_into_batches,
    ordered_results,
)
from hookkit.cluster.fix_batch import FixBatchFailed
from hookkit.errors import EnvironmentFailed


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


def test_what_comes_back_is_in_order_whichever_is_done_first() -> None:
    first = threading.Event()

    def work(number: int) -> int:
        if number == 0:
            first.wait(30)
        else:
            first.set()
        return number * 10

    with ThreadPoolExecutor(3) as pool:
        results = ordered_results(
            lambda each: pool.submit(work, each), range(9), lambda: 3, lambda: None
        )
        assert [(piece, future.result()) for piece, future in results] == [
            (number, number * 10) for number in range(9)
        ]


def test_no_more_is_under_way_than_the_window_has() -> None:
    asked: list[int] = []

    def pieces() -> Iterator[int]:
        for number in range(10):
            asked.append(number)
            yield number

    def done(number: int) -> Future[int]:
        future: Future[int] = Future()
        future.set_result(number)
        return future

    windows = iter([2, 2, 2, 2, *[4] * 40])
    seen = []
    for piece, _ in ordered_results(done, pieces(), lambda: next(windows), lambda: None):
        seen.append((piece, len(asked)))
    assert seen[0] == (0, 2)
    assert max(count - piece for piece, count in seen) == 4  # more threads came
    assert [piece for piece, _ in seen] == list(range(10))


def test_there_are_ticks_while_others_work() -> None:
    future: Future[None] = Future()
    ticks: list[None] = []

    def on_wait() -> None:
        ticks.append(None)
        if len(ticks) == 3:
            future.set_result(None)

    list(ordered_results(lambda each: future, [1], lambda: 1, on_wait))
    assert len(ticks) == 3


def test_who_stops_taking_cancels_what_is_queued() -> None:
    futures = [Future[int]() for _ in range(4)]
    futures[0].set_result(0)
    results = ordered_results(lambda each: futures[each], range(4), lambda: 4, lambda: None)
    assert next(results)[0] == 0
    results.close()
    assert [each.cancelled() for each in futures] == [False, True, True, True]


def failed(error: BaseException) -> Future[bytes]:
    """A future that has failed."""
    future: Future[bytes] = Future()
    future.set_exception(error)
    return future


@pytest.mark.parametrize("error", [OSError("the disk is full"), FixBatchFailed("status -9")])
def test_what_the_machine_of_a_worker_refuses_is_done_here(error: Exception) -> None:
    assert batch_result("host:1", failed(error)) is None


def test_what_is_cancelled_has_lost_its_scheduler() -> None:
    future: Future[bytes] = Future()
    future.cancel()
    with pytest.raises(EnvironmentFailed, match="the connection to the scheduler host:1 was lost"):
        batch_result("host:1", future)


def test_a_worker_without_hookkit_that_comes_later() -> None:
    error = ModuleNotFoundError("No module named 'hookkit'")
    with pytest.raises(EnvironmentFailed, match="a worker of host:1 cannot import hookkit;"):
        batch_result("host:1", failed(error))


def test_a_bug_is_one() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(KeyError):
        batch_result("host:1", failed(KeyError("surprise")))
